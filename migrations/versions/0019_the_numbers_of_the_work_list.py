"""The numbers of the work list are counted step by step; what is due is looked for among open cases only"""

import sqlalchemy as sa
from alembic import op


revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

COLUMNS = ['step', 'owner_account_id', 'owner_broker_id', 'area_code', 'next_on', 'kind', 'subject_id', 'theme']
OPEN = {'sqlite_where': sa.text('closed_at IS NULL'), 'postgresql_where': sa.text('closed_at IS NULL')}


def upgrade() -> None:
    op.create_index('ix_case_step', 'case', [*COLUMNS, 'closed_at'], unique=False, **OPEN)
    op.drop_index('ix_case_acts', table_name='case')
    op.create_index('ix_case_acts', 'case', ['acts_on', 'id'], unique=False, **OPEN)


def downgrade() -> None:
    op.drop_index('ix_case_acts', table_name='case', **OPEN)
    op.create_index('ix_case_acts', 'case', ['closed_at', 'acts_on'], unique=False)
    op.drop_index('ix_case_step', table_name='case', **OPEN)
