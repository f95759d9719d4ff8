"""Programmes, places and the terms of the vocabularies."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from ucap.core.database import Model, choice_type, key
from ucap.core.text import folded


class PlaceKind(StrEnum):
    """What kind of place cooperates."""

    CITY = "city"
    REGION = "region"
    DISTRICT = "district"
    METROPOLITAN_BODY = "metropolitan_body"
    CONSORTIUM = "consortium"
    DEVELOPMENT_ZONE = "development_zone"
    ASSOCIATION = "association"


class Programme(Model):
    """What pairs places, such as the International Urban Cooperation programme."""

    __tablename__ = "programmes"

    id: Mapped[UUID] = key()
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))


LONGEST_NAME = 200


class Place(Model):
    """A city, region or other body that cooperates.

    Attributes:
        country: ISO 3166-1 alpha-2.
        name_key: the name as lists are sorted and searched by it; follows from the name.
        latitude: of the place or, where it is an area, of its seat.
        population_year: of the count; None if the source does not say.
        population_source: where the figure was taken from.
        time_zone: IANA name.
        languages: those that its offices work in, as BCP 47 tags, the first one first.
        geonames_id: its number in the gazetteer of GeoNames.
        source: where the facts were taken from.
        note: what else one should know about the facts.
        version: counts its changes; what a form was read at.
        merged_into_id: the place that this one turned out to be a duplicate of.
    """

    __tablename__ = "places"
    __table_args__ = (
        UniqueConstraint("name", "country"),
        CheckConstraint("country = upper(country) AND length(country) = 2", name="country"),
        CheckConstraint(f"kind IN ({', '.join(repr(str(kind)) for kind in PlaceKind)})", name="kind"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="point"),
        CheckConstraint("latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name="on_earth"),
        CheckConstraint("population >= 0", name="population"),
        CheckConstraint("version > 0", name="version_positive"),
        CheckConstraint("merged_into_id <> id", name="merged"),
        Index(None, "name_key", "id"),
        Index(None, "country", "name_key", "id"),
        Index(None, "population", "id"),
    )

    id: Mapped[UUID] = key()
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    country: Mapped[str] = mapped_column(String(2))
    kind: Mapped[PlaceKind] = mapped_column(choice_type(PlaceKind))
    name_key: Mapped[str] = mapped_column(String(LONGEST_NAME))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    population: Mapped[int | None]
    population_year: Mapped[int | None]
    population_source: Mapped[str] = mapped_column(String(300), default="")
    time_zone: Mapped[str] = mapped_column(String(60), default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    geonames_id: Mapped[int | None]
    website: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(String(300), default="")
    note: Mapped[str] = mapped_column(String(1_000), default="")
    version: Mapped[int] = mapped_column(default=1)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("places.id"), index=True)

    @validates("name")
    def _keep_name_key(self, _attribute: str, name: str) -> str:
        self.name_key = folded(name)[:LONGEST_NAME]
        return name


class Term(Model):
    """A term of a controlled vocabulary.

    Attributes:
        scheme: the vocabulary, such as `iuc_theme`.
        source: where the term was taken from.
        is_verified: whether it was checked against its source, not written from memory.
    """

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("scheme", "code"),)

    id: Mapped[UUID] = key()
    scheme: Mapped[str] = mapped_column(String(60))
    code: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(300))
    position: Mapped[int]
    source: Mapped[str] = mapped_column(String(500))
    is_verified: Mapped[bool] = mapped_column(default=True)
