"""Whose answer an event of a match was"""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('match_event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('side', sa.String(length=32), nullable=True, comment='whose answer it was'))


def downgrade() -> None:
    with op.batch_alter_table('match_event', schema=None) as batch_op:
        batch_op.drop_column('side')
