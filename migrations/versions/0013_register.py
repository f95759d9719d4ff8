"""Links by which organisations answer, lists and mergers of registers, and reminders of contact people."""

import sqlalchemy as sa
from alembic import op

from migrations.set_aside import bring_back, bring_back_column, set_aside, set_aside_column

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = ("answer_links", "entered_lists")
KINDS = ("password", "code", "new_password")


def upgrade() -> None:
    op.add_column("events", sa.Column("is_by_link", sa.Boolean(), nullable=False, server_default=sa.false()))
    bring_back_column("events", "is_by_link")
    _allow_attempts((*KINDS, "answer"))
    _let_organisations_merge()
    op.add_column("contact_people", sa.Column("reminded_for", sa.Date(), nullable=True))
    bring_back_column("contact_people", "reminded_for")
    if not bring_back(TABLES):
        _make_answer_links()
        _make_entered_lists()


def downgrade() -> None:
    set_aside(TABLES)
    set_aside_column("contact_people", "reminded_for")
    op.drop_column("contact_people", "reminded_for")
    set_aside_column("organisations", "merged_into_id")
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_merged_into_id"))
        batch_op.drop_constraint(batch_op.f("ck_organisations_merged"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_organisations_merged_into_id"), type_="foreignkey")
        batch_op.drop_column("merged_into_id")
    op.execute("DELETE FROM sign_in_attempts WHERE kind = 'answer'")
    _allow_attempts(KINDS)
    set_aside_column("events", "is_by_link")
    op.drop_column("events", "is_by_link")


def _allow_attempts(kinds: tuple[str, ...]) -> None:
    """Let attempts be of these kinds."""
    listed = ", ".join(repr(kind) for kind in kinds)
    name = op.f("ck_sign_in_attempts_kind")
    with op.batch_alter_table("sign_in_attempts") as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"kind IN ({listed})")


def _let_organisations_merge() -> None:
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_organisations_merged_into_id"), "organisations", ["merged_into_id"], ["id"]
        )
    bring_back_column("organisations", "merged_into_id")
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_organisations_merged"),
            "merged_into_id IS NULL OR (merged_into_id <> id AND archived_at IS NOT NULL)",
        )
        batch_op.create_index(batch_op.f("ix_organisations_merged_into_id"), ["merged_into_id"], unique=False)


def _make_answer_links() -> None:
    op.create_table(
        "answer_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name=op.f("ck_answer_links_answered")),
        sa.ForeignKeyConstraint(["engagement_id"], ["entries.id"], name=op.f("fk_answer_links_engagement_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_answer_links_made_by_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_answer_links_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_links")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_answer_links_token_digest")),
    )
    for column in ("engagement_id", "made_by_id", "plan_id"):
        op.create_index(op.f(f"ix_answer_links_{column}"), "answer_links", [column], unique=False)


def _make_entered_lists() -> None:
    op.create_table(
        "entered_lists",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("undone_at IS NULL OR undone_at >= made_at", name=op.f("ck_entered_lists_undone_after")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_entered_lists_made_by_id")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_entered_lists_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entered_lists")),
    )
    for column in ("made_by_id", "place_id"):
        op.create_index(op.f(f"ix_entered_lists_{column}"), "entered_lists", [column], unique=False)
