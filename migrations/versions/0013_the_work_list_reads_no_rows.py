"""The work list is counted from one index; parts of a need are found by theirs"""

import sqlalchemy as sa
from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

COLUMNS = ['next_on', 'id', 'step', 'owner_broker_id', 'owner_account_id', 'area_code', 'theme', 'kind', 'subject_id']
OPEN = {'sqlite_where': sa.text('closed_at IS NULL'), 'postgresql_where': sa.text('closed_at IS NULL')}


def upgrade() -> None:
    op.drop_index('ix_case_waiting', table_name='case', **OPEN)
    op.create_index('ix_case_waiting', 'case', [*COLUMNS, 'closed_at'], unique=False, **OPEN)
    op.create_index('ix_match_part_part_id', 'match_part', ['part_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_match_part_part_id', table_name='match_part')
    op.drop_index('ix_case_waiting', table_name='case', **OPEN)
    op.create_index('ix_case_waiting', 'case', COLUMNS, unique=False, **OPEN)
