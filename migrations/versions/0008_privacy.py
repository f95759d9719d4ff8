"""The texts of the pages about the installation, and people whose data was erased."""

import sqlalchemy as sa
from alembic import op

from migrations.set_aside import bring_back, bring_back_column, set_aside, set_aside_column

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("about_texts",)


def upgrade() -> None:
    with op.batch_alter_table("people") as batch_op:
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    bring_back_column("people", "erased_at")
    with op.batch_alter_table("people") as batch_op:
        batch_op.create_check_constraint(batch_op.f("ck_people_erased"), "erased_at IS NULL OR NOT is_active")
    if not bring_back(TABLES):
        _make_tables()


def _make_tables() -> None:
    op.create_table(
        "about_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("page IN ('privacy', 'accessibility', 'imprint', 'help')", name=op.f("ck_about_texts_page")),
        sa.CheckConstraint("version > 0", name=op.f("ck_about_texts_version_positive")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_about_texts_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_about_texts")),
        sa.UniqueConstraint("page", "version", name=op.f("uq_about_texts_page_version")),
    )
    op.create_index(op.f("ix_about_texts_written_by_id"), "about_texts", ["written_by_id"], unique=False)


def downgrade() -> None:
    set_aside_column("people", "erased_at")
    set_aside(TABLES)
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_people_erased"), type_="check")
        batch_op.drop_column("erased_at")
