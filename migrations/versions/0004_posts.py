"""Posts of programmes and of the installation, who held which post when, and plans given to experts."""

from uuid import UUID, uuid4

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SIDE_ROLES = ("editor", "lead", "observer")
ROLES = (*SIDE_ROLES, "expert", "coordinator", "administrator")
FITS = (
    "(role IN ('editor', 'lead', 'observer') AND side_id IS NOT NULL AND programme_id IS NULL)"
    " OR (role IN ('expert', 'coordinator') AND side_id IS NULL AND programme_id IS NOT NULL)"
    " OR (role = 'administrator' AND side_id IS NULL AND programme_id IS NULL)"
)
POSTS = "id, side_id, role, title"
HOLDERS = "post_id, person_id, since"


def upgrade() -> None:
    for table in ("posts", "post_holders"):
        op.execute(f"CREATE TABLE old_{table} AS SELECT * FROM {table}")  # noqa: S608 - names of tables
    for table in ("post_holders", "posts"):
        op.drop_table(table)
    _make_posts()
    _make_holders()
    _make_plan_experts()
    op.execute(f"INSERT INTO posts ({POSTS}) SELECT {POSTS} FROM old_posts")  # noqa: S608 - names of columns
    _fill_holders()
    for table in ("old_post_holders", "old_posts"):
        op.drop_table(table)
    _bring_rows_back()


def _make_posts() -> None:
    op.create_table(
        "posts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("side_id", sa.Uuid(), nullable=True),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.Enum(*ROLES, name="role", native_enum=False, length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"role IN ({', '.join(repr(role) for role in ROLES)})", name=op.f("ck_posts_role")),
        sa.CheckConstraint(FITS, name=op.f("ck_posts_place_fits_role")),
        sa.ForeignKeyConstraint(["side_id"], ["sides.id"], name=op.f("fk_posts_side_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_posts_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    for column in ("side_id", "programme_id"):
        op.create_index(op.f(f"ix_posts_{column}"), "posts", [column], unique=False)


def _make_holders() -> None:
    people = ("person_id", "given_by_id", "ended_by_id")
    op.create_table(
        "post_holders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("ended_by_id IS NULL OR until IS NOT NULL", name=op.f("ck_post_holders_ended")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_holders_post_id")),
        *(sa.ForeignKeyConstraint([each], ["people.id"], name=op.f(f"fk_post_holders_{each}")) for each in people),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_holders")),
    )
    for column in ("post_id", *people):
        op.create_index(op.f(f"ix_post_holders_{column}"), "post_holders", [column], unique=False)
    op.create_index(
        "uq_post_holders_post_id_held",
        "post_holders",
        ["post_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def _make_plan_experts() -> None:
    op.create_table(
        "plan_experts",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_experts_plan_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_plan_experts_post_id")),
        sa.PrimaryKeyConstraint("post_id", "plan_id", name=op.f("pk_plan_experts")),
    )
    op.create_index(op.f("ix_plan_experts_plan_id"), "plan_experts", ["plan_id"], unique=False)


def _fill_holders() -> None:
    """Give each holder a row; of several people in one post the later ones get a post like it of their own."""
    connection = op.get_bind()
    ids = {"id": sa.Uuid(), "post_id": sa.Uuid(), "person_id": sa.Uuid(), "side_id": sa.Uuid()}
    old = sa.text("SELECT post_id, person_id, since FROM old_post_holders ORDER BY post_id, since, person_id")
    filled: set[UUID] = set()
    for row in connection.execute(old.columns(**{name: ids[name] for name in ("post_id", "person_id")})).all():
        post_id = row.post_id
        if post_id in filled:
            post_id = _copy_of_post(row.post_id)
        filled.add(post_id)
        insert = sa.text(
            "INSERT INTO post_holders (id, post_id, person_id, since) VALUES (:id, :post_id, :person_id, :since)"
        ).bindparams(*(sa.bindparam(name, type_=ids[name]) for name in ("id", "post_id", "person_id")))
        values = {"id": uuid4(), "post_id": post_id, "person_id": row.person_id, "since": row.since}
        connection.execute(insert, values)


def _copy_of_post(post_id: UUID) -> UUID:
    copied = uuid4()
    statement = sa.text(
        "INSERT INTO posts (id, side_id, role, title) SELECT :copied, side_id, role, title FROM posts WHERE id = :id"
    ).bindparams(sa.bindparam("copied", type_=sa.Uuid()), sa.bindparam("id", type_=sa.Uuid()))
    op.get_bind().execute(statement, {"copied": copied, "id": post_id})
    return copied


def _bring_rows_back() -> None:
    """Put back what an older release could not have shown: posts off the sides, and the history of holders."""
    if "set_aside_all_posts" not in sa.inspect(op.get_bind()).get_table_names():
        return
    op.execute("INSERT INTO posts SELECT * FROM set_aside_all_posts WHERE id NOT IN (SELECT id FROM posts)")
    op.execute(
        "UPDATE posts SET closed_at = (SELECT kept.closed_at FROM set_aside_all_posts AS kept WHERE kept.id = posts.id)"
    )
    op.execute(
        "DELETE FROM post_holders WHERE EXISTS (SELECT 1 FROM set_aside_all_holders AS kept WHERE kept.until IS NULL"
        " AND kept.post_id = post_holders.post_id AND kept.person_id = post_holders.person_id)"
    )
    op.execute(
        "INSERT INTO post_holders SELECT * FROM set_aside_all_holders AS kept WHERE kept.until IS NOT NULL"
        " OR kept.post_id NOT IN (SELECT post_id FROM post_holders)"
    )
    op.execute("INSERT INTO plan_experts SELECT * FROM set_aside_all_experts")
    for table in ("set_aside_all_experts", "set_aside_all_holders", "set_aside_all_posts"):
        op.drop_table(table)


def downgrade() -> None:
    op.execute("CREATE TABLE set_aside_all_posts AS SELECT * FROM posts")
    op.execute("CREATE TABLE set_aside_all_holders AS SELECT * FROM post_holders")
    op.execute("CREATE TABLE set_aside_all_experts AS SELECT * FROM plan_experts")
    for table in ("plan_experts", "post_holders", "posts"):
        op.drop_table(table)
    op.create_table(
        "posts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("side_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Enum(*SIDE_ROLES, name="role", native_enum=False, length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.CheckConstraint("role IN ('editor', 'lead', 'observer')", name=op.f("ck_posts_role")),
        sa.ForeignKeyConstraint(["side_id"], ["sides.id"], name=op.f("fk_posts_side_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    op.create_index(op.f("ix_posts_side_id"), "posts", ["side_id"], unique=False)
    op.create_table(
        "post_holders",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_post_holders_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_holders_post_id")),
        sa.PrimaryKeyConstraint("post_id", "person_id", name=op.f("pk_post_holders")),
    )
    op.create_index(op.f("ix_post_holders_person_id"), "post_holders", ["person_id"], unique=False)
    op.execute(f"INSERT INTO posts ({POSTS}) SELECT {POSTS} FROM set_aside_all_posts WHERE side_id IS NOT NULL")  # noqa: S608 - names of columns
    op.execute(
        f"INSERT INTO post_holders ({HOLDERS}) SELECT {HOLDERS} FROM set_aside_all_holders"  # noqa: S608 - names of columns
        " WHERE until IS NULL AND post_id IN (SELECT id FROM posts)"
    )
