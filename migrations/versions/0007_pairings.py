"""What a pairing is besides its phase: languages, a pause, milestones, who made it, and what lists are sorted by."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.set_aside import bring_back, bring_back_column, set_aside, set_aside_column

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("milestones",)
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
KEPT: dict[str, sa.Column[Any]] = {
    "phase_reason": sa.Column(sa.String(1_000)),
    "common_language": sa.Column(sa.String(20)),
    "binding_language": sa.Column(sa.String(20)),
    "paused_at": sa.Column(sa.DateTime(timezone=True)),
    "pause_reason": sa.Column(sa.String(1_000)),
    "version": sa.Column(sa.Integer(), nullable=False, server_default="1"),
    "made_at": sa.Column(sa.DateTime(timezone=True)),
    "made_by_id": sa.Column(sa.Uuid()),
    "name_key": sa.Column(sa.String(200), nullable=False, server_default=""),
    "phase_order": sa.Column(sa.Integer(), nullable=False, server_default="0"),
    "theme_order": sa.Column(sa.Integer(), nullable=False, server_default="0"),
    "search_text": sa.Column(sa.Text(), nullable=False, server_default=""),
    "changed_at": sa.Column(sa.DateTime(timezone=True)),
}
SORTED_BY = (
    ("programme_id", "name_key", "id"),
    ("programme_id", "phase_order", "name_key", "id"),
    ("programme_id", "theme_order", "name_key", "id"),
    ("programme_id", "changed_at", "id"),
)
LAST_CHANGE_OF_A_PLAN = """
    UPDATE pairings SET changed_at = COALESCE(changed_at, (
        SELECT max(events.at) FROM events JOIN plans ON plans.id = events.chain_id WHERE plans.pairing_id = pairings.id
    ), CURRENT_TIMESTAMP)
"""


def upgrade() -> None:
    op.execute(
        "INSERT INTO chains (id, length, head) SELECT id, 0, '' FROM pairings WHERE id NOT IN (SELECT id FROM chains)"
    )
    with op.batch_alter_table("pairings") as batch_op:
        for name, column in KEPT.items():
            batch_op.add_column(
                sa.Column(name, column.type, nullable=column.nullable, server_default=column.server_default)
            )
        batch_op.create_foreign_key(batch_op.f("fk_pairings_id"), "chains", ["id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_pairings_made_by_id"), "people", ["made_by_id"], ["id"])
        batch_op.drop_index(batch_op.f("ix_pairings_programme_id"))
    with op.batch_alter_table("sides") as batch_op:
        batch_op.add_column(sa.Column("coordinating_body", sa.String(200)))
    for name in KEPT:
        bring_back_column("pairings", name)
    bring_back_column("sides", "coordinating_body")
    op.execute(LAST_CHANGE_OF_A_PLAN)
    with op.batch_alter_table("pairings") as batch_op:
        batch_op.alter_column("changed_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.create_check_constraint(
            batch_op.f("ck_pairings_paused"), "(paused_at IS NULL) = (pause_reason IS NULL)"
        )
        batch_op.create_check_constraint(batch_op.f("ck_pairings_made"), "(made_at IS NULL) = (made_by_id IS NULL)")
        batch_op.create_check_constraint(batch_op.f("ck_pairings_version_positive"), "version > 0")
        batch_op.create_index(batch_op.f("ix_pairings_made_by_id"), ["made_by_id"], unique=False)
        for columns in SORTED_BY:
            batch_op.create_index(batch_op.f(f"ix_pairings_{'_'.join(columns)}"), list(columns), unique=False)
    if not bring_back(TABLES):
        _make_tables()


def _make_tables() -> None:
    phase = sa.Enum(*PHASES, name="phase", native_enum=False, length=40)
    op.create_table(
        "milestones",
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("phase", phase, nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.CheckConstraint(sa.column("phase").in_(PHASES), name=op.f("ck_milestones_phase")),
        sa.CheckConstraint("planned_on IS NOT NULL OR reached_on IS NOT NULL", name=op.f("ck_milestones_dated")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairings.id"], name=op.f("fk_milestones_pairing_id")),
        sa.PrimaryKeyConstraint("pairing_id", "phase", name=op.f("pk_milestones")),
    )


def downgrade() -> None:
    set_aside(TABLES)
    for name in KEPT:
        set_aside_column("pairings", name)
    set_aside_column("sides", "coordinating_body")
    with op.batch_alter_table("sides") as batch_op:
        batch_op.drop_column("coordinating_body")
    with op.batch_alter_table("pairings") as batch_op:
        for columns in SORTED_BY:
            batch_op.drop_index(batch_op.f(f"ix_pairings_{'_'.join(columns)}"))
        batch_op.drop_index(batch_op.f("ix_pairings_made_by_id"))
        for name in ("paused", "made", "version_positive"):
            batch_op.drop_constraint(batch_op.f(f"ck_pairings_{name}"), type_="check")
        for name in ("id", "made_by_id"):
            batch_op.drop_constraint(batch_op.f(f"fk_pairings_{name}"), type_="foreignkey")
        for name in KEPT:
            batch_op.drop_column(name)
        batch_op.create_index(batch_op.f("ix_pairings_programme_id"), ["programme_id"], unique=False)
