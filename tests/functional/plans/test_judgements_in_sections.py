"""What is judged of entries, as sections, pages of entries, what is missing and summaries show it."""

from datetime import date
from typing import Any

import pytest

from tests.factories import make_entry, make_member, make_pilot, make_plan
from tests.pages import PageClient
from ucap.entries.models import Entry
from ucap.pilots.models.pilots import Stage
from ucap.plans.models.activities import Activity
from ucap.plans.models.commitments import Commitment
from ucap.plans.models.measures import Measure, Module
from ucap.plans.models.states import Outcome
from ucap.plans.models.timing import Timing

LATE: list[tuple[type[Entry], str, dict[str, Any]]] = [
    (Activity, "activities", {"ends_on": date(2026, 1, 1)}),
    (Commitment, "commitments", {"due_on": date(2026, 1, 1)}),
    (Module, "measures", {"due_on": date(2026, 1, 1)}),
]


@pytest.mark.parametrize(("entry_type", "section", "values"), LATE)
def test_what_is_late_says_so_and_why(
    client: PageClient, entry_type: type[Entry], section: str, values: dict[str, Any]
) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    place: dict[str, Any] = {"place_id": plan.sides[0].places[0].id} if entry_type.is_per_place else {}
    entry = make_entry(plan, entry_type, by=asha, **place, **values)
    client.sign_in(asha)

    for path in (f"/plans/{plan.id}/{section}/", f"/plans/{plan.id}/{section}/{entry}/"):
        page = client.open(path)
        assert "Late" in [tag.get_text(strip=True) for tag in page.soup.select(".govuk-tag")]
        assert "days ago." in page.text or "since" in page.text
        assert "late until" in page.text


def test_another_judgement_shows_with_its_reason_beside_what_the_rules_say(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    own: dict[str, Any] = {
        "timing": Timing.ON_TIME,
        "timing_because": "The *vote* moved.",
        "timing_until": date(2999, 12, 31),
    }
    make_entry(plan, Activity, by=asha, place_id=plan.sides[0].places[0].id, ends_on=date(2026, 1, 1), **own)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/activities/")

    assert "Judged by people until 31 December 2999; the rules say: Late." in page.text
    assert page.soup.find("em", string="vote")


def test_a_measure_is_as_far_as_its_pilot_everywhere(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    measure = make_entry(plan, Measure, by=asha)
    make_pilot(plan, asha, stage=Stage.RUNNING, title="A corner", measures=(measure,))
    client.sign_in(asha)

    for path in (f"/plans/{plan.id}/measures/", f"/plans/{plan.id}/measures/{measure}/"):
        assert "The pilot “A corner” has come to: Running." in client.open(path).text
    assert "Piloted" in client.open(f"/plans/{plan.id}/glance").text


def test_nothing_need_follow_from_a_measure_none_of_whose_modules_is_for_us(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    measure = make_entry(plan, Measure, by=asha)
    client.sign_in(asha)
    before = client.open(f"/plans/{plan.id}/missing/").text

    make_entry(plan, Module, by=asha, measure=(measure,), outcome=Outcome.NOT_FOR_US, because="No site")

    wanted = "No activity carries this measure out yet."
    assert wanted in before
    assert wanted not in client.open(f"/plans/{plan.id}/missing/").text
