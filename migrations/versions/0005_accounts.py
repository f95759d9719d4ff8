"""One-use links, and the outbox."""

import sqlalchemy as sa
from alembic import op

from migrations.set_aside import bring_back, set_aside

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("one_use_links", "outbox_messages")
PURPOSES = ("first_administrator", "invitation", "password")


def upgrade() -> None:
    if not bring_back(TABLES):
        _make_links()
        _make_outbox()


def _make_links() -> None:
    op.create_table(
        "one_use_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.Enum(*PURPOSES, name="linkpurpose", native_enum=False, length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_one_use_links_email_lower")),
        sa.CheckConstraint(
            f"purpose IN ({', '.join(repr(purpose) for purpose in PURPOSES)})", name=op.f("ck_one_use_links_purpose")
        ),
        sa.CheckConstraint("used_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_one_use_links_used_or_withdrawn")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_one_use_links_made_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_one_use_links_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_use_links")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_one_use_links_token_digest")),
    )
    for column in ("made_by_id", "person_id"):
        op.create_index(op.f(f"ix_one_use_links_{column}"), "one_use_links", [column], unique=False)


def _make_outbox() -> None:
    op.create_table(
        "outbox_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_messages")),
    )
    op.create_index(op.f("ix_outbox_messages_next_attempt_at"), "outbox_messages", ["next_attempt_at"], unique=False)


def downgrade() -> None:
    set_aside(TABLES)
