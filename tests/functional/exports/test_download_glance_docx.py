from io import BytesIO
from urllib.parse import unquote

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from tests.factories import make_entry, make_member, make_plan
from tests.pages import Page, PageClient
from ucap.pairings.models import Role
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective


def test_it_is_a_word_document_named_after_the_plan_with_headings_and_a_header_row(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha, focus="Rain in squares")
    make_entry(plan, Objective, by=asha, statement="Dry streets", area=(area,))
    make_entry(plan, Measure, by=asha, title="Water plaza", practice="A **square**.")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/glance.docx")

    assert page.status == 200
    assert page.response.mimetype == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert "attachment; " in page.response.headers["Content-Disposition"]
    assert "Surat – Rotterdam.docx" in unquote(page.response.headers["Content-Disposition"])
    document = read(page)
    headings = headings_of(document)
    assert "Surat – Rotterdam" in " ".join(paragraph.text for paragraph in document.paragraphs)
    assert "Rain in squares" in headings
    assert "Water plaza" in headings
    (table,) = [table for table in document.tables if "Dry streets" in table.cell(1, 0).text]
    properties = table.rows[0]._tr.trPr  # noqa: SLF001 - python-docx has no header rows of its own
    assert properties is not None
    assert properties.find(qn("w:tblHeader")) is not None
    assert "A square." in [paragraph.text for paragraph in document.paragraphs]


def test_every_character_that_can_be_typed_can_be_written(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    make_entry(plan, Measure, by=asha, title="Rain 🌧 海綿 \u202eevil =cmd() <b>&amp;")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/glance.docx")

    assert "Rain 🌧 海綿 \u202eevil =cmd() <b>&amp;" in headings_of(read(page))


def test_an_empty_plan_makes_a_sensible_document(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")

    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/glance.docx")

    assert page.status == 200
    text = " ".join(paragraph.text for paragraph in read(page).paragraphs)
    assert "Surat – Rotterdam" in text
    assert "No area of cooperation has been written yet." in text


def test_observers_may_take_it_and_others_may_not_know_of_it(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")

    assert client.sign_in(make_member(plan, Role.OBSERVER)).open(f"/plans/{plan.id}/glance.docx").status == 200
    assert client.sign_in(make_member(other)).open(f"/plans/{plan.id}/glance.docx").status == 404


def read(page: Page) -> WordDocument:
    return Document(BytesIO(page.response.data))


def headings_of(document: WordDocument) -> list[str]:
    return [
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph.style is not None and str(paragraph.style.name).startswith("Heading")
    ]
