"""A log of what happens to a suggestion"""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('suggestion_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('suggestion_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('act', sa.String(length=32), nullable=True, comment='empty: where it stood when this log began'),
    sa.Column('from_state', sa.String(length=32), nullable=True, comment='empty: a new row'),
    sa.Column('to_state', sa.String(length=32), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True, comment='empty: the service'),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_suggestion_event_by_id')),
    sa.ForeignKeyConstraint(['suggestion_id'], ['suggestion.id'], name=op.f('fk_suggestion_event_suggestion_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suggestion_event'))
    )
    with op.batch_alter_table('suggestion_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_suggestion_event_suggestion_id'), ['suggestion_id'], unique=False)
    with op.batch_alter_table('match_event', schema=None) as batch_op:
        batch_op.alter_column('reason', existing_type=sa.String(length=32), existing_nullable=True,
            comment="a code of the act's own list: why it ended, was declined or waits")
    # what was there before the log stands where it stood
    op.execute(
        "INSERT INTO suggestion_event (suggestion_id, at, to_state, words) "
        "SELECT id, updated_at, state, '' FROM suggestion"
    )


def downgrade() -> None:
    with op.batch_alter_table('match_event', schema=None) as batch_op:
        batch_op.alter_column('reason', existing_type=sa.String(length=32), existing_nullable=True, comment=None)
    with op.batch_alter_table('suggestion_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_suggestion_event_suggestion_id'))

    op.drop_table('suggestion_event')
