"""How the forms of entries ask: groups, marks, help and examples, places, lists to choose from, suggestions."""

from uuid import UUID

import pytest
from bs4 import Tag
from sqlalchemy import update

from tests.factories import make_entry, make_member, make_plan
from tests.pages import Page, PageClient
from ucap.core.database import Model, session
from ucap.directory.models import Term
from ucap.directory.operations import load_vocabularies
from ucap.directory.queries import term_by_code
from ucap.entries.queries.reading import entries_of_plan
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.activities import Activity
from ucap.plans.models.learnings import Learning
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective

MOST_WITHOUT_SEARCH = 8


def test_a_long_form_has_headings_and_a_table_of_contents(client: PageClient) -> None:
    page = form_to_add(client, "activities/add/activity")

    headings = [heading.get_text(" ", strip=True) for heading in page.soup.select("main form h2")]
    links = page.soup.select(".ucap-form-parts a")
    assert [heading.split(" Can change")[0] for heading in headings] == [link.get_text(strip=True) for link in links]
    assert headings[:3] == ["The basics", "When", "Money"]
    assert all(page.soup.find(id=str(link["href"]).removeprefix("#")) for link in links)


@pytest.mark.parametrize("path", ["context/add/mandate", "objectives/add/area", "learnings/add/learning"])
def test_a_short_form_has_no_table_of_contents(client: PageClient, path: str) -> None:
    assert form_to_add(client, path).soup.select(".ucap-form-parts") == []


def test_help_and_example_stand_apart_and_describe_the_field(client: PageClient) -> None:
    page = form_to_add(client, "activities/add/activity")

    (help_text,), (example,) = (
        question(page, "title").select(".ucap-help"),
        question(page, "title").select(".ucap-example"),
    )
    assert help_text.get_text() == "What will be done, in a few words."
    assert example.get_text() == "Example: Design workshop with the market traders"
    described = str(control(page, "title")["aria-describedby"])
    assert example in page.soup.select_one(f"#{described}").find_all()  # type: ignore[union-attr] # it is there


@pytest.mark.parametrize(
    ("language", "day", "cost", "progress"),
    [("en", "3 May 2027", "120,000 EUR", "12.5"), ("nl", "3 mei 2027", "120.000 EUR", "12,5")],
)
def test_the_form_shows_how_the_reader_types_days_money_and_numbers(
    client: PageClient, monkeypatch: pytest.MonkeyPatch, language: str, day: str, cost: str, progress: str
) -> None:
    monkeypatch.setattr("ucap.entries.forms.inputs.page_language", lambda: language)

    page = form_to_add(client, "activities/add/activity")

    for name, example in (("starts_on", day), ("cost", cost), ("progress", progress)):
        assert f"Example: {example}" in question(page, name).get_text()
    assert "%" in question(page, "progress").select_one(".govuk-input__suffix").get_text()  # type: ignore[union-attr] # it is there
    assert control(page, "progress")["inputmode"] == "decimal"


def test_a_year_is_asked_for_as_one_writes_it(client: PageClient) -> None:
    page = form_to_add(client, "context/add/baseline")
    refused = page.submit({"indicator": "Drains", "year": "1899"})
    fraction = page.submit({"indicator": "Drains", "year": "2024.5"})

    assert "Example: 2024" in question(page, "year").get_text()
    assert control(page, "year")["inputmode"] == "numeric"
    assert refused.error_at("year").endswith("Write a number from 1900 to 2200.")
    assert fraction.error_at("year").endswith("Write a whole number, such as 2024.")


@pytest.mark.parametrize(
    ("text", "error"),
    [("12.5", ""), ("12.55", "Error: Write a number with at most 1 digit after the decimal point.")],
)
def test_a_percentage_has_one_digit_after_the_point(client: PageClient, text: str, error: str) -> None:
    page = form_to_add(client, "activities/add/activity").submit({"title": "Workshop", "progress": text})

    assert page.error_at("progress") == error


def test_errors_say_how_to_type_it(client: PageClient) -> None:
    page = form_to_add(client, "objectives/add/objective").submit(
        {"statement": "Dry", "baseline": "many", "due_on": "soon"}
    )

    assert page.error_at("baseline").endswith("Write this as a number, such as 1,200.5.")
    assert page.error_at("due_on").endswith("Write this as a day that exists, such as 3 May 2027 or 2027-05-03.")


def test_what_agreement_needs_is_marked_explained_once_and_never_in_the_way(client: PageClient) -> None:
    page = form_to_add(client, "objectives/add/objective")

    assert "Must be filled in" in question(page, "statement").get_text()
    assert "Needed for agreement" in question(page, "indicator").get_text()
    assert "Needed for agreement" not in question(page, "sdg_targets").get_text()
    assert page.text.count("Save without it as often as you like") == 1
    assert page.submit({"statement": "Dry streets"}).title == "Dry streets"


def test_what_reports_on_the_way_is_set_apart(client: PageClient) -> None:
    page = form_to_add(client, "activities/add/activity")

    running, judged = page.soup.select(".ucap-question-group--running")
    assert {str(one["name"]) for one in running.find_all(["input", "textarea"])} == {
        "status",
        "progress",
        "evidence",
        "dropped_because",
    }
    assert judged.select("[name=timing_until]")
    assert "Can change any time" in running.h2.get_text()  # type: ignore[union-attr] # it is there
    assert "Can change any time" not in question(page, "status").get_text()
    assert "Can change any time" in question(page, "funding").get_text()


def test_a_condition_and_the_note_on_it_are_one_question(client: PageClient) -> None:
    page = form_to_add(client, "measures/add/module")

    together = question(page, "mandate_note")
    assert {str(one["name"]) for one in together.find_all("input")} == {"mandate", "mandate_note"}


def test_with_one_own_place_it_is_said_and_not_asked_for(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    client.sign_in(make_member(plan, side=1))

    page = client.open(f"/plans/{plan.id}/activities/add/activity")
    saved = page.submit({"title": "Workshop", "place_id": str(plan.sides[0].places[0].id)})
    edit = client.open(f"{saved.path}edit")

    assert page.soup.select("[name=place_id]:not([type=hidden])") == []
    for shown in (page, edit):
        assert heading_badge(shown) == "Rotterdam"
    (activity,) = entries_of_plan(plan.id, [Activity])
    assert activity.place_id == plan.sides[1].places[0].id


def test_with_several_own_places_the_place_is_the_first_question(client: PageClient) -> None:
    plan = make_plan(("Surat", "Pune"), "Rotterdam")
    asha = make_member(plan)
    activity = make_entry(plan, Activity, by=asha, place_id=plan.sides[0].places[1].id)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/activities/{activity}/edit")

    assert page.soup.select_one(".ucap-question [name]")["name"] == "place_id"  # type: ignore[index] # it is there
    assert heading_badge(page) == "Pune"


@pytest.mark.parametrize("count", [MOST_WITHOUT_SEARCH, MOST_WITHOUT_SEARCH + 1])
def test_a_list_of_more_than_eight_can_be_searched(client: PageClient, count: int) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objectives = [make_entry(plan, Objective, by=asha, statement=f"Objective {number}") for number in range(count)]

    page = client.sign_in(asha).open(f"/plans/{plan.id}/measures/add/measure")

    searched = question(page, "objectives").select("[data-behaviour=filter-choices]")
    assert len(searched) == (count > MOST_WITHOUT_SEARCH)
    assert [box["value"] for box in page.soup.select("[name=objectives]")] == [str(one) for one in objectives]


def test_links_to_several_types_stand_under_their_types(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    place = plan.sides[0].places[0].id
    measure = make_entry(plan, Measure, by=asha, title="Water plaza")
    activity = make_entry(plan, Activity, by=asha, title="Workshop", place_id=place)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/learnings/add/learning")
    saved = page.submit({"title": "Learnt", "learnt_from": [str(measure), str(activity)]})

    groups = question(page, "learnt_from").select("[role=group]")
    assert [group.get_text(" ", strip=True) for group in groups] == [
        "Transfer measures Water plaza",
        "Activities Workshop",
    ]
    assert saved.title == "Learnt"
    (learning,) = entries_of_plan(plan.id, [Learning])
    assert set(learning.attached["learnt_from"]) == {measure, activity}


def test_where_nothing_fits_one_can_add_it(client: PageClient) -> None:
    page = form_to_add(client, "measures/add/measure")

    link = next(link for link in question(page, "objectives").find_all("a"))
    assert "There is nothing to choose from yet." in question(page, "objectives").get_text()
    assert str(link["href"]).endswith("/objectives/add/objective")
    assert link["target"] == "_blank"
    assert "opens in a new tab" in link.get_text()


def test_targets_are_listed_by_goal_and_agendas_by_agenda(client: PageClient) -> None:
    load_vocabularies()
    page = form_to_add(client, "objectives/add/objective")

    lookup, agendas = question(page, "sdg_targets").details, question(page, "agendas")
    assert lookup is not None
    assert len(lookup.select("[data-code]")) == 169
    headings = [heading.get_text(strip=True) for heading in lookup.select(".ucap-choosing__heading")]
    assert headings[5] == "6 Clean water and sanitation"
    assert len(headings) == 17
    assert [heading.get_text(strip=True) for heading in agendas.select(".ucap-choosing__heading")] == [
        "New Urban Agenda: commitments (unofficial wording)",
        "New Urban Agenda: implementation (unofficial wording)",
        "Urban Agenda for the EU",
        "European Green Deal",
        "Global Covenant of Mayors",
        "Smart specialisation",
    ]


def test_terms_that_nobody_has_compared_with_their_source_say_so(client: PageClient) -> None:
    load_vocabularies()
    page = form_to_add(client, "objectives/add/objective")
    term = term_by_code("nua_transformative_commitment", "25-42")
    assert term is not None

    saved = page.submit({"statement": "Dry streets", "agendas": [str(term.id)]})

    asked = question(page, "agendas").get_text(" ", strip=True)
    assert asked.count("(unofficial wording)") == 2, (
        "once for each of the two lists of which nobody has seen the source"
    )
    assert "New Urban Agenda: commitments (unofficial wording)" in asked
    assert "the EU (unofficial wording)" not in asked
    assert f"{term.label} (unofficial wording)" in saved.text


def test_a_list_of_one_vocabulary_says_once_that_its_wording_is_unofficial(client: PageClient) -> None:
    load_vocabularies()

    page = form_to_add(client, "activities/add/activity")

    asked = question(page, "funding_family").get_text(" ", strip=True)
    assert asked.count("(unofficial wording)") == 1


def test_codes_that_are_not_in_the_list_are_named(client: PageClient) -> None:
    load_vocabularies()
    page = form_to_add(client, "objectives/add/objective")

    refused = page.submit({"statement": "Dry streets", "sdg_targets": "6.3, 99.9; x"})

    assert refused.error_at("sdg_targets") == "Error: Not in the list: 99.9, x. Write codes separated by commas."
    assert refused.form()["sdg_targets"] == "6.3, 99.9; x"


def test_targets_that_fit_the_themes_are_offered_and_none_is_chosen(client: PageClient) -> None:
    load_vocabularies()
    plan = make_plan()
    give_theme(plan, "T3")
    asha = make_member(plan)
    mobility = term_by_code("iuc_theme", "T5")
    assert mobility is not None
    make_entry(plan, Area, by=asha, main_theme=(mobility.id,))
    other = make_plan("Pune", "Oslo")
    make_entry(other, Area, by=make_member(other), main_theme=(theme_id("T1"),))

    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/add/objective")

    offers = {
        str(offer.p.get_text(strip=True)): [str(one["data-code"]) for one in offer.select("[data-code]")]  # type: ignore[union-attr] # it is there
        for offer in question(page, "sdg_targets").select(".ucap-codes__suggestions")
    }
    assert offers == {
        "Often chosen with “Blue & green infrastructure and management”:": [
            "6.3",
            "6.4",
            "6.5",
            "6.6",
            "11.5",
            "11.7",
            "15.1",
        ],
        "Often chosen with “Mobility and transport”:": ["3.6", "9.1", "11.2", "11.6"],
        "Often chosen for the partnership itself:": ["17.6", "17.9", "17.16", "17.17"],
    }
    assert page.form()["sdg_targets"] == ""


def test_nothing_is_offered_for_a_theme_that_is_not_in_the_crosswalk(client: PageClient) -> None:
    load_vocabularies()
    page = form_to_add(client, "objectives/add/objective")

    reasons = [reason.get_text(strip=True) for reason in page.soup.select(".ucap-codes__reason")]
    assert reasons == ["Often chosen for the partnership itself:"]


def test_texts_have_tools_and_a_hint_for_those_without_scripts(client: PageClient) -> None:
    page = form_to_add(client, "measures/add/measure")

    (tools,) = page.soup.select("template[data-prose-tools]")
    (form,) = page.soup.select("[data-behaviour=prose-tools]")
    assert [str(tool["aria-label"]) for tool in tools.select(".ucap-prose-tools__tool")] == [
        "Bold",
        "Italic",
        "Heading",
        "List",
        "Numbered list",
        "Quote",
        "Link",
    ]
    assert form["data-address"] == "/preview"
    assert "**bold**" in page.soup.select_one(".ucap-without-scripts").get_text()  # type: ignore[union-attr] # it is there


def form_to_add(client: PageClient, path: str) -> Page:
    plan = make_plan("Surat", "Rotterdam")
    return client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/{path}")


def control(page: Page, name: str) -> Tag:
    found = page.soup.select_one(f"[name={name}]")
    assert isinstance(found, Tag), name
    return found


def question(page: Page, name: str) -> Tag:
    """Return what is asked with the field, or where it would be, had it anything to choose from."""
    found = page.soup.select_one(f"[name={name}]") or page.soup.find(id=f"{name}-hint")
    assert isinstance(found, Tag), name
    around = found.find_parent(class_="ucap-question")
    assert isinstance(around, Tag), name
    return around


def heading_badge(page: Page) -> str:
    (badge,) = page.soup.select(".ucap-page-heading__badges")
    return badge.get_text(" ", strip=True)


def theme_id(code: str) -> UUID:
    term = term_by_code("iuc_theme", code)
    assert term is not None
    return term.id


def give_theme(plan: PlanFacts, code: str) -> None:
    """Make the term the theme of the plan's pairing."""
    theme = session().query(Term).filter_by(scheme="iuc_theme", code=code).one()
    pairings = Model.metadata.tables["pairings"]
    session().execute(update(pairings).where(pairings.c.id == plan.pairing_id).values(theme_id=theme.id))
    session().commit()
