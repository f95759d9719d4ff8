import subprocess
from urllib.parse import unquote

import pytest

from tests.factories import make_entry, make_member, make_plan
from tests.pages import Page, PageClient
from ucap.pairings.models import Role
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective

HOSTILE = [
    "#set page(1cm)",
    "$ x",
    "*bold",
    "#",
    "```\n```",
    "---",
    "[a]: b",
    "- ",
    "\\",
    "@label <label>",
    "> ",
    "1. ",
]


def test_it_is_a_pdf_named_after_the_plan(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    make_entry(plan, Measure, by=asha, title="Water plaza")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/glance.pdf")

    assert page.status == 200
    assert page.response.mimetype == "application/pdf"
    named = page.response.headers["Content-Disposition"]
    assert named.startswith("attachment; ")
    assert "Surat – Rotterdam.pdf" in unquote(named)
    assert 'filename="UCAP at a glance Surat - Rotterdam.pdf"' in named
    assert page.response.data.startswith(b"%PDF-")
    assert "Water plaza" in text_of(page)


def test_characters_that_the_fonts_lack_become_a_mark_with_a_note(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    make_entry(plan, Measure, by=asha, title="Rain 𓀀 𓀁𓀂 square 海綿 🌧")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/glance.pdf")

    assert page.status == 200
    text = text_of(page)
    assert "Rain \ufffd \ufffd\ufffd square 海綿" in text
    assert "3 characters that the fonts of this file do not have are shown as \ufffd." in " ".join(text.split())


def test_an_empty_plan_makes_a_sensible_pdf(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")

    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/glance.pdf")

    assert page.status == 200
    assert "Surat – Rotterdam" in text_of(page)
    assert "No transfer measure has been written yet." in " ".join(text_of(page).split())


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_taken_for_markup_of_the_typesetter(client: PageClient, text: str) -> None:
    plan = make_plan()
    asha = make_member(plan)
    make_entry(plan, Objective, by=asha, statement=text)
    make_entry(plan, Area, by=asha, focus=text)
    make_entry(plan, Measure, by=asha, title=text, practice=text, must_change=f"one\n\n{text}\n\ntwo")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/glance.pdf")

    assert page.status == 200
    assert "two" in text_of(page)


def test_observers_may_take_it_and_others_may_not_know_of_it(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")

    assert client.sign_in(make_member(plan, Role.OBSERVER)).open(f"/plans/{plan.id}/glance.pdf").status == 200
    assert client.sign_in(make_member(other)).open(f"/plans/{plan.id}/glance.pdf").status == 404


def text_of(page: Page) -> str:
    read = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],  # noqa: S607 - found by its name, as on any machine
        input=page.response.data,
        capture_output=True,
        check=True,
    )
    return str(read.stdout, "utf-8")
