"""A round may be tried with the weights of another saved version"""

import sqlalchemy as sa
from alembic import op


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

TABLES = ('plan', 'plan_run')


def upgrade() -> None:
    for table in TABLES:
        comment = 'a saved version; empty: those in use'
        op.add_column(table, sa.Column('weights_number', sa.Integer(), nullable=True, comment=comment))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, 'weights_number')
