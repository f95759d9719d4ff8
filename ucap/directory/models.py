"""Programmes, places, networks of them, and the terms of the vocabularies."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from ucap.core.database import Model, choice_type, key
from ucap.core.text import folded, message
from ucap.history.models import Tracked


class PlaceKind(StrEnum):
    """What kind of place cooperates."""

    CITY = "city"
    REGION = "region"
    DISTRICT = "district"
    METROPOLITAN_BODY = "metropolitan_body"
    CONSORTIUM = "consortium"
    DEVELOPMENT_ZONE = "development_zone"
    ASSOCIATION = "association"


PLACE_KIND_LABELS = {
    PlaceKind.CITY: message("City"),
    PlaceKind.REGION: message("Region"),
    PlaceKind.DISTRICT: message("District"),
    PlaceKind.METROPOLITAN_BODY: message("Metropolitan body"),
    PlaceKind.CONSORTIUM: message("Consortium"),
    PlaceKind.DEVELOPMENT_ZONE: message("Development zone"),
    PlaceKind.ASSOCIATION: message("Association"),
}
"""What people call the kinds of places."""


class Programme(Model):
    """What pairs places, such as the International Urban Cooperation programme."""

    __tablename__ = "programmes"

    id: Mapped[UUID] = key()
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))


LONGEST_NAME = 200

_MERGED = text("merged_into_id IS NOT NULL")
"""Only merged places are looked up by the one kept; an index over all would be taken for lists of those that stand."""


class ChangedByPeople(Tracked):
    """A record that the project's files bring; what people change in it is logged, as the version that they say."""

    _changed_in = 0

    def changed_in(self, version: int) -> Self:
        """Note that somebody changes the record, and the place's version that this makes."""
        self._changed_in = version
        return self

    def logged_version(self) -> int:
        """Return the place's version that the change makes."""
        return self._changed_in

    def logged_fields(self) -> dict[str, tuple[str, str]]:
        """Return the fields to log: none as long as nobody changes anything."""
        return self._own_fields() if self._changed_in else {}

    def _own_fields(self) -> dict[str, tuple[str, str]]:
        raise NotImplementedError


class Place(ChangedByPeople, Model):
    """A city, region or other body that cooperates. Its history's chain, once there is one, has its id.

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
        Index("ix_places_merged_into_id", "merged_into_id", sqlite_where=_MERGED, postgresql_where=_MERGED),
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
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("places.id"))

    @validates("name")
    def _keep_name_key(self, _attribute: str, name: str) -> str:
        self.name_key = folded(name)[:LONGEST_NAME]
        return name

    record_type = "place"

    def logged_record(self) -> UUID:
        """Return the id of the place."""
        return self.id

    def _own_fields(self) -> dict[str, tuple[str, str]]:
        return {name: (name, "") for name in LOGGED_FIELDS}


LOGGED_FIELDS = (
    "name",
    "country",
    "kind",
    "latitude",
    "longitude",
    "population",
    "population_year",
    "population_source",
    "time_zone",
    "languages",
    "geonames_id",
    "website",
    "source",
    "note",
    "merged_into_id",
)
"""The fields of a place of which every change is kept."""


class Helix(StrEnum):
    """The four communities whose cooperation a plan needs; codes as in the vocabulary `helix`."""

    GOVERNMENT = "GOV"
    ACADEMIA = "ACA"
    BUSINESS = "BUS"
    CIVIL_SOCIETY = "CIV"


HELIX_LABELS = {
    Helix.GOVERNMENT: message("Government"),
    Helix.ACADEMIA: message("Academia"),
    Helix.BUSINESS: message("Business"),
    Helix.CIVIL_SOCIETY: message("Civil society"),
}
"""What people call the four helices."""

SUBTYPES = "organisation_subtype"
"""The vocabulary of kinds of organisations; each code begins with that of its helix."""


class Organisation(Tracked, Model):
    """An organisation in the register of a place. Who speaks for it is no part of the register.

    Attributes:
        name_key: the name as lists are sorted and searched by it; follows from the name.
        languages: those it works in, as BCP 47 tags, the first one first.
        version: counts its changes; what a form was read at.
        archived_at: since when nobody new is asked; it stays in the plans it is in.
        merged_into_id: the organisation that this one turned out to be a duplicate of; it is archived, too.
        not_same: the ids of those that were told apart from it, so that they are not proposed as its duplicates.
    """

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint(f"helix IN ({', '.join(repr(str(helix)) for helix in Helix)})", name="helix"),
        CheckConstraint("version > 0", name="version_positive"),
        CheckConstraint(
            "merged_into_id IS NULL OR (merged_into_id <> id AND archived_at IS NOT NULL)",
            name="merged",
        ),
        Index(None, "place_id", "name_key", "id"),
    )
    record_type = "organisation"

    id: Mapped[UUID] = key()
    place_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), active_history=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), active_history=True)
    name_key: Mapped[str] = mapped_column(String(LONGEST_NAME))
    helix: Mapped[Helix] = mapped_column(choice_type(Helix), active_history=True)
    subtype_id: Mapped[UUID | None] = mapped_column(ForeignKey("terms.id"), index=True, active_history=True)
    website: Mapped[str] = mapped_column(String(300), default="", active_history=True)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list, active_history=True)
    note: Mapped[str] = mapped_column(String(1_000), default="", active_history=True)
    version: Mapped[int] = mapped_column(default=1)
    archived_at: Mapped[datetime | None] = mapped_column(active_history=True)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True, active_history=True)
    not_same: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), active_history=True)

    @validates("name")
    def _keep_name_key(self, _attribute: str, name: str) -> str:
        self.name_key = folded(name)[:LONGEST_NAME]
        return name

    def logged_record(self) -> UUID:
        """Return the organisation's id."""
        return self.id

    def logged_version(self) -> int:
        """Return the version the change makes."""
        return self.version

    def logged_fields(self) -> dict[str, tuple[str, str]]:
        """Return all that the register says of it."""
        return {name: (name, "") for name in ORGANISATION_FIELDS}


class EnteredList(Model):
    """What one list, entered into a register at once, changed there, so that it can be undone as one step.

    Its id is the key of the form that sent it, so that it counts once.

    Attributes:
        made: for each organisation its id, the version that the list made, and what stood there before; nothing stood
            there if the list added it.
    """

    __tablename__ = "entered_lists"
    __table_args__ = (CheckConstraint("undone_at IS NULL OR undone_at >= made_at", name="undone_after"),)

    id: Mapped[UUID] = key()
    place_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), index=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    made: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None]


ORGANISATION_FIELDS = (
    "place_id",
    "name",
    "helix",
    "subtype_id",
    "website",
    "languages",
    "note",
    "archived_at",
    "merged_into_id",
    "not_same",
)
"""What of an organisation is logged."""


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


class TermLabel(Model):
    """What a term is called in another language.

    Attributes:
        language: as a BCP 47 tag.
        source: where the words were taken from.
        is_verified: whether they were checked against their source, not written from memory.
    """

    __tablename__ = "term_labels"

    term_id: Mapped[UUID] = mapped_column(ForeignKey("terms.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(20), primary_key=True)
    label: Mapped[str] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(String(500))
    is_verified: Mapped[bool] = mapped_column(default=True)


class NetworkRole(StrEnum):
    """What an organisation does in the world of city networks."""

    ORGANISER = "organiser"
    NETWORK = "network"


class Network(Model):
    """An organisation of cities, as it described itself at the time.

    Attributes:
        acronym: its short name, if it has one.
        seat: the city of its office, in the country of ISO 3166-1 alpha-2.
        members: how many, if it gave a number; `members_detail` are its own words.
        founded: the year.
        as_of: the year of the description.
        source: where it was taken from.
        checked_on: when somebody compared it with what holds now; None if nobody did.
    """

    __tablename__ = "networks"
    __table_args__ = (
        CheckConstraint(f"role IN ({', '.join(repr(str(role)) for role in NetworkRole)})", name="role"),
        CheckConstraint("country = '' OR (country = upper(country) AND length(country) = 2)", name="country"),
    )

    id: Mapped[UUID] = key()
    name: Mapped[str] = mapped_column(String(200), unique=True)
    acronym: Mapped[str] = mapped_column(String(40), default="")
    role: Mapped[NetworkRole] = mapped_column(choice_type(NetworkRole))
    website: Mapped[str] = mapped_column(String(300), default="")
    seat: Mapped[str] = mapped_column(String(100), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    members: Mapped[int | None]
    members_detail: Mapped[str] = mapped_column(String(300), default="")
    founded: Mapped[int | None]
    focus: Mapped[str] = mapped_column(String(500), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    notes: Mapped[str] = mapped_column(String(1_000), default="")
    as_of: Mapped[int]
    source: Mapped[str] = mapped_column(String(300))
    checked_on: Mapped[date | None]


class NetworkPlace(ChangedByPeople, Model):
    """A place belongs to a network. The log tells of it as a field of the place, by the network's id."""

    __tablename__ = "network_places"

    network_id: Mapped[UUID] = mapped_column(ForeignKey("networks.id"), primary_key=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), primary_key=True, index=True)

    record_type = "place"

    def logged_record(self) -> UUID:
        """Return the id of the place."""
        return self.place_id

    def _own_fields(self) -> dict[str, tuple[str, str]]:
        return {"network_id": (f"{NETWORK_FIELD}{self.network_id}", "")}


NETWORK_FIELD = "network."
"""What the log's name of a field begins with that tells of a network a place belongs to."""
