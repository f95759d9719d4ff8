"""Pilots, and what they are followed by: milestones, indicators with readings, risks, updates and money."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.set_aside import bring_back, set_aside

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = (
    "pilots",
    "pilot_milestones",
    "pilot_indicators",
    "pilot_readings",
    "pilot_risks",
    "pilot_updates",
    "pilot_costs",
    "pilot_fundings",
    "pilot_rates",
)
STAGES = ("idea", "designed", "funded", "running", "evaluated", "decided")
HEALTHS = ("on_track", "at_risk", "not_reported", "off_track")
DECISIONS = ("scale", "adapt", "stop")
DIRECTIONS = ("up", "down")
RHYTHMS = ("weekly", "monthly", "quarterly", "yearly")
LEVELS = ("1", "2", "3", "4", "5")
RISK_STATES = ("open", "happened", "over")
FUNDING = ("idea", "sought", "promised", "in_budget", "disbursed")
NUMBER = sa.Numeric(24, 6).with_variant(sa.String(40), "sqlite")
MONEY = sa.String(40)


def upgrade() -> None:
    if not bring_back(TABLES):
        _make_pilots()
        _make_what_follows_them()
        _make_money()


def downgrade() -> None:
    set_aside(TABLES)


def _choice(name: str, kind: str, members: tuple[str, ...]) -> sa.Column[str]:
    return sa.Column(name, sa.Enum(*members, name=kind, native_enum=False, length=40), nullable=True)


def _one_of(table: str, name: str, members: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(repr(member) for member in members)
    return sa.CheckConstraint(f"{name} IN ({listed})", name=op.f(f"ck_{table}_{name}"))


def _make(table: str, *parts: sa.Column[Any] | sa.CheckConstraint) -> None:
    op.create_table(
        table,
        *parts,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["entries.id"], name=op.f(f"fk_{table}_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _make_pilots() -> None:
    _make(
        "pilots",
        _choice("stage", "stage", STAGES),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        _choice("health", "health", HEALTHS),
        sa.Column("health_until", sa.Date(), nullable=True),
        _choice("decision", "decision", DECISIONS),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_money", MONEY, nullable=True),
        _one_of("pilots", "decision", DECISIONS),
        _one_of("pilots", "health", HEALTHS),
        _one_of("pilots", "stage", STAGES),
    )


def _make_what_follows_them() -> None:
    _make(
        "pilot_milestones",
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
    )
    _make(
        "pilot_indicators",
        sa.Column("unit", sa.String(length=300), nullable=True),
        _choice("direction", "direction", DIRECTIONS),
        sa.Column("baseline_value", NUMBER, nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("target", NUMBER, nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
        _choice("rhythm", "rhythm", RHYTHMS),
        _one_of("pilot_indicators", "direction", DIRECTIONS),
        _one_of("pilot_indicators", "rhythm", RHYTHMS),
    )
    _make(
        "pilot_readings",
        sa.Column("read_on", sa.Date(), nullable=True),
        sa.Column("value", NUMBER, nullable=True),
    )
    _make(
        "pilot_risks",
        _choice("likelihood", "level", LEVELS),
        _choice("impact", "level", LEVELS),
        _choice("state", "riskstate", RISK_STATES),
        _one_of("pilot_risks", "impact", LEVELS),
        _one_of("pilot_risks", "likelihood", LEVELS),
        _one_of("pilot_risks", "state", RISK_STATES),
    )
    _make("pilot_updates", sa.Column("told_on", sa.Date(), nullable=True))


def _make_money() -> None:
    _make(
        "pilot_costs",
        sa.Column("planned", MONEY, nullable=True),
        sa.Column("spent", MONEY, nullable=True),
        sa.Column("spent_on", sa.Date(), nullable=True),
    )
    _make(
        "pilot_fundings",
        sa.Column("amount", MONEY, nullable=True),
        _choice("status", "fundingstatus", FUNDING),
        sa.Column("since", sa.Date(), nullable=True),
        _one_of("pilot_fundings", "status", FUNDING),
    )
    _make(
        "pilot_rates",
        sa.Column("one", MONEY, nullable=True),
        sa.Column("other", MONEY, nullable=True),
        sa.Column("rated_on", sa.Date(), nullable=True),
    )
