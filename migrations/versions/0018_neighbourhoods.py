"""Neighbourhoods"""

import sqlalchemy as sa
from alembic import op


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('neighbourhood_list',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('rows', sa.JSON(), nullable=False, comment='number (as a spreadsheet counts), and the cells'),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_neighbourhood_list_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_neighbourhood_list'))
    )
    op.create_table('small_area',
    sa.Column('code', sa.String(length=9), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False, comment='2019 or 2025'),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('area_code', sa.String(length=9), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False, comment='1 is the most deprived in England'),
    sa.Column('decile', sa.Integer(), nullable=False, comment='1 is the most deprived tenth'),
    sa.ForeignKeyConstraint(['area_code'], ['area.code'], name=op.f('fk_small_area_area_code')),
    sa.PrimaryKeyConstraint('code', 'edition', name=op.f('pk_small_area'))
    )
    with op.batch_alter_table('small_area', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_small_area_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_small_area_name'), ['name'], unique=False)

    op.create_table('neighbourhood_small_area',
    sa.Column('neighbourhood_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=9), nullable=False),
    sa.ForeignKeyConstraint(['neighbourhood_id'], ['neighbourhood.id'], name=op.f('fk_neighbourhood_small_area_neighbourhood_id')),
    sa.PrimaryKeyConstraint('neighbourhood_id', 'code', name=op.f('pk_neighbourhood_small_area'))
    )
    with op.batch_alter_table('neighbourhood_small_area', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_neighbourhood_small_area_code'), ['code'], unique=False)

    with op.batch_alter_table('neighbourhood', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ward', sa.String(length=120), server_default='', nullable=False))
        batch_op.add_column(sa.Column('source', sa.String(length=200), server_default='', nullable=False, comment='who said the decile'))
        batch_op.add_column(sa.Column('by_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_neighbourhood_by_id'), 'account', ['by_id'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('neighbourhood', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_neighbourhood_by_id'), type_='foreignkey')
        batch_op.drop_column('by_id')
        batch_op.drop_column('source')
        batch_op.drop_column('ward')

    with op.batch_alter_table('neighbourhood_small_area', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_neighbourhood_small_area_code'))

    op.drop_table('neighbourhood_small_area')
    with op.batch_alter_table('small_area', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_small_area_name'))
        batch_op.drop_index(batch_op.f('ix_small_area_area_code'))

    op.drop_table('small_area')
    op.drop_table('neighbourhood_list')
