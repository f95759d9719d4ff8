"""Make the tables of all six sections; entries may belong to a place, and terms say whether they were checked."""

import sqlalchemy as sa
from alembic import op

from migrations.set_aside import bring_back, bring_back_column, set_aside, set_aside_column

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "activities",
    "baselines",
    "check_ins",
    "commitments",
    "entry_terms",
    "learnings",
    "mandates",
    "modules",
    "offers",
    "situations",
)


def upgrade() -> None:
    with op.batch_alter_table("entries") as batch_op:
        batch_op.add_column(sa.Column("place_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("missing_count", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_foreign_key(batch_op.f("fk_entries_place_id"), "places", ["place_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_entries_place_id"), ["place_id"], unique=False)
    with op.batch_alter_table("terms") as batch_op:
        batch_op.add_column(sa.Column("is_verified", sa.Boolean(), nullable=False, server_default=sa.true()))
    bring_back_column("entries", "place_id")
    bring_back_column("entries", "missing_count")
    bring_back_column("terms", "is_verified")
    if not bring_back(TABLES):
        _make_tables()


def _make_tables() -> None:
    op.create_table(
        "activities",
        sa.Column(
            "kind",
            sa.Enum(
                "study_visit",
                "workshop",
                "staff_exchange",
                "baseline_study",
                "campaign",
                "works",
                "regulation",
                "pilot",
                "other",
                name="activitykind",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("cost", sa.String(length=40), nullable=True),
        sa.Column(
            "funding",
            sa.Enum(
                "idea",
                "sought",
                "promised",
                "in_budget",
                "disbursed",
                name="fundingstatus",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "status",
            sa.Enum("planned", "ongoing", "done", "dropped", name="activitystatus", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("progress", sa.Numeric(24, 6).with_variant(sa.String(40), "sqlite"), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "funding IN ('idea', 'sought', 'promised', 'in_budget', 'disbursed')", name=op.f("ck_activities_funding")
        ),
        sa.CheckConstraint(
            "kind IN ('study_visit', 'workshop', 'staff_exchange', 'baseline_study', 'campaign', "
            "'works', 'regulation', 'pilot', 'other')",
            name=op.f("ck_activities_kind"),
        ),
        sa.CheckConstraint("status IN ('planned', 'ongoing', 'done', 'dropped')", name=op.f("ck_activities_status")),
        sa.ForeignKeyConstraint(["id"], ["entries.id"], name=op.f("fk_activities_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    op.create_table(
        "baselines",
        sa.Column("value", sa.Numeric(24, 6).with_variant(sa.String(40), "sqlite"), nullable=True),
        sa.Column("unit", sa.String(length=300), nullable=True),
        sa.Column("year", sa.Numeric(24, 6).with_variant(sa.String(40), "sqlite"), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["entries.id"], name=op.f("fk_baselines_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baselines")),
    )
    op.create_table(
        "check_ins",
        sa.Column("month", sa.Enum("12", "24", "36", name="checkinmonth", native_enum=False, length=40), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("month IN ('12', '24', '36')", name=op.f("ck_check_ins_month")),
        sa.ForeignKeyConstraint(["id"], ["entries.id"], name=op.f("fk_check_ins_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
    )
    op.create_table(
        "commitments",
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "kept", "late", "released", name="commitmentstate", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'kept', 'late', 'released')", name=op.f("ck_commitments_state")),
        sa.ForeignKeyConstraint(["id"], ["entries.id"], name=op.f("fk_commitments_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
    )
    op.create_table(
        "entry_terms",
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_entry_terms_entry_id")),
        sa.ForeignKeyConstraint(["target_id"], ["terms.id"], name=op.f("fk_entry_terms_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_terms")),
        sa.UniqueConstraint("entry_id", "field", "target_id", name=op.f("uq_entry_terms_entry_id_field_target_id")),
    )
    with op.batch_alter_table("entry_terms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_terms_target_id"), ["target_id"], unique=False)
    op.create_table(
        "learnings",
        sa.Column("from_side_id", sa.Uuid(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum("worked", "mixed", "did_not_work", name="verdict", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "confidence",
            sa.Enum("low", "medium", "high", name="confidence", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "readers",
            sa.Enum("own_side", "both_sides", "network", "public", name="readers", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("naming", sa.Enum("named", "unnamed", name="naming", native_enum=False, length=40), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("confidence IN ('low', 'medium', 'high')", name=op.f("ck_learnings_confidence")),
        sa.CheckConstraint("naming IN ('named', 'unnamed')", name=op.f("ck_learnings_naming")),
        sa.CheckConstraint(
            "readers IN ('own_side', 'both_sides', 'network', 'public')", name=op.f("ck_learnings_readers")
        ),
        sa.CheckConstraint("verdict IN ('worked', 'mixed', 'did_not_work')", name=op.f("ck_learnings_verdict")),
        sa.ForeignKeyConstraint(["from_side_id"], ["sides.id"], name=op.f("fk_learnings_from_side_id")),
        sa.ForeignKeyConstraint(["id"], ["entries.id"], name=op.f("fk_learnings_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learnings")),
    )
    with op.batch_alter_table("learnings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learnings_from_side_id"), ["from_side_id"], unique=False)
    op.create_table(
        "mandates",
        sa.Column(
            "level",
            sa.Enum("own", "shared", "higher", "none", name="power", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("level IN ('own', 'shared', 'higher', 'none')", name=op.f("ck_mandates_level")),
        sa.ForeignKeyConstraint(["id"], ["entries.id"], name=op.f("fk_mandates_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
    )
    op.create_table(
        "modules",
        sa.Column(
            "mandate",
            sa.Enum("yes", "partly", "no", "unknown", name="check", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "money",
            sa.Enum("yes", "partly", "no", "unknown", name="check", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "skills",
            sa.Enum("yes", "partly", "no", "unknown", name="check", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "data", sa.Enum("yes", "partly", "no", "unknown", name="check", native_enum=False, length=40), nullable=True
        ),
        sa.Column(
            "support",
            sa.Enum("yes", "partly", "no", "unknown", name="check", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "physical",
            sa.Enum("yes", "partly", "no", "unknown", name="check", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "outcome",
            sa.Enum("take", "adapt", "prepare", "not_for_us", name="outcome", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("data IN ('yes', 'partly', 'no', 'unknown')", name=op.f("ck_modules_data")),
        sa.CheckConstraint("mandate IN ('yes', 'partly', 'no', 'unknown')", name=op.f("ck_modules_mandate")),
        sa.CheckConstraint("money IN ('yes', 'partly', 'no', 'unknown')", name=op.f("ck_modules_money")),
        sa.CheckConstraint("outcome IN ('take', 'adapt', 'prepare', 'not_for_us')", name=op.f("ck_modules_outcome")),
        sa.CheckConstraint("physical IN ('yes', 'partly', 'no', 'unknown')", name=op.f("ck_modules_physical")),
        sa.CheckConstraint("skills IN ('yes', 'partly', 'no', 'unknown')", name=op.f("ck_modules_skills")),
        sa.CheckConstraint("support IN ('yes', 'partly', 'no', 'unknown')", name=op.f("ck_modules_support")),
        sa.ForeignKeyConstraint(["id"], ["entries.id"], name=op.f("fk_modules_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_modules")),
    )
    op.create_table(
        "offers",
        sa.Column("side_id", sa.Uuid(), nullable=True),
        sa.Column("direction", sa.Enum("offer", "need", name="direction", native_enum=False, length=40), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("direction IN ('offer', 'need')", name=op.f("ck_offers_direction")),
        sa.ForeignKeyConstraint(["id"], ["entries.id"], name=op.f("fk_offers_id")),
        sa.ForeignKeyConstraint(["side_id"], ["sides.id"], name=op.f("fk_offers_side_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offers_side_id"), ["side_id"], unique=False)
    op.create_table(
        "situations",
        sa.Column(
            "role",
            sa.Enum(
                "metropolitan", "intermediary", "small", "region", name="regionalrole", native_enum=False, length=40
            ),
            nullable=True,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "role IN ('metropolitan', 'intermediary', 'small', 'region')", name=op.f("ck_situations_role")
        ),
        sa.ForeignKeyConstraint(["id"], ["entries.id"], name=op.f("fk_situations_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situations")),
    )


def downgrade() -> None:
    set_aside(TABLES)
    set_aside_column("terms", "is_verified")
    set_aside_column("entries", "place_id")
    set_aside_column("entries", "missing_count")
    with op.batch_alter_table("terms") as batch_op:
        batch_op.drop_column("is_verified")
    with op.batch_alter_table("entries") as batch_op:
        batch_op.drop_index(batch_op.f("ix_entries_place_id"))
        batch_op.drop_constraint(batch_op.f("fk_entries_place_id"), type_="foreignkey")
        batch_op.drop_column("place_id")
        batch_op.drop_column("missing_count")
