"""Lists from outside and introducers"""

import sqlalchemy as sa
from alembic import op


revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('introducer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('page_code', sa.String(length=43), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_introducer_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_introducer')),
    sa.UniqueConstraint('code', name=op.f('uq_introducer_code')),
    sa.UniqueConstraint('page_code', name=op.f('uq_introducer_page_code'))
    )
    op.create_table('imported_list',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False, comment='of the file'),
    sa.Column('source', sa.String(length=120), nullable=False, comment='who gave it to us'),
    sa.Column('source_key', sa.String(length=120), nullable=False, comment='folded, to remember its columns'),
    sa.Column('agreed', sa.Boolean(), nullable=False, comment='its people have agreed to be written to'),
    sa.Column('introducer_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('read_as', sa.String(length=200), nullable=False),
    sa.Column('headings', sa.JSON(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False, comment="which of ours each of them is; '' is none"),
    sa.Column('examples', sa.JSON(), nullable=False, comment='the first cell under each heading'),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('job', sa.String(length=32), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('worker', sa.String(length=36), nullable=True, comment='drawn anew by whoever takes it up'),
    sa.Column('alive_until', sa.DateTime(timezone=True), nullable=True, comment='taken for dead when silent for longer'),
    sa.Column('stop_asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done', sa.Integer(), nullable=False, comment='steps of the job'),
    sa.Column('of', sa.Integer(), nullable=False),
    sa.Column('trouble', sa.String(length=500), nullable=False, comment='why it stopped, in a sentence'),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_by_id', sa.Integer(), nullable=True),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=True, comment='when invitations were asked for'),
    sa.Column('forgotten_at', sa.DateTime(timezone=True), nullable=True, comment='when what its rows say was deleted'),
    sa.Column('illustrative', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_imported_list_by_id')),
    sa.ForeignKeyConstraint(['introducer_id'], ['introducer.id'], name=op.f('fk_imported_list_introducer_id')),
    sa.ForeignKeyConstraint(['undone_by_id'], ['account.id'], name=op.f('fk_imported_list_undone_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_list')),
    sa.UniqueConstraint('reference', name=op.f('uq_imported_list_reference'))
    )
    with op.batch_alter_table('imported_list', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_imported_list_introducer_id'), ['introducer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_imported_list_source_key'), ['source_key'], unique=False)
        batch_op.create_index('uq_imported_list_at_work', ['state'], unique=True, sqlite_where=sa.text("state = 'running'"), postgresql_where=sa.text("state = 'running'"))

    op.create_table('imported_content',
    sa.Column('list_id', sa.Integer(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['list_id'], ['imported_list.id'], name=op.f('fk_imported_content_list_id')),
    sa.PrimaryKeyConstraint('list_id', name=op.f('pk_imported_content'))
    )
    op.create_table('imported_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('list_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False, comment='as a spreadsheet shows it'),
    sa.Column('cells', sa.JSON(), nullable=False, comment='by our columns'),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('outcome', sa.String(length=32), nullable=False),
    sa.Column('words', sa.Text(), nullable=False, comment='why, in a sentence'),
    sa.Column('notes', sa.Text(), nullable=False, comment='what was not understood, a line each'),
    sa.Column('twin_id', sa.Integer(), nullable=True, comment='a business that it is, or may be'),
    sa.Column('decision', sa.String(length=32), nullable=True),
    sa.Column('business_id', sa.Integer(), nullable=True, comment='what was made or changed of it'),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True, comment='when it was saved'),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('kept', sa.String(length=32), nullable=True, comment='why an undo left it'),
    sa.ForeignKeyConstraint(['business_id'], ['business.id'], name=op.f('fk_imported_row_business_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['list_id'], ['imported_list.id'], name=op.f('fk_imported_row_list_id')),
    sa.ForeignKeyConstraint(['twin_id'], ['business.id'], name=op.f('fk_imported_row_twin_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_row')),
    sa.UniqueConstraint('list_id', 'number', name=op.f('uq_imported_row_list_id_number'))
    )
    with op.batch_alter_table('imported_row', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_imported_row_business_id'), ['business_id'], unique=False)
        batch_op.create_index('ix_imported_row_outcome', ['list_id', 'outcome', 'number'], unique=False)
        batch_op.create_index(batch_op.f('ix_imported_row_twin_id'), ['twin_id'], unique=False)

    with op.batch_alter_table('business', schema=None) as batch_op:
        batch_op.add_column(sa.Column('given_by', sa.String(length=120), nullable=False, server_default='', comment='who gave us its details, where not itself'))
        batch_op.add_column(sa.Column('invite_due_at', sa.DateTime(timezone=True), nullable=True, comment='set when it is to be written to; empty when that is done'))
        batch_op.add_column(sa.Column('introducer_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_business_introducer_id'), ['introducer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_business_invite_due_at'), ['invite_due_at'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_business_introducer_id'), 'introducer', ['introducer_id'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('business', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_business_introducer_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_business_invite_due_at'))
        batch_op.drop_index(batch_op.f('ix_business_introducer_id'))
        batch_op.drop_column('introducer_id')
        batch_op.drop_column('invite_due_at')
        batch_op.drop_column('given_by')

    with op.batch_alter_table('imported_row', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_imported_row_twin_id'))
        batch_op.drop_index('ix_imported_row_outcome')
        batch_op.drop_index(batch_op.f('ix_imported_row_business_id'))

    op.drop_table('imported_row')
    op.drop_table('imported_content')
    with op.batch_alter_table('imported_list', schema=None) as batch_op:
        batch_op.drop_index('uq_imported_list_at_work', sqlite_where=sa.text("state = 'running'"), postgresql_where=sa.text("state = 'running'"))
        batch_op.drop_index(batch_op.f('ix_imported_list_source_key'))
        batch_op.drop_index(batch_op.f('ix_imported_list_introducer_id'))

    op.drop_table('imported_list')
    op.drop_table('introducer')
