"""Registers of organisations, stakeholders and engagements of plans, and contact people."""

import sqlalchemy as sa
from alembic import op

from migrations.set_aside import bring_back, set_aside

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("organisations", "stakeholders", "engagements", "contact_people")
HELICES = ("GOV", "ACA", "BUS", "CIV")
INVOLVEMENTS = ("decides", "works", "consulted", "informed")
KINDS = ("meeting", "workshop", "interview", "survey", "letter", "visit", "other")
OUTCOMES = ("open", "used", "not_used")
NUMBER = sa.Numeric(24, 6).with_variant(sa.String(40), "sqlite")


def upgrade() -> None:
    if not bring_back(TABLES):
        _make_organisations()
        _make_stakeholders()
        _make_engagements()
        _make_contacts()


def downgrade() -> None:
    set_aside(TABLES)


def _choice(name: str, kind: str, members: tuple[str, ...], *, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.Enum(*members, name=kind, native_enum=False, length=40), nullable=nullable)


def _one_of(table: str, name: str, members: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(repr(member) for member in members)
    return sa.CheckConstraint(f"{name} IN ({listed})", name=op.f(f"ck_{table}_{name}"))


def _make_organisations() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        _choice("helix", "helix", HELICES, nullable=False),
        sa.Column("subtype_id", sa.Uuid(), nullable=True),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        _one_of("organisations", "helix", HELICES),
        sa.CheckConstraint("version > 0", name=op.f("ck_organisations_version_positive")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_organisations_place_id")),
        sa.ForeignKeyConstraint(["subtype_id"], ["terms.id"], name=op.f("fk_organisations_subtype_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_index(
        op.f("ix_organisations_place_id_name_key_id"), "organisations", ["place_id", "name_key", "id"], unique=False
    )
    op.create_index(op.f("ix_organisations_subtype_id"), "organisations", ["subtype_id"], unique=False)


def _make_stakeholders() -> None:
    op.create_table(
        "stakeholders",
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        _choice("planning", "involvement", INVOLVEMENTS),
        _choice("rollout", "involvement", INVOLVEMENTS),
        _choice("implementation", "involvement", INVOLVEMENTS),
        sa.Column("influence", NUMBER, nullable=True),
        sa.Column("interest", NUMBER, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _one_of("stakeholders", "planning", INVOLVEMENTS),
        _one_of("stakeholders", "rollout", INVOLVEMENTS),
        _one_of("stakeholders", "implementation", INVOLVEMENTS),
        sa.ForeignKeyConstraint(["id"], ["entries.id"], name=op.f("fk_stakeholders_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_stakeholders_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholders")),
    )
    op.create_index(op.f("ix_stakeholders_organisation_id"), "stakeholders", ["organisation_id"], unique=False)


def _make_engagements() -> None:
    op.create_table(
        "engagements",
        sa.Column("done_on", sa.Date(), nullable=True),
        _choice("kind", "engagementkind", KINDS),
        _choice("outcome", "inputoutcome", OUTCOMES),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _one_of("engagements", "kind", KINDS),
        _one_of("engagements", "outcome", OUTCOMES),
        sa.ForeignKeyConstraint(["id"], ["entries.id"], name=op.f("fk_engagements_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagements")),
    )


def _make_contacts() -> None:
    op.create_table(
        "contact_people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("stakeholder_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        _choice("basis", "contactbasis", ("consent", "notice"), nullable=False),
        sa.Column("basis_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _one_of("contact_people", "basis", ("consent", "notice")),
        sa.CheckConstraint("review_on > basis_on", name=op.f("ck_contact_people_review_after_basis")),
        sa.CheckConstraint("version > 0", name=op.f("ck_contact_people_version_positive")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_contact_people_plan_id")),
        sa.ForeignKeyConstraint(["stakeholder_id"], ["entries.id"], name=op.f("fk_contact_people_stakeholder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_people")),
    )
    for column in ("email", "plan_id", "review_on", "stakeholder_id"):
        op.create_index(op.f(f"ix_contact_people_{column}"), "contact_people", [column], unique=False)
