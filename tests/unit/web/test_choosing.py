"""The components with which one chooses from long lists."""

from collections.abc import Sequence
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup, Tag
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from wtforms import Form, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from config import ROOT

TERM = SimpleNamespace(code="6.3", label="Clean <water>")


@pytest.fixture(scope="module")
def templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined] # added by the extension
    return environment


@pytest.mark.parametrize(("count", "searched"), [(8, 0), (9, 1)])
def test_more_than_eight_boxes_can_be_searched(templates: Environment, count: int, searched: int) -> None:
    drawn = boxes(templates, [SelectChoice(str(number), f"Box {number}") for number in range(count)])

    assert len(drawn.select("[data-behaviour=filter-choices]")) == searched
    assert len(drawn.select("input[type=checkbox]")) == count


def test_boxes_under_headings_have_each_an_id_and_a_label(templates: Environment) -> None:
    drawn = boxes(
        templates, [SelectChoice(str(number), f"Box {number}", optgroup=f"{number // 5}") for number in range(12)]
    )

    ids = [str(box["id"]) for box in drawn.select("input")]
    assert ids == ["chosen", *(f"chosen-{number}" for number in range(2, 13))]
    assert [str(label["for"]) for label in drawn.select("label")] == ids
    groups = drawn.select("[role=group]")
    assert [len(group.select("input")) for group in groups] == [5, 5, 2]
    assert all(drawn.find(id=str(group["aria-labelledby"])) for group in groups)


def test_codes_are_a_labelled_line_with_hint_error_list_and_suggestions(templates: Environment) -> None:
    drawn = codes(templates, value="6.3", hint="A hint", error="An error")

    line = drawn.select_one("input")
    assert isinstance(line, Tag)
    assert line["value"] == "6.3"
    assert line["aria-describedby"] == "targets-hint targets-error"
    assert [str(label["for"]) for label in drawn.select("label")] == ["targets"]
    assert [one.get_text(strip=True) for one in drawn.select("details li")] == ["6.3 Clean <water>"]
    assert [one.get_text(strip=True) for one in drawn.select(".ucap-codes__reason")] == [
        "Often chosen with “Blue & green”:",
        "Often chosen for the partnership itself:",
    ]


def test_codes_without_hint_and_error_are_described_by_nothing(templates: Environment) -> None:
    line = codes(templates).select_one("input")

    assert isinstance(line, Tag)
    assert not line.has_attr("aria-describedby")


def boxes(templates: Environment, choices: Sequence[SelectChoice]) -> BeautifulSoup:
    class ChoosingForm(Form):
        chosen = SelectMultipleField("Chosen", choices=list(choices))

    html = templates.get_template("components/forms.html").module.field(ChoosingForm().chosen)  # type: ignore[attr-defined] # a macro
    return BeautifulSoup(html, "html5lib")


def codes(templates: Environment, **options: str) -> BeautifulSoup:
    suggestions = [
        SimpleNamespace(chosen_with="Blue & green", terms=[TERM]),
        SimpleNamespace(chosen_with="", terms=[TERM]),
    ]
    draw = templates.get_template("components/choosing.html").module.codes  # type: ignore[attr-defined] # a macro
    html = draw("targets", "targets", "Targets", [("6 Water", [TERM])], suggestions=suggestions, **options)
    return BeautifulSoup(html, "html5lib")
