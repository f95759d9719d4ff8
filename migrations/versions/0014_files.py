"""Photos and files of the progress updates of pilots; the files themselves lie in the data folder."""

import sqlalchemy as sa
from alembic import op

from migrations.set_aside import bring_back, set_aside

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = ("pilot_attachments",)
KINDS = ("jpg", "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "txt")
NUMBER = sa.Numeric(24, 6).with_variant(sa.String(40), "sqlite")


def upgrade() -> None:
    if not bring_back(TABLES):
        _make_attachments()


def downgrade() -> None:
    set_aside(TABLES)


def _make_attachments() -> None:
    listed = ", ".join(repr(kind) for kind in KINDS)
    op.create_table(
        "pilot_attachments",
        sa.Column("name", sa.String(length=300), nullable=True),
        sa.Column("kind", sa.Enum(*KINDS, name="filekind", native_enum=False, length=40), nullable=True),
        sa.Column("size", NUMBER, nullable=True),
        sa.Column("width", NUMBER, nullable=True),
        sa.Column("height", NUMBER, nullable=True),
        sa.Column("digest", sa.String(length=300), nullable=True),
        sa.Column("small_digest", sa.String(length=300), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"kind IN ({listed})", name=op.f("ck_pilot_attachments_kind")),
        sa.ForeignKeyConstraint(["id"], ["entries.id"], name=op.f("fk_pilot_attachments_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot_attachments")),
    )
