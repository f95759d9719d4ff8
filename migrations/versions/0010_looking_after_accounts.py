"""What is done to accounts, when people signed in last, which files they had made, and who was given which plan."""

import sqlalchemy as sa
from alembic import op

from migrations.set_aside import bring_back, bring_back_column, set_aside, set_aside_column

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("account_changes", "taken_exports")
KEPT = "set_aside_all_plan_expert_changes"
"""A plain copy, as in 0009: a table that refers to posts would keep these from being made anew."""

KINDS = "kind IN ('deactivated', 'reactivated', 'second_step_reset')"


def upgrade() -> None:
    with op.batch_alter_table("people") as batch_op:
        batch_op.add_column(sa.Column("signed_in_on", sa.Date(), nullable=True))
    bring_back_column("people", "signed_in_on")
    if not bring_back(TABLES):
        _make_tables()
    _make_expert_changes()


def _make_tables() -> None:
    op.create_table(
        "account_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_account_changes_kind")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_account_changes_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_account_changes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_changes")),
    )
    op.create_index(op.f("ix_account_changes_by_id"), "account_changes", ["by_id"], unique=False)
    op.create_index(op.f("ix_account_changes_person_id"), "account_changes", ["person_id"], unique=False)
    op.create_table(
        "taken_exports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_taken_exports_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_exports")),
    )
    op.create_index(op.f("ix_taken_exports_person_id_at"), "taken_exports", ["person_id", "at"], unique=False)


def _make_expert_changes() -> None:
    op.create_table(
        "plan_expert_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_plan_expert_changes_by_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_expert_changes_plan_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_plan_expert_changes_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_expert_changes")),
    )
    op.create_index(op.f("ix_plan_expert_changes_by_id"), "plan_expert_changes", ["by_id"], unique=False)
    op.create_index(op.f("ix_plan_expert_changes_plan_id"), "plan_expert_changes", ["plan_id"], unique=False)
    op.create_index(op.f("ix_plan_expert_changes_post_id"), "plan_expert_changes", ["post_id"], unique=False)
    if KEPT in sa.inspect(op.get_bind()).get_table_names():
        columns = "id, post_id, plan_id, is_given, at, by_id"
        op.execute(f"INSERT INTO plan_expert_changes ({columns}) SELECT {columns} FROM {KEPT}")  # noqa: S608 - our own name
        op.drop_table(KEPT)


def downgrade() -> None:
    op.execute(f"CREATE TABLE {KEPT} AS SELECT * FROM plan_expert_changes")  # noqa: S608 - our own name
    op.drop_table("plan_expert_changes")
    set_aside(TABLES)
    set_aside_column("people", "signed_in_on")
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_column("signed_in_on")
