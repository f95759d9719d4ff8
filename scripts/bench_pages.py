"""What the benchmark asks for: every page and every file of a plan of 60 entries, and what is around it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, partial
from itertools import count
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import delete, select, update

from tests.pages import FormValues, Page, PageClient
from ucap.accounts.models import Person, TakenExport
from ucap.core.clock import utc_now
from ucap.core.database import db, session
from ucap.entries.fields import FieldValues, Section
from ucap.entries.models import Entry
from ucap.entries.operations.saving import add_entry
from ucap.entries.queries.reading import EntryFacts, entries_of_plan
from ucap.exports.catalogue import DATA, WRITERS, DocumentKind, FileFormat
from ucap.history.models import Chain
from ucap.pairings.models import Post, PostHolder, Role
from ucap.pairings.queries.plans import PlanFacts, plans
from ucap.pilots.models.following import Indicator, Reading
from ucap.pilots.models.pilots import Pilot, Stage
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective
from ucap.stakeholders.models.entries import Stakeholder

ENTRIES = 60
UNCHANGED = 304
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Request:
    """What a server is asked, and which answers are good: the figures of any other would mean nothing."""

    path: str
    method: str = "GET"
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    good: tuple[int, ...] = (200,)


@dataclass(frozen=True)
class MeasuredPlan:
    """The plan that is measured, and somebody who may write in it.

    Attributes:
        first: the first entry of each type.
        headers: what the person's browser sends.
    """

    facts: PlanFacts
    first: Mapping[type[Entry], EntryFacts]
    client: PageClient
    headers: Mapping[str, str]

    @property
    def address(self) -> str:
        """Return where the plan is."""
        return f"/plans/{self.facts.id}/"

    def address_of(self, entry_type: type[Entry]) -> str:
        """Return where the first entry of the type is."""
        return f"{self.address}{entry_type.section}/{self.first[entry_type].id}/"


def filled_plan(app: Flask) -> MeasuredPlan:
    """Fill a plan of the demonstration up to as many entries, through the operation that people's forms call."""
    facts, entries = max(_plans_to_fill(), key=lambda found: len(found[1]))
    editors = (
        select(Person)
        .join(PostHolder, PostHolder.person_id == Person.id)
        .join(Post, Post.id == PostHolder.post_id)
        .where(Post.side_id == facts.sides[0].id, Post.role == Role.EDITOR)
    )
    person = session().scalars(editors.order_by(Person.email).limit(1)).one()
    add = partial(add_entry, facts.id, by=person, at=utc_now())
    first = _first_of_each(entries)
    area, objective, measure = first[Area], first[Objective], first[Measure]
    own = {"place_id": facts.sides[0].places[0].id}
    pilot = add(Pilot, values={**own, "title": "Pilot", "stage": Stage.RUNNING, "measures": (measure.id,)})
    of_indicator: FieldValues = {"title": "Hours", "unit": "hours", "baseline_value": Decimal(9), "target": Decimal(3)}
    indicator = add(Indicator, values={**own, **of_indicator, "pilot": (pilot,)})
    for month in range(1, 13):
        read: FieldValues = {"read_on": date(2026, month, 1), "value": Decimal(month), "indicator": (indicator,)}
        add(Reading, values={**own, **read})
    for number in range(len(entries) + 14, ENTRIES):
        if number % 2:
            add(Objective, values={**objective.values(), "statement": f"Objective {number}.", "area": (area.id,)})
        else:
            add(Measure, values={**measure.values(), "title": f"Measure {number}", "objectives": (objective.id,)})
    client = PageClient(app).sign_in(person)
    cookie = client.browser.get_cookie("session")
    headers = {"Cookie": f"session={cookie.value if cookie else ''}"}
    return MeasuredPlan(facts, _first_of_each(entries_of_plan(facts.id)), client, headers)


def _plans_to_fill() -> Iterator[tuple[PlanFacts, list[EntryFacts]]]:
    """Return the plans that are not too long and have an entry of each type that is added or looked at."""
    for facts in plans():
        entries = entries_of_plan(facts.id)
        if len(entries) <= ENTRIES and {Area, Objective, Measure, Stakeholder} <= {one.type for one in entries}:
            yield facts, entries


def _first_of_each(entries: Sequence[EntryFacts]) -> dict[type[Entry], EntryFacts]:
    return {one.type: one for one in reversed(entries)}


def pages_of(plan: MeasuredPlan) -> dict[str, Callable[[], Request]]:
    """Return what to ask for, by name; saving makes each time what nobody has saved before.

    Processes keep parts of pages ready made, so these pages are measured as they are read first after a change, too.
    """
    unchanged = f"{plan.address}{Section.OBJECTIVES}/"
    return {
        **{name: asking(address) for name, address in _around(plan).items()},
        "Task list": asking(plan.address),
        "Task list, first": _asking_after_a_change(plan, plan.address),
        **_sections(plan),
        **{name: asking(address) for name, address in _of_plan(plan).items()},
        **{name: _asking_as_if_first(address) for name, address in _files(plan).items()},
        "Unchanged page": _asking_again(plan, unchanged),
        "Saving an entry": _saving(plan),
    }


def _around(plan: MeasuredPlan) -> dict[str, str]:
    place = plan.facts.places[0]
    return {
        "Static file": "/static/vendor/ucap.css",
        "First page": "/",
        "First page, strangers": "/public/",
        "Account": "/account/",
        "Pairings": "/pairings/",
        "Pairing": f"/pairings/{plan.facts.pairing_id}/",
        "Places": "/places/",
        "Place": f"/places/{place.id}/",
        "Register": f"/places/{place.id}/organisations/",
        "Networks": "/networks/",
        "Vocabularies": "/vocabularies/",
    }


def _sections(plan: MeasuredPlan) -> dict[str, Callable[[], Request]]:
    found: dict[str, Callable[[], Request]] = {}
    for section in Section:
        name, address = str(section).capitalize(), f"{plan.address}{section}/"
        found |= {name: asking(address), f"{name}, first": _asking_after_a_change(plan, address)}
    return found


def _of_plan(plan: MeasuredPlan) -> dict[str, str]:
    return {
        "What is missing": f"{plan.address}missing/",
        "Entry": plan.address_of(Measure),
        "Form of an entry": f"{plan.address_of(Measure)}edit",
        "History of an entry": f"{plan.address_of(Measure)}history",
        "History": f"{plan.address}history/",
        "Deleted entries": f"{plan.address}deleted/",
        "People": f"{plan.address}people/",
        "Stakeholders": f"{plan.address}stakeholders/",
        "Stakeholder": plan.address_of(Stakeholder),
        "Influence": f"{plan.address}stakeholders/influence",
        "Balance": f"{plan.address}stakeholders/balance",
        "Engagements": f"{plan.address}stakeholders/engagements",
        "Contact people": f"{plan.address}stakeholders/contacts/",
        "Pilots": f"{plan.address}pilots/",
        "Pilot": plan.address_of(Pilot),
        "Glance": f"{plan.address}glance",
        "Glance of a place": f"/places/{plan.facts.places[0].id}/glance",
        "Export": f"{plan.address}export/",
        "Plan as page": f"{plan.address}export/html",
    }


def _files(plan: MeasuredPlan) -> dict[str, str]:
    files = {
        f"{str(kind).capitalize()} as {file_format}": f"{plan.address}export/{file_format}?document={kind}"
        for kind in DocumentKind
        for file_format in WRITERS
        if file_format is not FileFormat.HTML
    }
    return files | {f"Data as {file_format}": f"{plan.address}export/{file_format}" for file_format in DATA}


def asking(address: str) -> Callable[[], Request]:
    """Return what asks for a page again and again."""
    return lambda: Request(address)


def _asking_as_if_first(address: str) -> Callable[[], Request]:
    """Forget before each request how many files were taken: there is a limit to them."""

    def ask() -> Request:
        with db.engine.begin() as connection:
            connection.execute(delete(TakenExport))
        return Request(address)

    return ask


def _asking_after_a_change(plan: MeasuredPlan, address: str) -> Callable[[], Request]:
    """Let the plan's version rise before each request, as if somebody had saved; the server has no part in it."""

    def ask() -> Request:
        with db.engine.begin() as connection:
            connection.execute(update(Chain).where(Chain.id == plan.facts.id).values(length=Chain.length + 1))
        return Request(address)

    return ask


def _asking_again(plan: MeasuredPlan, address: str) -> Callable[[], Request]:
    """Ask as a browser that has the page as it is now, when it is first asked for."""

    @cache
    def asked() -> Request:
        plan.client.browser.delete_cookie("notice")  # a page with a notice is shown once and has no tag
        tag = plan.client.send(address).headers["ETag"]
        return Request(address, headers={"If-None-Match": tag}, good=(UNCHANGED,))

    return asked


def _saving(plan: MeasuredPlan) -> Callable[[], Request]:
    path = f"{plan.address_of(Measure)}edit"
    values: FormValues = Page(plan.client, plan.client.send(path), path).form()
    versions = count(int(str(values["version"])))

    def save() -> Request:
        version = next(versions)
        changed = {**values, "version": str(version), "practice": f"{values['practice']} Changed for time {version}."}
        return Request(path, "POST", urlencode(changed, doseq=True).encode(), {"Content-Type": _FORM}, good=(302, 303))

    return save
