"""One-use links, the outbox, second steps, limits on guessing, and what a session knows of its browser."""

import sqlalchemy as sa
from alembic import op

from migrations.set_aside import bring_back, bring_back_column, set_aside, set_aside_column

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("one_use_links", "outbox_messages", "second_steps", "recovery_codes", "sign_in_attempts")
KEPT = (("people", "language"), *(("sign_in_sessions", column) for column in ("browser", "system", "awaits")))
PURPOSES = ("first_administrator", "invitation", "password")
ATTEMPTS = ("password", "code", "new_password")


def upgrade() -> None:
    op.add_column("people", sa.Column("language", sa.String(length=20), nullable=True))
    with op.batch_alter_table("sign_in_sessions") as batch_op:
        awaited = sa.Enum("code", "set_up", name="awaited", native_enum=False, length=40)
        batch_op.add_column(sa.Column("browser", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("system", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("awaits", awaited, nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_sign_in_sessions_awaits"), sa.column("awaits").in_(("code", "set_up"))
        )
    for table, column in KEPT:
        bring_back_column(table, column)
    if not bring_back(TABLES):
        _make_links()
        _make_outbox()
        _make_second_steps()
        _make_attempts()


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


def _make_second_steps() -> None:
    op.create_table(
        "second_steps",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.String(length=200), nullable=False),
        sa.Column("set_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_counter", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_second_steps_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_steps")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_recovery_codes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("person_id", "digest", name=op.f("uq_recovery_codes_person_id_digest")),
    )


def _make_attempts() -> None:
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum(*ATTEMPTS, name="attemptkind", native_enum=False, length=40), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_success", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            f"kind IN ({', '.join(repr(kind) for kind in ATTEMPTS)})", name=op.f("ck_sign_in_attempts_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    for columns in (["account", "at"], ["network", "at"], ["at"]):
        op.create_index(op.f(f"ix_sign_in_attempts_{'_'.join(columns)}"), "sign_in_attempts", columns, unique=False)


def downgrade() -> None:
    for table, column in KEPT:
        set_aside_column(table, column)
    set_aside(TABLES)
    with op.batch_alter_table("sign_in_sessions") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_sign_in_sessions_awaits"), type_="check")
        for column in ("browser", "system", "awaits"):
            batch_op.drop_column(column)
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_column("language")
