import json

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import delete

from tests.factories import PASSWORD, entry_of, make_entry, make_member, make_person, make_plan
from tests.pages import Page, PageClient
from tests.rows import digest_of_rows
from ucap.accounts.models import Person, SignInSession
from ucap.core.database import session
from ucap.entries.queries.kept_forms import drafts_of_plan
from ucap.entries.queries.reading import entries_of_plan
from ucap.pairings.models import Role
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective

SAID = "Sign in, and you are back in your form; nothing you typed is lost."


def test_after_the_session_has_ended_one_signs_in_and_is_back_in_the_filled_form(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/add/measure")
    end_sessions()

    asked = form.submit({"title": "Räin 🌧", "practice": 'A\r\n"b" <b>', "objectives": [str(objective)], "mode": "?"})
    page = sign_in(asked, asha)
    saved = page.submit({"mode": "adapt"})

    assert (asked.status, asked.title) == (401, "Sign in")
    assert SAID in asked.text
    assert page.path == f"{form.path}?draft={form.form()['form_key']}"
    assert "This is your unsaved text" in page.text
    typed = page.form()
    assert (typed["title"], typed["practice"]) == ("Räin 🌧", 'A\n"b" <b>')
    assert typed["objectives"] == str(objective)
    assert saved.title == "Räin 🌧"
    assert len(entries_of_plan(plan.id, [Measure])) == 1
    session().rollback()
    assert drafts_of_plan(plan.id, asha) == []


def test_a_change_comes_back_with_the_version_that_was_read(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")
    end_sessions()

    page = sign_in(form.submit({"focus": "Rain"}), asha)
    saved = page.submit()

    assert (page.form()["focus"], page.form()["version"]) == ("Rain", "1")
    assert saved.title == "Rain"
    assert entry_of(plan, area).version == 2


def test_wrong_passwords_lose_nothing(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    page = ended(client, asha, f"/plans/{plan.id}/objectives/add/area", focus="Rain")

    for _ in range(3):
        page = sign_in(page, asha, "wrong")
        assert "The email address or the password is not right." in page.text
        assert SAID in page.text

    assert sign_in(page, asha).form()["focus"] == "Rain"


def test_nothing_is_stored_before_somebody_signs_in(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/add/area")
    end_sessions()
    before = digest_of_rows()

    asked = form.submit({"focus": "Rain"})

    assert digest_of_rows() == before
    assert form.csrf_token not in asked.response.text


def test_another_person_who_signs_in_goes_on_with_it_if_they_write_there(client: PageClient) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    asked = ended(client, asha, f"/plans/{plan.id}/objectives/add/area", focus="Rain")

    page = sign_in(asked, bram)

    assert page.form()["focus"] == "Rain"
    session().rollback()
    assert (len(drafts_of_plan(plan.id, bram)), drafts_of_plan(plan.id, asha)) == (1, [])


def test_who_may_only_read_there_is_told_so_and_keeps_nothing(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    asha = make_member(plan)

    for person, status in ((make_member(plan, Role.OBSERVER), 403), (make_member(other), 404), (make_person(), 404)):
        asked = ended(client, asha, f"/plans/{plan.id}/objectives/add/area", focus="Rain")
        assert sign_in(asked, person).status == status
        session().rollback()
        assert drafts_of_plan(plan.id, person) == []


def test_a_form_that_was_saved_after_all_leads_to_its_entry(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/add/area")
    saved = form.submit({"focus": "Rain"})
    end_sessions()

    page = sign_in(form.submit({"focus": "Rain"}), asha)

    assert (page.title, page.path) == ("Rain", saved.path)
    assert len(entries_of_plan(plan.id, [Area])) == 1
    session().rollback()
    assert drafts_of_plan(plan.id, asha) == []


def test_a_form_without_a_key_comes_back_too(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)

    asked = client.post(f"/plans/{plan.id}/objectives/add/area", {"focus": "Rain", "form_key": "not-a-uuid"})

    assert sign_in(asked, asha).form()["focus"] == "Rain"


def test_a_post_without_a_form_is_only_asked_to_sign_in(client: PageClient) -> None:
    plan = make_plan()

    answer = client.send(f"/plans/{plan.id}/objectives/add/area", method="POST", json={"focus": "Rain"})

    assert answer.status_code == 303


def test_what_is_no_form_is_not_held(client: PageClient) -> None:
    answer = client.send("/sign-out", method="POST", data={"a": "b"})

    assert answer.status_code == 303


@pytest.mark.parametrize("path", ["/", "/nowhere", "/plans/x/", "/sign-out", "/sign-in"])
def test_a_held_form_of_no_form_of_ours_leads_to_the_path_only(client: PageClient, path: str) -> None:
    asha = make_person()

    answer = client.send(
        "/sign-in",
        method="POST",
        data={"email": asha.email, "password": PASSWORD, "next": path, "held": '[["focus","Rain"]]'},
    )

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(path[:3])


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_a_held_form_never_leads_to_another_site(client: PageClient, path: str) -> None:
    asha = make_person()

    answer = client.send(
        "/sign-in",
        method="POST",
        data={"email": asha.email, "password": PASSWORD, "next": path, "held": '[["focus","Rain"]]'},
    )

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    "held",
    [
        "x",
        "[",
        "{}",
        "5",
        "null",
        '["a"]',
        '[["a"]]',
        '[["a",5]]',
        '[["a","b","c"]]',
        '[[["a"],"b"]]',
        "[" * 20_000,
        "1" * 10_000,
        '[["focus","\\ud800"]]',
        "\0",
    ],
)
def test_what_is_no_held_form_is_no_fault(client: PageClient, held: str) -> None:
    plan = make_plan()
    asha = make_member(plan)
    sent = {"email": asha.email, "next": f"/plans/{plan.id}/objectives/add/area", "held": held}

    refused = client.post("/sign-in", {**sent, "password": "wrong"})
    page = client.post("/sign-in", {**sent, "password": PASSWORD})

    assert refused.status == 200
    assert page.status == 200
    assert page.title.startswith("Add")


def test_a_held_form_that_is_too_large_to_keep_leads_to_the_empty_form(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    path = f"/plans/{plan.id}/objectives/add/area"
    held = json.dumps([["focus", "x" * 500_000]])

    page = client.post("/sign-in", {"email": asha.email, "password": PASSWORD, "next": path, "held": held})

    assert page.path == path


def test_the_held_text_is_only_text_in_the_page(client: PageClient) -> None:
    plan = make_plan()

    page = client.post(f"/plans/{plan.id}/objectives/add/area", {"focus": '"><script>alert(1)</script>'})

    assert "<script>alert" not in page.response.text
    (held,) = BeautifulSoup(page.response.text, "html5lib").select("input[name=held]")
    assert json.loads(str(held["value"])) == [["focus", '"><script>alert(1)</script>']]


def test_another_site_cannot_have_a_form_held(client: PageClient) -> None:
    plan = make_plan()

    page = client.open(
        f"/plans/{plan.id}/objectives/add/area",
        method="POST",
        data={"focus": "Evil"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert page.status == 400
    assert "Evil" not in page.response.text


def ended(client: PageClient, person: Person, path: str, **typed: str) -> Page:
    """Open a form, let the session end, and send the form."""
    form = client.sign_in(person).open(path)
    end_sessions()
    return form.submit(typed)


def end_sessions() -> None:
    session().execute(delete(SignInSession))
    session().commit()


def sign_in(page: Page, person: Person, password: str = PASSWORD) -> Page:
    (form,) = page.soup.select("main form")
    assert form["action"] == "/sign-in"
    return page.client.post("/sign-in", {**page.form(), "email": person.email, "password": password})
