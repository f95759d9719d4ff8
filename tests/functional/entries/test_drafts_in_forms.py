from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.factories import NOON, change_entry, entry_of, make_draft, make_entry, make_member, make_plan
from tests.pages import PageClient
from tests.rows import digest_of_rows
from ucap.core.database import session
from ucap.entries.queries.kept_forms import drafts_of_plan
from ucap.entries.queries.reading import entries_of_plan
from ucap.plans.models.objectives import Area, Objective


def test_a_form_offers_the_text_that_was_not_saved_and_fills_itself_with_it(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    path = f"/plans/{plan.id}/objectives/add/objective"
    key = make_draft(plan, Objective, by=asha, statement="Dry str", baseline="abc", form_key=uuid4())
    offering = client.sign_in(asha).open(path)

    page = offering.follow("Continue with it")

    assert "You have unsaved text from 22 Nov 2026, 12:00" in offering.text
    assert offering.form()["statement"] == ""
    assert "This is your unsaved text from 22 Nov 2026, 12:00" in page.text
    assert "You have unsaved text" not in page.text
    assert (page.form()["statement"], page.form()["baseline"]) == ("Dry str", "abc")
    assert page.form()["form_key"] == str(key)


def test_several_unsaved_texts_of_one_form_can_be_told_apart(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    for statement in ("Dry str", "Cool squ"):
        make_draft(plan, Objective, by=asha, statement=statement, form_key=uuid4())

    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/add/objective")

    links = [" ".join(link.get_text().split()) for link in page.soup.find_all("a") if "Continue" in link.get_text()]
    assert sorted(links) == ["Continue with it (Cool squ)", "Continue with it (Dry str)"]


def test_what_cannot_be_read_is_refused_only_when_it_is_saved(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    key = make_draft(plan, Objective, by=asha, statement="Dry streets", baseline="abc")
    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/add/objective?draft={key}")

    refused = page.submit()
    saved = refused.submit({"baseline": "5"})

    assert page.error_at("baseline") == ""
    assert "Write this as a number" in refused.error_at("baseline")
    assert refused.form()["form_key"] == str(key)
    assert saved.title == "Dry streets"
    session().rollback()
    assert drafts_of_plan(plan.id, asha) == []


def test_boxes_and_lists_are_as_they_were_left(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    objective = make_entry(plan, Objective, by=asha, statement="Dry streets", area=(area,), unit="m³")
    key = make_draft(
        plan, Objective, entry_id=objective, by=asha, statement="Dry streets", area="", unit="", version="1"
    )

    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{objective}/edit?draft={key}")

    assert (page.form()["area"], page.form()["unit"]) == ("", "")


def test_the_draft_of_a_change_remembers_which_version_was_read(client: PageClient) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1, name="Bram Vos")
    area = make_entry(plan, Area, by=asha, focus="As it was")
    key = make_draft(plan, Area, entry_id=area, by=asha, focus="Mine", version="1")
    change_entry(plan, area, by=bram, focus="Theirs")
    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit?draft={key}")

    conflict = page.submit()

    assert (page.form()["focus"], page.form()["version"]) == ("Mine", "1")
    assert conflict.status == 409
    assert conflict.form()["focus"] == "Mine"
    session().rollback()
    assert len(drafts_of_plan(plan.id, asha)) == 1
    settled = conflict.submit()
    assert settled.title == "Mine"
    session().rollback()
    assert drafts_of_plan(plan.id, asha) == []


def test_the_draft_of_a_conflict_that_was_not_settled_leads_to_the_conflict_again(client: PageClient) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    area = make_entry(plan, Area, by=asha, focus="As it was")
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")
    change_entry(plan, area, by=bram, focus="Theirs")
    conflict = form.submit({"focus": "Mine"})
    (drawn,) = conflict.soup.select("form[data-draft-url]")
    client.post(str(drawn["data-draft-url"]), conflict.form())

    page = client.open(form.path).follow("Continue with it")
    again = page.submit()

    assert (page.form()["focus"], page.form()["version"]) == ("Mine", "1")
    assert (again.status, entry_of(plan, area).title()) == (409, "Theirs")
    assert again.submit().title == "Mine"


def test_opening_and_continuing_changes_nothing(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    key = make_draft(plan, Area, by=asha, focus="Rai")
    client.sign_in(asha)
    before = digest_of_rows()

    for address in (f"/plans/{plan.id}/objectives/add/area", f"/plans/{plan.id}/objectives/add/area?draft={key}"):
        client.open(address)

    assert digest_of_rows() == before


@pytest.mark.parametrize("asked", ["theirs", "not-a-uuid", "", "new", "other type", "other entry"])
def test_a_draft_that_is_not_ones_own_of_this_form_is_not_shown(client: PageClient, asked: str) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    area, other = make_entry(plan, Area, by=asha, focus="As it is"), make_entry(plan, Area, by=asha)
    keys = {
        "theirs": make_draft(plan, Area, entry_id=area, by=bram, focus="Secret"),
        "new": uuid4(),
        "other type": make_draft(plan, Objective, by=asha, focus="Secret"),
        "other entry": make_draft(plan, Area, entry_id=other, by=asha, focus="Secret"),
    }

    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit?draft={keys.get(asked, asked)}")

    assert page.status == 200
    assert page.form()["focus"] == "As it is"
    assert "Secret" not in page.response.text
    assert page.soup.select(".ucap-draft") == []


def test_only_the_newest_few_are_offered(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    for minutes in range(5):
        make_draft(plan, Area, by=asha, at=NOON + timedelta(minutes=minutes))

    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/add/area")

    assert [text in page.text for text in ("12:00", "12:01", "12:02", "12:03", "12:04")] == [False, False, *[True] * 3]


def test_the_plan_lists_ones_own_unsaved_texts(client: PageClient) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    make_draft(plan, Area, by=asha, focus="Rain <b>water</b>")
    make_draft(plan, Objective, by=asha)
    make_draft(plan, Area, by=bram, focus="Theirs")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/")

    assert "Your unsaved texts" in page.text
    assert "Rain <b>water</b>" in page.text
    assert "Without a title yet" in page.text
    assert "Theirs" not in page.text
    assert page.follow("Continue with it (Rain").form()["focus"] == "Rain <b>water</b>"


def test_without_drafts_the_plan_says_nothing_of_them(client: PageClient) -> None:
    plan = make_plan()

    assert "unsaved" not in client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/").text


def test_a_page_of_the_plan_that_the_browser_has_is_not_used_when_a_draft_is_new(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    address = f"/plans/{plan.id}/"
    tag = client.sign_in(asha).send(address).headers["ETag"]
    make_draft(plan, Area, by=asha)

    answer = client.send(address, headers={"If-None-Match": tag})

    assert answer.status_code == 200
    assert "Your unsaved texts" in answer.text


def test_a_form_sent_twice_adds_one_entry_and_leads_to_it_both_times(client: PageClient) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/objectives/add/area")

    pages = [form.submit({"focus": "Rain"}) for _ in range(2)]

    assert [page.title for page in pages] == ["Rain", "Rain"]
    assert pages[0].path == pages[1].path
    assert len(entries_of_plan(plan.id, [Area])) == 1


def test_a_change_sent_twice_is_saved_once_and_answered_alike(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")

    pages = [form.submit({"focus": "Rain"}) for _ in range(2)]

    assert [(page.status, page.title) for page in pages] == [(200, "Rain"), (200, "Rain")]
    assert entry_of(plan, area).version == 2


def test_going_back_and_saving_another_text_is_no_conflict(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")
    form.submit({"focus": "Rain"})

    page = form.submit({"focus": "Rain and heat"})

    assert (page.status, page.title) == (200, "Rain and heat")


@pytest.mark.parametrize("key", [None, "", "not-a-uuid", "\0", ["a", "b"], "x" * 10_000, "{" + "0" * 32 + "}"])
def test_a_form_with_a_strange_key_or_none_is_saved_all_the_same(
    client: PageClient, key: str | list[str] | None
) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/objectives/add/area")
    sent = {name: value for name, value in form.form().items() if name != "form_key"}

    page = client.post(form.path, {**sent, "focus": "Rain", **({} if key is None else {"form_key": key})})

    assert page.title == "Rain"


def test_each_opening_of_a_form_has_its_own_key_and_a_refusal_keeps_it(client: PageClient) -> None:
    plan = make_plan()
    client.sign_in(make_member(plan))

    one, other = (client.open(f"/plans/{plan.id}/objectives/add/area") for _ in range(2))
    refused = one.submit({"focus": ""})

    assert UUID(str(one.form()["form_key"])) != UUID(str(other.form()["form_key"]))
    assert refused.form()["form_key"] == one.form()["form_key"]
