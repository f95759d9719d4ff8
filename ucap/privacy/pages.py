"""What is kept about somebody, as a page and as a file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from ucap.accounts.models import ACCOUNT_CHANGES, AttemptKind, LinkPurpose, Person
from ucap.core.languages import day_text, moment_text
from ucap.core.text import Message, message
from ucap.entries.fields import Choices
from ucap.entries.models import DELETED, entry_types
from ucap.entries.queries.files import names_of_files
from ucap.history.models import ERASED, POSITION
from ucap.history.operations import texts_known
from ucap.pairings.models import Role
from ucap.privacy.queries.mentioning import Mention, mentions_in_plan
from ucap.privacy.queries.naming import names_of_chains
from ucap.privacy.queries.personal import NAMING_OF_CONTACT, Subject
from ucap.privacy.queries.reading import Kept, Row, kept_about, plans_known_to
from ucap.privacy.rules import is_called_after, is_telling, place_of_words, without_words, words_of_names
from ucap.stakeholders.access import OpenContact
from ucap.stakeholders.queries.contacts import ContactFacts
from ucap.web.filters import page_language, reader_zone, said, time_zone_text

MOST_SHOWN = 20
_ONLY_IN_FILE = {"record_id", "entry_id", "language", "version", "path"}
"""Columns that say nothing to people."""

_MARKS = {
    "": message("Added"),
    DELETED: message("Deleted or brought back"),
    ERASED: message("Erased from the history"),
    POSITION: message("Moved"),
}
"""What the log writes in place of a field."""

_CHOICES: dict[str, Message] = {
    "False": message("No"),
    "True": message("Yes"),
    **{str(role): role.label for role in Role},
    LinkPurpose.FIRST_ADMINISTRATOR: message("First administrator"),
    LinkPurpose.INVITATION: message("Invitation"),
    LinkPurpose.PASSWORD: message("Password"),
    AttemptKind.CODE: message("Code"),
    AttemptKind.NEW_PASSWORD: message("New password"),
    AttemptKind.ANSWER: message("Answer"),
    **ACCOUNT_CHANGES,
}
"""What people call choices; a link and an attempt that are about the password have the same value."""


@dataclass(frozen=True)
class ShownTable:
    """What one table keeps, as rows of a table for people.

    Attributes:
        columns: attribute and label of each.
        has_more: whether the file has older rows.
    """

    heading: Message
    columns: Sequence[Mapping[str, str]]
    rows: Sequence[Mapping[str, str]]
    has_more: bool


@dataclass(frozen=True)
class DataPage:
    """Everything that is kept about somebody.

    Attributes:
        file_names: of files in plans that hold the person's name.
        empty: the headings of tables in which there is nothing about them.
    """

    account: Sequence[Mapping[str, str]]
    tables: Sequence[ShownTable]
    file_names: Sequence[str]
    empty: Sequence[Message]


def data_page(person: Person, subject: Subject) -> DataPage:
    """Return what is kept about the person: of each table the newest rows."""
    kept = kept_about(subject, most=MOST_SHOWN + 1)
    titles = _titles_in(kept)
    account = [
        {"key": said(message("Name")), "value": person.name},
        {"key": said(message("Email address")), "value": person.email},
        {"key": said(message("Time zone")), "value": time_zone_text(person.time_zone)},
    ]
    return DataPage(
        account=account,
        tables=[_shown(one, titles) for one in kept if one.rows],
        file_names=_files_called_after(person.name, plans_known_to(person.id, person.email)),
        empty=[one.declared.heading for one in kept if not one.rows],
    )


def _titles_in(kept: Sequence[Kept]) -> Mapping[UUID, str]:
    """Return what the plans, pairings, places and organisations are called that are named by id."""
    return names_of_chains({row["chain_id"] for one in kept for row in one.rows if "chain_id" in row})


def _shown(kept: Kept, titles: Mapping[UUID, str]) -> ShownTable:
    columns = {name: label for name, label in kept.declared.columns.items() if name not in _ONLY_IN_FILE}
    return ShownTable(
        heading=kept.declared.heading,
        columns=[{"attribute": name, "label": said(label)} for name, label in columns.items()],
        rows=[{name: _words(name, row, titles) for name in columns} for row in kept.rows[:MOST_SHOWN]],
        has_more=len(kept.rows) > MOST_SHOWN,
    )


def _words(name: str, row: Row, titles: Mapping[UUID, str]) -> str:
    """Return a value in words."""
    value = row[name]
    match value:
        case None:
            return "–"
        case Choices():
            return said(value.label)
        case datetime():
            return moment_text(value, page_language(), reader_zone())
        case date():
            return day_text(value, page_language())
        case UUID():
            return titles.get(value, "–")
        case list():
            return " · ".join(text for _field, text in value if text)
        case bool() | StrEnum():
            return said(_CHOICES[str(value)])
        case _:
            return said(_label(name, row))


def _label(name: str, row: Row) -> Message:
    """Return what people call the field, type or other thing that the log names in its own way."""
    value = str(row[name])
    types = {entry_type.type_name(): entry_type for entry_type in entry_types()}
    if name == "type" and value in types:
        return types[value].singular
    if name != "field":
        return Message(value)
    own = types[row["type"]].fields if row.get("type") in types else {}
    return own[value].label if value in own else _MARKS.get(value, Message(value))


def data_file(person: Person, subject: Subject, *, at: datetime) -> str:
    """Return everything that is kept about the person, as JSON."""
    account = {name: getattr(person, name) for name in ("id", "name", "email", "time_zone", "language")}
    kept = kept_about(subject)
    titles = _titles_in(kept)
    tables = {one.declared.name: [_with_title(row, titles) for row in one.rows] for one in kept}
    plan_ids = plans_known_to(person.id, person.email)
    whole = {"made_at": at, "account": account, **tables, "file_names": _files_called_after(person.name, plan_ids)}
    return json.dumps(whole, default=_plain, ensure_ascii=False, indent=2) + "\n"


def _with_title(row: Row, titles: Mapping[UUID, str]) -> dict[str, Any]:
    """Return the row with the name of the plan, pairing, place or organisation beside its id."""
    return {**row, "chain": titles.get(row["chain_id"])} if "chain_id" in row else dict(row)


def contact_file(plan_id: UUID, contact: ContactFacts, *, at: datetime) -> str:
    """Return everything that is kept about a contact person, as JSON."""
    whole = {"made_at": at, **vars(contact), "file_names": _files_called_after(contact.name, [plan_id])}
    return json.dumps(whole, default=_plain, ensure_ascii=False, indent=2) + "\n"


def _files_called_after(name: str, plan_ids: Sequence[UUID]) -> list[str]:
    """Return the names of files in these plans that hold somebody's name."""
    return [file.name for file in names_of_files(plan_ids) if is_called_after(file.name, name)]


def _plain(value: Any) -> str:  # noqa: ANN401 - whatever a column holds
    return value.isoformat() if isinstance(value, date) else str(value)


def places_of_words(opened: OpenContact) -> list[tuple[str, str]]:
    """Return where in the plan single words of a contact's name stand: the value of each place, and it in words.

    What goes anyway, such as the whole name, is no such place.
    """
    known = texts_known(opened.contact.id, NAMING_OF_CONTACT)
    whole = sorted((text for text in known if is_telling(text)), key=len, reverse=True)
    single = words_of_names([*texts_known(opened.contact.id, ("name",)), opened.contact.name])

    def place(text: str) -> str | None:
        return place_of_words(without_words(text, whole), single)

    found = mentions_in_plan(opened.plan.id, page_language(), matching=lambda text: place(text) is not None)
    return [(f"{one.entry_id}:{one.field}", _place_text(one, place(one.text) or "")) for one in found]


def _place_text(one: Mention, place: str) -> str:
    where = {"type": one.type.singular, "title": one.title, "field": one.type.fields[one.field].label, "place": place}
    if one.is_past:
        return said(message("%(type)s “%(title)s”, %(field)s, in an earlier text: %(place)s", **where))
    return said(message("%(type)s “%(title)s”, %(field)s: %(place)s", **where))
