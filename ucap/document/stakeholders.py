"""The stakeholder report: who has a part in the plan, who is missing, what was asked, and what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from ucap.core.text import message
from ucap.directory.models import HELIX_LABELS
from ucap.document.cover import document
from ucap.document.models import Block, Document, Heading, Note, Table, Words
from ucap.document.records import PlanRecords
from ucap.document.wording import Wording
from ucap.entries.fields import FieldValue
from ucap.entries.queries.reading import EntryFacts
from ucap.stakeholders.models.entries import Engagement, Stakeholder
from ucap.stakeholders.queries.contacts import ContactFacts
from ucap.stakeholders.rules.balance import Involved, counts, gaps_of_place

_SHOWN = (
    *("organisation_id", "why_asked", "leads", "partner_in", "planning", "rollout", "implementation"),
    *("influence", "interest"),
)


def stakeholders_document(
    records: PlanRecords, *, language: str, on: date, contacts: Sequence[ContactFacts] | None = None
) -> Document:
    """Return the report; with contact people only if they are given, and marked then."""
    wording = Wording(records, language)
    blocks: list[Block] = []
    if contacts is not None:
        said = message("This file holds personal data of contact people. Pass it on only for what they agreed to.")
        blocks.append(Note(wording.said(said), is_warning=True))
    blocks += [*_balance(wording), *stakeholder_blocks(wording, level=1), *_contacts(wording, contacts or ())]
    if not records.of_type(Stakeholder):
        blocks.append(Note(wording.said(message("No stakeholder has been named yet."))))
    return document(message("Stakeholder report"), wording, blocks, on=on)


def stakeholder_blocks(wording: Wording, *, level: int) -> Iterator[Block]:
    """Return the stakeholders, place by place, each with what was asked of it."""
    asked: dict[UUID, list[EntryFacts]] = {}
    for engagement in wording.records.of_type(Engagement):
        for target in _ids(engagement.value("stakeholder")):
            asked.setdefault(target, []).append(engagement)
    stakeholders = wording.records.of_type(Stakeholder)
    for side in wording.records.plan.sides:
        for place in side.places:
            own = [one for one in stakeholders if one.place_id == place.id]
            if own:
                yield Heading(level, Words(wording.said(message("Stakeholders of %(place)s", place=place.name))))
            for one in own:
                yield Heading(level + 1, wording.title(one), _helix(wording, one))
                yield wording.facts(one, _facts_beside(wording, one))
                yield from _engagements(wording, asked.get(one.id, ()))


def _facts_beside(wording: Wording, stakeholder: EntryFacts) -> list[str]:
    """Return the names of the fields that are shown: the organisation only if the heading has another name."""
    is_same = wording.text(stakeholder, "organisation_id").text == wording.title(stakeholder).text
    return [name for name in _SHOWN if not (is_same and name == "organisation_id")]


def _helix(wording: Wording, stakeholder: EntryFacts) -> list[str]:
    known = stakeholder.value("organisation_id")
    found = wording.records.organisations.get(known) if isinstance(known, UUID) else None
    return [wording.said(HELIX_LABELS[found.helix])] if found else []


def _engagements(wording: Wording, engagements: Sequence[EntryFacts]) -> Iterator[Block]:
    if not engagements:
        return
    names = ("done_on", "asked", "gave", "outcome", "because")
    latest_first = sorted(engagements, key=lambda one: str(one.value("done_on") or ""), reverse=True)
    yield Table(
        caption=wording.said(message("What was asked, and what became of it")),
        heads=[wording.said(Engagement.fields[name].label) for name in names],
        rows=[[wording.text(one, name) for name in names] for one in latest_first],
        weights=[2, 3, 4, 2, 4],
    )


def _balance(wording: Wording) -> Iterator[Block]:
    """Return how many stakeholders each place has of each helix, and who is missing."""
    asked = {target for one in wording.records.of_type(Engagement) for target in _ids(one.value("stakeholder"))}
    involved = [
        _involved(wording.records, one, is_engaged=one.id in asked) for one in wording.records.of_type(Stakeholder)
    ]
    places = wording.records.plan.places
    of_place = {place.name: [one for one in involved if one.place_id == place.id] for place in places}
    yield Heading(1, Words(wording.said(message("Who takes part"))))
    yield Table(
        caption=wording.said(message("Stakeholders by place and community")),
        heads=[wording.said(message("Place")), *(wording.said(label) for label in HELIX_LABELS.values())],
        rows=[[Words(name), *_numbers(own)] for name, own in of_place.items()],
        weights=[3, *(2 for _ in HELIX_LABELS)],
    )
    for name, own in of_place.items():
        missing = [wording.said(gap.said) for gap in gaps_of_place(own, name)]
        if missing:
            yield Note(f"{name}: {' '.join(missing)}", is_warning=True)


def _numbers(involved: Sequence[Involved]) -> list[Words]:
    found = counts(involved)
    return [Words(str(found[helix])) for helix in HELIX_LABELS]


def _involved(records: PlanRecords, stakeholder: EntryFacts, *, is_engaged: bool) -> Involved:
    known = stakeholder.value("organisation_id")
    found = records.organisations.get(known) if isinstance(known, UUID) else None
    return Involved(stakeholder.place_id, found.helix if found else None, is_engaged)


def _contacts(wording: Wording, contacts: Sequence[ContactFacts]) -> Iterator[Block]:
    if not contacts:
        return
    names: Mapping[UUID, Words] = {one.id: wording.title(one) for one in wording.records.of_type(Stakeholder)}
    labels = (
        Stakeholder.singular,
        message("Name"),
        message("Post"),
        message("Email address"),
        message("Phone"),
        message("Kept for"),
    )
    yield Heading(1, Words(wording.said(message("Contact people"))))
    yield Table(
        caption=wording.said(message("Contact people: personal data")),
        heads=[wording.said(label) for label in labels],
        rows=[
            [
                names.get(one.stakeholder_id, Words("–")),
                *map(Words, (one.name, one.post, one.email, one.phone, one.purpose)),
            ]
            for one in contacts
        ],
        weights=[1 for _ in labels],
    )


def _ids(value: FieldValue) -> tuple[UUID, ...]:
    return value if isinstance(value, tuple) else ()
