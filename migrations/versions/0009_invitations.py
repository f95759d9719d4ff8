"""Invitations to posts."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEPT = "set_aside_all_invitations"
"""A plain copy: a table that refers to posts would keep these from being made anew."""


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["one_use_links.id"], name=op.f("fk_invitations_link_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_invitations_post_id")),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_invitations")),
    )
    op.create_index(op.f("ix_invitations_post_id"), "invitations", ["post_id"], unique=False)
    if KEPT in sa.inspect(op.get_bind()).get_table_names():
        op.execute(f"INSERT INTO invitations (link_id, post_id) SELECT link_id, post_id FROM {KEPT}")  # noqa: S608 - our own name
        op.drop_table(KEPT)


def downgrade() -> None:
    op.execute(f"CREATE TABLE {KEPT} AS SELECT * FROM invitations")  # noqa: S608 - our own name
    op.drop_table("invitations")
