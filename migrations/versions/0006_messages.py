"""What each message is for, what people chose to be sent, and addresses that are left alone."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text  # noqa: F401  (autogenerate writes some types without a prefix)


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('message_choice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('message_class', sa.String(length=32), nullable=False),
    sa.Column('choice', sa.String(length=32), nullable=False),
    sa.Column('how', sa.String(length=20), nullable=False, comment='page, link or telephone'),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_message_choice_account_id')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_message_choice_contact_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message_choice'))
    )
    with op.batch_alter_table('message_choice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_choice_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_choice_contact_id'), ['contact_id'], unique=False)

    op.create_table('suppression',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('address_hash', sa.String(length=64), nullable=False, comment='HMAC-SHA-256, hexadecimal'),
    sa.Column('scope', sa.String(length=32), nullable=False),
    sa.Column('message_class', sa.String(length=32), nullable=True, comment='where it is one class'),
    sa.Column('reason', sa.String(length=32), nullable=False),
    sa.Column('words', sa.String(length=500), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True, comment='the one that failed'),
    sa.Column('by_id', sa.Integer(), nullable=True, comment='empty: the mail server, or the person'),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lifted_by_id', sa.Integer(), nullable=True),
    sa.Column('lifted_words', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_suppression_by_id')),
    sa.ForeignKeyConstraint(['lifted_by_id'], ['account.id'], name=op.f('fk_suppression_lifted_by_id')),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_suppression_message_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suppression'))
    )
    with op.batch_alter_table('suppression', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_suppression_address_hash'), ['address_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_suppression_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_suppression_message_id'), ['message_id'], unique=False)

    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('message_class', sa.String(length=32), nullable=False, server_default='service'))
        batch_op.add_column(sa.Column('reply_to', sa.String(length=400), nullable=False, server_default='', comment="a person; empty: the service's own"))
        batch_op.add_column(sa.Column('need_id', sa.Integer(), nullable=True, comment='where it is about one'))
        batch_op.add_column(sa.Column('not_sent', sa.String(length=32), nullable=True, comment='why it was stopped, or is to be rung'))
        batch_op.add_column(sa.Column('digest_on', sa.Date(), nullable=True, comment='the day whose daily mail it waits for'))
        batch_op.add_column(sa.Column('digest_id', sa.Integer(), nullable=True, comment='the daily mail'))
        batch_op.add_column(sa.Column('again_of_id', sa.Integer(), nullable=True, comment='one sent before'))
        batch_op.create_index(batch_op.f('ix_message_again_of_id'), ['again_of_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_digest_id'), ['digest_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_digest_on'), ['digest_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_need_id'), ['need_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_message_digest_id'), 'message', ['digest_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_message_need_id'), 'need', ['need_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_message_again_of_id'), 'message', ['again_of_id'], ['id'])

    op.execute("UPDATE message SET message_class = 'security' WHERE kind IN ('confirm_broker', 'confirm_email', "
               "'confirm_partnership', 'invitation', 'new_link', 'password_link', 'resume', 'sign_in_link')")
    op.execute('UPDATE message SET need_id = (SELECT need_id FROM "match" WHERE "match".id = message.match_id) '
               'WHERE match_id IS NOT NULL')


def downgrade() -> None:
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_message_again_of_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_message_need_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_message_digest_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_message_need_id'))
        batch_op.drop_index(batch_op.f('ix_message_digest_on'))
        batch_op.drop_index(batch_op.f('ix_message_digest_id'))
        batch_op.drop_index(batch_op.f('ix_message_again_of_id'))
        batch_op.drop_column('again_of_id')
        batch_op.drop_column('digest_id')
        batch_op.drop_column('digest_on')
        batch_op.drop_column('not_sent')
        batch_op.drop_column('need_id')
        batch_op.drop_column('reply_to')
        batch_op.drop_column('message_class')

    with op.batch_alter_table('suppression', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_suppression_message_id'))
        batch_op.drop_index(batch_op.f('ix_suppression_at'))
        batch_op.drop_index(batch_op.f('ix_suppression_address_hash'))

    op.drop_table('suppression')
    with op.batch_alter_table('message_choice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_choice_contact_id'))
        batch_op.drop_index(batch_op.f('ix_message_choice_account_id'))

    op.drop_table('message_choice')
