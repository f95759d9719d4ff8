"""Deleted entries that can be brought back, drafts, forms sent twice, what an entry lacks, and the pairing's phase."""

import sqlalchemy as sa
from alembic import op

from migrations.set_aside import bring_back, bring_back_column, set_aside, set_aside_column

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("drafts", "sent_forms")
KEPT = ("shortcomings", "written_by", "deleted_at", "deleted_by_id")
PHASES = (
    "applied",
    "matched",
    "agreement_signed",
    "exploring",
    "focus_agreed",
    "drafting",
    "endorsed",
    "piloting",
    "decided",
    "aftercare",
    "archived",
)


def upgrade() -> None:
    with op.batch_alter_table("entries") as batch_op:
        batch_op.drop_column("missing_count")
        batch_op.add_column(sa.Column("shortcomings", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("written_by", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("deleted_by_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_entries_deleted_by_id"), "people", ["deleted_by_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_entries_deleted_by_id"), ["deleted_by_id"], unique=False)
    with op.batch_alter_table("pairings") as batch_op:
        phase = sa.Enum(*PHASES, name="phase", native_enum=False, length=40)
        batch_op.add_column(sa.Column("phase", phase, nullable=False, server_default="exploring"))
        batch_op.create_check_constraint(batch_op.f("ck_pairings_phase"), sa.column("phase").in_(PHASES))
    for column in KEPT:
        bring_back_column("entries", column)
    with op.batch_alter_table("entries") as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_entries_deleted"), "(deleted_at IS NULL) = (deleted_by_id IS NULL)"
        )
    bring_back_column("pairings", "phase")
    if not bring_back(TABLES):
        _make_tables()


def _make_tables() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("form_key", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("path", sa.String(length=400), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_drafts_entry_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_drafts_person_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_drafts_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("person_id", "form_key", name=op.f("uq_drafts_person_id_form_key")),
    )
    for column in ("entry_id", "person_id", "plan_id"):
        op.create_index(op.f(f"ix_drafts_{column}"), "drafts", [column], unique=False)
    op.create_table(
        "sent_forms",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("form_key", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_sent_forms_entry_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sent_forms_person_id")),
        sa.PrimaryKeyConstraint("person_id", "form_key", name=op.f("pk_sent_forms")),
    )
    op.create_index(op.f("ix_sent_forms_entry_id"), "sent_forms", ["entry_id"], unique=False)


def downgrade() -> None:
    for column in KEPT:
        set_aside_column("entries", column)
    set_aside_column("pairings", "phase")
    set_aside(TABLES)
    with op.batch_alter_table("pairings") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_pairings_phase"), type_="check")
        batch_op.drop_column("phase")
    with op.batch_alter_table("entries") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_entries_deleted"), type_="check")
        batch_op.drop_index(batch_op.f("ix_entries_deleted_by_id"))
        batch_op.drop_constraint(batch_op.f("fk_entries_deleted_by_id"), type_="foreignkey")
        for column in KEPT:
            batch_op.drop_column(column)
        batch_op.add_column(sa.Column("missing_count", sa.Integer(), nullable=False, server_default="0"))
