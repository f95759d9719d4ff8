import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from tests.unit.exports.documents import TODAY, full_plan, full_records, piloted_plan
from ucap.document.pilot_sheets import pilots_document
from ucap.document.plan import plan_document
from ucap.entries.fields import Beside, Section
from ucap.exports.html import html_file_of
from ucap.exports.markdown import markdown_of

HOSTILE = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "# no heading",
    "- no list",
    "1. no list",
    "> no quote",
    "a | b",
    "*no* _emphasis_ `code`",
    "[no](javascript:alert(1))",
    "![no](http://example.org/x.png)",
    "{{ 7 * 7 }} {% raw %}",
    "\\",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_in_markdown(text: str) -> None:
    written = markdown_of(full_plan(f"```\n{text}\n```", name=text))

    page = BeautifulSoup(MarkdownIt("commonmark").enable("table").render(written), "html.parser")

    assert page.get_text().count(text) >= 4
    assert page.find_all(["script", "img", "a", "code"]) == []
    assert not [one for one in page.find_all(["em", "blockquote", "ol"]) if text.strip("# -1.>") in one.get_text()]
    assert f"Water plaza {text}" in [one.get_text() for one in page.find_all("h3")]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_in_a_page_that_fetches_nothing(text: str) -> None:
    page = BeautifulSoup(html_file_of(full_plan(text, name=text)), "html.parser")

    assert page.find_all(["script", "img", "link", "iframe", "object"]) == []
    links = [str(one.get("href")) for one in page.find_all("a")]
    assert all(link.startswith(("#chapter-", "http://")) for link in links)
    assert f"Water plaza {text}" in [one.get_text() for one in page.find_all("h3")]
    assert "default-src 'none'" in str(page.find("meta", attrs={"http-equiv": "Content-Security-Policy"}))


def test_markdown_keeps_the_structure() -> None:
    written = markdown_of(full_plan("A **square** that *stores* rain.\n\n- one\n- two\n\n1. first"))

    assert written.startswith("# Urban Cooperation Action Plan: Surat  – Rotterdam \n")
    assert "\n## Transfer measures\n" in written
    assert "A **square** that *stores* rain.\n\n- one\n- two\n\n1. first" in written
    assert (
        "| Objective | Area of cooperation | Indicator | Unit |\n| --- | --- | --- | --- |\n| Dry streets |" in written
    )


def test_a_page_says_its_language_and_those_of_other_texts() -> None:
    page = BeautifulSoup(html_file_of(full_plan(language="ar")), "html.parser")

    assert page.html is not None
    assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")
    assert {one["lang"] for one in page.select("h3 bdi[lang]")} == {"en"}


def test_tables_have_heads_and_captions_and_charts_have_words() -> None:
    page = BeautifulSoup(html_file_of(pilots_document(piloted_plan(), language="en", on=TODAY)), "html.parser")

    assert page.find_all("table")
    assert all(table.caption and table.find("th", scope="col") for table in page.find_all("table"))
    (chart,) = page.select("[role=img]")
    assert str(chart["aria-label"]).startswith("Hours under water : 3 readings")
    assert chart.svg is not None


def test_parts_can_be_left_out_and_that_is_said() -> None:
    document = plan_document(full_records(), language="en", on=TODAY, parts=[Section.MEASURES, Beside.PILOTS])

    assert [chapter.words.text for chapter in document.chapters] == ["Transfer measures", "Pilots"]
    assert "> Left out of this file: Context, Objectives, Activities" in markdown_of(document)
