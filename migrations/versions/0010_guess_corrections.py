"""What coordinators know better than the table of usual offers"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text  # noqa: F401  (autogenerate writes some types without a prefix)


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('guess_correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sector', sa.String(length=5), nullable=False, comment='SIC 2007; holds for every narrower code'),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('verdict', sa.String(length=32), nullable=False),
    sa.Column('what', sa.String(length=120), nullable=False, comment='completes “firms like this can often ...”'),
    sa.Column('words', sa.JSON(), nullable=False, comment='how people in need say it'),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True, comment='none: proposed by the service'),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True, comment='accepted, refused or taken back'),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('changes', sa.Integer(), nullable=False, comment='how often it was made or decided'),
    sa.Column('match_id', sa.Integer(), nullable=True, comment='what led to a proposal'),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_guess_correction_by_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_guess_correction_decided_by_id')),
    sa.ForeignKeyConstraint(['match_id'], ['match.id'], name=op.f('fk_guess_correction_match_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guess_correction')),
    sa.UniqueConstraint('match_id', name=op.f('uq_guess_correction_match_id'))
    )
    with op.batch_alter_table('guess_correction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guess_correction_sector'), ['sector'], unique=False)
        batch_op.create_index(batch_op.f('ix_guess_correction_state'), ['state'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('guess_correction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_guess_correction_state'))
        batch_op.drop_index(batch_op.f('ix_guess_correction_sector'))
    op.drop_table('guess_correction')
