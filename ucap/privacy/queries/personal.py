"""What is personal in each table: declared once, read by the export and by erasure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, func, inspect, select
from sqlalchemy.orm import InstrumentedAttribute

from ucap.accounts.models import (
    AccountChange,
    OneUseLink,
    RecoveryCode,
    SecondStep,
    SignInAttempt,
    SignInSession,
    TakenExport,
)
from ucap.core.database import Model
from ucap.core.outbox import OutboxMessage
from ucap.core.text import Message, message
from ucap.directory.models import Place, Programme
from ucap.entries.kept_forms import Draft, SentForm
from ucap.entries.models import Entry
from ucap.history.models import Event
from ucap.imprint.models import AboutText
from ucap.pairings.models import Pairing, Post, PostHolder, SidePlace
from ucap.stakeholders.models.contacts import ContactPerson


@dataclass(frozen=True)
class Subject:
    """Whom it is about.

    Attributes:
        account: keyed digest of the address, under which attempts to sign in are counted.
    """

    id: UUID
    email: str
    account: str


@dataclass(frozen=True)
class Personal:
    """What of a table is about a person.

    Attributes:
        names: the column that names the person, by id, by address or by the digest of it.
        name: what the export calls it.
        heading: what people call it.
        columns: what is shown of each row, and what that is called.
        newest: the column by which the newest comes first.
        is_deleted: whether the rows go with the person; else they stay, under the mark of former members.
        more: adds to the question what lies in other tables; its columns are named as in `columns`.
    """

    names: InstrumentedAttribute[Any]
    name: str
    heading: Message
    columns: Mapping[str, Message]
    newest: InstrumentedAttribute[Any]
    is_deleted: bool
    more: Callable[[Select[Any]], Select[Any]] = lambda statement: statement

    @property
    def model(self) -> type[Model]:
        """Return the table's model."""
        return cast("type[Model]", self.names.class_)

    def is_about(self, subject: Subject) -> Any:  # noqa: ANN401 - a condition of SQLAlchemy
        """Return the condition that a row is about the person."""
        if self.names.property.columns[0].foreign_keys:
            return self.names == subject.id
        return self.names == (subject.account if self.names.key == "account" else subject.email)

    def rows_about(self, subject: Subject) -> Select[Any]:
        """Ask for what is shown, the newest first."""
        own = [getattr(self.model, column) for column in self.columns if hasattr(self.model, column)]
        statement = self.more(select(*own).select_from(self.model))
        keys = inspect(self.model).primary_key
        return statement.where(self.is_about(subject)).order_by(self.newest.desc(), *keys)


def _with_post(statement: Select[Any]) -> Select[Any]:
    places = (
        select(func.min(Place.name))
        .join(SidePlace, SidePlace.place_id == Place.id)
        .where(SidePlace.side_id == Post.side_id)
        .scalar_subquery()
    )
    where = func.coalesce(places, Programme.name)
    return (
        statement.add_columns(Post.title.label("title"), Post.role.label("role"), where.label("where"))
        .join(Post, Post.id == PostHolder.post_id)
        .outerjoin(Programme, Programme.id == Post.programme_id)
    )


def _with_type(statement: Select[Any]) -> Select[Any]:
    return statement.add_columns(Entry.type.label("type")).outerjoin(Entry, Entry.id == Event.record_id)


_WHEN = message("When")
_WHAT = message("What")

NAMING_OF_CONTACT = ("name", "email", "phone")
"""What of a contact person is looked for wherever else it may stand."""

PERSONAL = (
    Personal(
        names=PostHolder.person_id,
        name="posts",
        heading=message("Posts you hold or held"),
        columns={
            "title": message("Post"),
            "role": message("Role"),
            "where": message("Where"),
            "since": message("Since"),
            "until": message("Until"),
        },
        newest=PostHolder.since,
        is_deleted=False,
        more=_with_post,
    ),
    Personal(
        names=SignInSession.person_id,
        name="sessions",
        heading=message("Browsers in which you are signed in"),
        columns={
            "created_at": message("Signed in"),
            "last_seen_at": message("Last used"),
            "browser": message("Browser"),
            "system": message("System"),
        },
        newest=SignInSession.created_at,
        is_deleted=True,
    ),
    Personal(
        names=SignInAttempt.account,
        name="attempts",
        heading=message("Attempts to sign in as you"),
        columns={"at": _WHEN, "kind": _WHAT, "is_success": message("Right")},
        newest=SignInAttempt.at,
        is_deleted=True,
    ),
    Personal(
        names=SecondStep.person_id,
        name="second_steps",
        heading=message("Your second step"),
        columns={"set_up_at": message("Set up")},
        newest=SecondStep.set_up_at,
        is_deleted=True,
    ),
    Personal(
        names=RecoveryCode.person_id,
        name="recovery_codes",
        heading=message("Your recovery codes"),
        columns={"id": message("Code"), "used_at": message("Used")},
        newest=RecoveryCode.used_at,
        is_deleted=True,
    ),
    Personal(
        names=AccountChange.person_id,
        name="account_changes",
        heading=message("What was done to your account"),
        columns={"at": _WHEN, "kind": _WHAT},
        newest=AccountChange.at,
        is_deleted=True,
    ),
    Personal(
        names=TakenExport.person_id,
        name="taken_exports",
        heading=message("Files you had made lately"),
        columns={"at": _WHEN},
        newest=TakenExport.at,
        is_deleted=True,
    ),
    Personal(
        names=Pairing.made_by_id,
        name="pairings_made",
        heading=message("Pairings you made"),
        columns={"made_at": _WHEN, "topic": message("Topic")},
        newest=Pairing.made_at,
        is_deleted=False,
    ),
    Personal(
        names=Event.by_id,
        name="changes",
        heading=message("Changes you made"),
        columns={
            "at": _WHEN,
            "chain_id": message("Where"),
            "record_id": message("Record"),
            "type": _WHAT,
            "field": message("Field"),
            "language": message("Language"),
        },
        newest=Event.at,
        is_deleted=False,
        more=_with_type,
    ),
    Personal(
        names=Draft.person_id,
        name="drafts",
        heading=message("Texts you have not saved yet"),
        columns={"kept_at": _WHEN, "path": message("Page"), "fields": message("Text")},
        newest=Draft.kept_at,
        is_deleted=True,
    ),
    Personal(
        names=SentForm.person_id,
        name="sent_forms",
        heading=message("Forms you sent"),
        columns={"sent_at": _WHEN, "entry_id": message("Record"), "version": message("Version")},
        newest=SentForm.sent_at,
        is_deleted=True,
    ),
    Personal(
        names=OneUseLink.person_id,
        name="links",
        heading=message("Links by which you came in or got a new password"),
        columns={"made_at": _WHEN, "purpose": _WHAT, "used_at": message("Used")},
        newest=OneUseLink.made_at,
        is_deleted=True,
    ),
    Personal(
        names=OneUseLink.email,
        name="links_to_address",
        heading=message("Links that were sent to your address"),
        columns={"made_at": _WHEN, "purpose": _WHAT, "used_at": message("Used")},
        newest=OneUseLink.made_at,
        is_deleted=True,
    ),
    Personal(
        names=OneUseLink.made_by_id,
        name="invitations_made",
        heading=message("Links you made for others"),
        columns={"made_at": _WHEN, "purpose": _WHAT, "used_at": message("Used")},
        newest=OneUseLink.made_at,
        is_deleted=False,
    ),
    Personal(
        names=OutboxMessage.recipient,
        name="mails",
        heading=message("Mails to you that are kept"),
        columns={"made_at": _WHEN, "subject": message("Subject"), "sent_at": message("Sent")},
        newest=OutboxMessage.made_at,
        is_deleted=True,
    ),
    Personal(  # erased with their history, by an operation of its own
        names=ContactPerson.email,
        name="contacts",
        heading=message("Where you are kept as a contact person"),
        columns={
            "name": message("Name"),
            "post": message("Post"),
            "email": message("Email address"),
            "phone": message("Phone"),
            "purpose": message("Purpose"),
            "source": message("Source"),
            "basis": message("Ground"),
            "basis_on": message("Agreed or told on"),
            "review_on": message("Looked at again by"),
        },
        newest=ContactPerson.basis_on,
        is_deleted=False,
    ),
    Personal(
        names=AboutText.written_by_id,
        name="about_texts",
        heading=message("Texts you wrote for pages about the installation"),
        columns={"written_at": _WHEN, "page": message("Page"), "version": message("Version")},
        newest=AboutText.written_at,
        is_deleted=False,
    ),
)
"""What is kept about a person beside the account itself."""

EXEMPT = {
    "answer_links.made_by_id": "belongs to the question that was asked; it stays, under the mark of former members",
    "account_changes.by_id": "belongs to whose account it is; it stays, under the mark of former members",
    "plan_expert_changes.by_id": "belongs to the plan that was given; it stays, under the mark of former members",
    "entered_lists.made_by_id": "the same is in the histories of the organisations, which are handed out",
    "entries.created_by_id": "the same is in the history, which is handed out",
    "entries.changed_by_id": "the same is in the history, which is handed out",
    "entries.deleted_by_id": "the same is in the history, which is handed out",
    "people.email": "the account itself, which is handed out and changed by erasure",
    "post_holders.given_by_id": "belongs to who got the post; it stays, under the mark of former members",
    "post_holders.ended_by_id": "belongs to who held the post; it stays, under the mark of former members",
}
"""Columns that name people and are declared nowhere above, each with the reason."""
