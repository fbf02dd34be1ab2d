"""What is kept of an area is kept in parts: it is counted anew, so nothing is carried over"""

import sqlalchemy as sa
from alembic import op


revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table('area_count')
    op.create_table('area_count',
    sa.Column('area_code', sa.String(length=9), nullable=False, comment='empty: several areas, or not known; *: all'),
    sa.Column('part', sa.String(length=10), nullable=False, comment='numbers that are read together'),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('numbers', sa.JSON(), nullable=False, comment='what is counted -> key -> how many'),
    sa.PrimaryKeyConstraint('area_code', 'part', name=op.f('pk_area_count'))
    )


def downgrade() -> None:
    op.drop_table('area_count')
    op.create_table('area_count',
    sa.Column('area_code', sa.String(length=9), nullable=False, comment='empty: several areas, or not known'),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('numbers', sa.JSON(), nullable=False, comment='what is counted -> key -> how many'),
    sa.PrimaryKeyConstraint('area_code', name=op.f('pk_area_count'))
    )
