"""Concerns and complaints, what a side asks for in private, and firms that we pause."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text  # noqa: F401  (autogenerate writes some types without a prefix)


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('firm_pause',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('business_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=32), nullable=False),
    sa.Column('words', sa.Text(), nullable=False, comment='as the firm is told'),
    sa.Column('review_on', sa.Date(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lifted_by_id', sa.Integer(), nullable=True),
    sa.Column('lifted_words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['business_id'], ['business.id'], name=op.f('fk_firm_pause_business_id')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_firm_pause_by_id')),
    sa.ForeignKeyConstraint(['lifted_by_id'], ['account.id'], name=op.f('fk_firm_pause_lifted_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_firm_pause'))
    )
    with op.batch_alter_table('firm_pause', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_firm_pause_business_id'), ['business_id'], unique=False)
        batch_op.create_index('uq_firm_pause_standing', ['business_id'], unique=True, sqlite_where=sa.text('lifted_at IS NULL'), postgresql_where=sa.text('lifted_at IS NULL'))

    op.create_table('not_again',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('business_id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.String(length=32), nullable=False, comment='who asked for it'),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['business_id'], ['business.id'], name=op.f('fk_not_again_business_id')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_not_again_by_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnership.id'], name=op.f('fk_not_again_partnership_id')),
    sa.ForeignKeyConstraint(['revoked_by_id'], ['account.id'], name=op.f('fk_not_again_revoked_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_not_again'))
    )
    with op.batch_alter_table('not_again', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_not_again_business_id'), ['business_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_not_again_partnership_id'), ['partnership_id'], unique=False)
        batch_op.create_index('uq_not_again_standing', ['business_id', 'partnership_id', 'side'], unique=True, sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))

    op.create_table('firm_pause_reply',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pause_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_firm_pause_reply_by_id')),
    sa.ForeignKeyConstraint(['pause_id'], ['firm_pause.id'], name=op.f('fk_firm_pause_reply_pause_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_firm_pause_reply'))
    )
    with op.batch_alter_table('firm_pause_reply', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_firm_pause_reply_pause_id'), ['pause_id'], unique=False)

    op.create_table('concern',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=12), nullable=False),
    sa.Column('once', sa.String(length=40), nullable=True, comment='of the form: sent twice is one concern'),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('about_words', sa.String(length=200), nullable=False, comment='whom or what it is about, as written'),
    sa.Column('about_kind', sa.String(length=32), nullable=True, comment='where it names something of ours'),
    sa.Column('about_id', sa.Integer(), nullable=True),
    sa.Column('about_account_id', sa.Integer(), nullable=True),
    sa.Column('match_id', sa.Integer(), nullable=True),
    sa.Column('area_code', sa.String(length=9), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False, comment='empty: they did not say who they are'),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('telephone', sa.String(length=40), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True, comment='who was signed in'),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('acknowledge_by', sa.Date(), nullable=False),
    sa.Column('acknowledged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=32), nullable=True),
    sa.Column('outcome_words', sa.Text(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('illustrative', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['about_account_id'], ['account.id'], name=op.f('fk_concern_about_account_id')),
    sa.ForeignKeyConstraint(['area_code'], ['area.code'], name=op.f('fk_concern_area_code')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_concern_by_id')),
    sa.ForeignKeyConstraint(['match_id'], ['match.id'], name=op.f('fk_concern_match_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['account.id'], name=op.f('fk_concern_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_concern')),
    sa.UniqueConstraint('once', name=op.f('uq_concern_once')),
    sa.UniqueConstraint('reference', name=op.f('uq_concern_reference'))
    )
    with op.batch_alter_table('concern', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_concern_about_account_id'), ['about_account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_concern_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_concern_match_id'), ['match_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_concern_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_concern_state'), ['state'], unique=False)

    op.create_table('concern_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('act', sa.String(length=32), nullable=False),
    sa.Column('from_state', sa.String(length=32), nullable=True),
    sa.Column('to_state', sa.String(length=32), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_concern_event_by_id')),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_concern_event_concern_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_concern_event'))
    )
    with op.batch_alter_table('concern_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_concern_event_concern_id'), ['concern_id'], unique=False)

    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('concern_id', sa.Integer(), nullable=True, comment='read with the concern, and nowhere else'))
        batch_op.create_index(batch_op.f('ix_message_concern_id'), ['concern_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_message_concern_id'), 'concern', ['concern_id'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_message_concern_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_message_concern_id'))
        batch_op.drop_column('concern_id')

    with op.batch_alter_table('concern_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_concern_event_concern_id'))

    op.drop_table('concern_event')
    with op.batch_alter_table('concern', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_concern_state'))
        batch_op.drop_index(batch_op.f('ix_concern_owner_id'))
        batch_op.drop_index(batch_op.f('ix_concern_match_id'))
        batch_op.drop_index(batch_op.f('ix_concern_area_code'))
        batch_op.drop_index(batch_op.f('ix_concern_about_account_id'))

    op.drop_table('concern')
    with op.batch_alter_table('firm_pause_reply', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_firm_pause_reply_pause_id'))

    op.drop_table('firm_pause_reply')
    with op.batch_alter_table('not_again', schema=None) as batch_op:
        batch_op.drop_index('uq_not_again_standing', sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_not_again_partnership_id'))
        batch_op.drop_index(batch_op.f('ix_not_again_business_id'))

    op.drop_table('not_again')
    with op.batch_alter_table('firm_pause', schema=None) as batch_op:
        batch_op.drop_index('uq_firm_pause_standing', sqlite_where=sa.text('lifted_at IS NULL'), postgresql_where=sa.text('lifted_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_firm_pause_business_id'))

    op.drop_table('firm_pause')
