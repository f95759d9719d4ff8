"""Programmes, places and the terms of the vocabularies."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ucap.core.database import Model, choice_type, key


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


class Place(Model):
    """A city, region or other body that cooperates.

    Attributes:
        country: ISO 3166-1 alpha-2.
    """

    __tablename__ = "places"
    __table_args__ = (
        UniqueConstraint("name", "country"),
        CheckConstraint("country = upper(country) AND length(country) = 2", name="country"),
        CheckConstraint(f"kind IN ({', '.join(repr(str(kind)) for kind in PlaceKind)})", name="kind"),
    )

    id: Mapped[UUID] = key()
    name: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    kind: Mapped[PlaceKind] = mapped_column(choice_type(PlaceKind))


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
