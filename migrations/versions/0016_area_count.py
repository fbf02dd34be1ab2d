"""What was counted of each area, for a programme that is too large to be counted for every page"""

import sqlalchemy as sa
from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('area_count',
    sa.Column('area_code', sa.String(length=9), nullable=False, comment='empty: several areas, or not known'),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('numbers', sa.JSON(), nullable=False, comment='what is counted -> key -> how many'),
    sa.PrimaryKeyConstraint('area_code', name=op.f('pk_area_count'))
    )


def downgrade() -> None:
    op.drop_table('area_count')
