from datetime import date

from tests.factories import change_entry, make_person
from tests.functional.stakeholders.conftest import Involving
from tests.pages import PageClient
from ucap.entries.queries.reading import entries_of_plan
from ucap.stakeholders.models.entries import Engagement


def test_what_was_asked_shows_what_became_of_it_and_who_waits(client: PageClient, involving: Involving) -> None:
    page = client.open(f"{involving.address}engagements")

    for words in ("How much rain?", "Institute of rain", "Used", "Water plaza", "Not yet", "Who has not heard back"):
        assert words in page.text, words
    assert len(page.soup.select(".ucap-time-line__point")) == 1


def test_who_was_told_waits_no_longer(client: PageClient, involving: Involving) -> None:
    (engagement,) = entries_of_plan(involving.plan.id, [Engagement])
    change_entry(involving.plan, engagement.id, by=involving.editor, told_on=date(2026, 6, 1))

    assert "Who has not heard back" not in client.open(f"{involving.address}engagements").text


def test_an_empty_log_says_what_belongs_there_and_strangers_find_nothing(
    client: PageClient, involving: Involving
) -> None:
    assert client.sign_in(make_person()).open(f"{involving.address}engagements").status == 404
