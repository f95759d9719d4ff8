"""What is known of a place, its duplicates, networks of cities, and the words for terms in other languages."""

import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.set_aside import bring_back_column, set_aside_column

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PLACE: dict[str, sa.Column[Any]] = {
    "name_key": sa.Column(sa.String(200), nullable=False, server_default=""),
    "latitude": sa.Column(sa.Double()),
    "longitude": sa.Column(sa.Double()),
    "population": sa.Column(sa.Integer()),
    "population_year": sa.Column(sa.Integer()),
    "population_source": sa.Column(sa.String(300), nullable=False, server_default=""),
    "time_zone": sa.Column(sa.String(60), nullable=False, server_default=""),
    "languages": sa.Column(sa.JSON(), nullable=False, server_default="[]"),
    "geonames_id": sa.Column(sa.Integer()),
    "website": sa.Column(sa.String(300), nullable=False, server_default=""),
    "source": sa.Column(sa.String(300), nullable=False, server_default=""),
    "note": sa.Column(sa.String(1_000), nullable=False, server_default=""),
    "version": sa.Column(sa.Integer(), nullable=False, server_default="1"),
    "merged_into_id": sa.Column(sa.Uuid()),
}
RULES = {
    "point": "(latitude IS NULL) = (longitude IS NULL)",
    "on_earth": "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180",
    "population": "population >= 0",
    "version_positive": "version > 0",
    "merged": "merged_into_id <> id",
}
SORTED_BY = (("name_key", "id"), ("country", "name_key", "id"), ("population", "id"), ("merged_into_id",))


def upgrade() -> None:
    with op.batch_alter_table("places") as batch_op:
        for name, column in PLACE.items():
            batch_op.add_column(
                sa.Column(name, column.type, nullable=column.nullable, server_default=column.server_default)
            )
        batch_op.create_foreign_key(batch_op.f("fk_places_merged_into_id"), "places", ["merged_into_id"], ["id"])
    for name in PLACE:
        bring_back_column("places", name)
    _name_keys()
    with op.batch_alter_table("places") as batch_op:
        for name, rule in RULES.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_places_{name}"), rule)
        for columns in SORTED_BY:
            batch_op.create_index(batch_op.f(f"ix_places_{'_'.join(columns)}"), list(columns), unique=False)


def _name_keys() -> None:
    """Write down what places are sorted by that have nothing to be sorted by yet."""
    places = sa.table("places", sa.column("id", sa.Uuid()), sa.column("name", sa.String()), sa.column("name_key"))
    rows = op.get_bind().execute(sa.select(places.c.id, places.c.name).where(places.c.name_key == "")).all()
    for row in rows:
        apart = unicodedata.normalize("NFKD", row.name.casefold())
        key = "".join(character for character in apart if not unicodedata.combining(character))[:200]
        op.execute(places.update().where(places.c.id == row.id).values(name_key=key))


def downgrade() -> None:
    for name in PLACE:
        set_aside_column("places", name)
    with op.batch_alter_table("places") as batch_op:
        for columns in SORTED_BY:
            batch_op.drop_index(batch_op.f(f"ix_places_{'_'.join(columns)}"))
        for name in RULES:
            batch_op.drop_constraint(batch_op.f(f"ck_places_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_places_merged_into_id"), type_="foreignkey")
        for name in PLACE:
            batch_op.drop_column(name)
