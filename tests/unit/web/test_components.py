"""The components draw GOV.UK Frontend's HTML for the options they know, and their own parts as promised."""

import json
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Form,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired

PROJECT = Path(__file__).parents[3]
FIXTURES = PROJECT / "frontend/node_modules/govuk-frontend/dist/govuk/components"

# How many of the package's examples a component draws at least; others use options that it does not have.
ENOUGH = 6
CHOICES: Any = ["copy", "adapt"]

Options = Mapping[str, Any]


@pytest.fixture(scope="module")
def templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PROJECT / "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.globals["static_url"] = lambda filename: f"/static/{filename}"
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    return environment


def draw(templates: Environment, component: str, *arguments: object, **keywords: object) -> str:
    macro, _, part = component.partition(".")
    module = templates.get_template(f"components/{macro}.html").module
    return str(getattr(module, part or macro)(*arguments, **keywords))


def test_components_draw_what_govuk_frontend_draws(templates: Environment, component: str) -> None:
    differences = []
    compared = 0

    for fixture in fixtures_of(component):
        try:
            arguments = IN_OUR_WORDS[component](fixture["options"])
        except UnknownOptionError:
            continue
        compared += 1
        if tokens_of(draw(templates, component, **arguments)) != tokens_of(fixture["html"]):
            differences.append(fixture["name"])

    assert differences == []
    assert compared >= ENOUGH


class MeasureForm(Form):
    """One field of every kind that the forms draw."""

    csrf_token = HiddenField(default="secret")
    title = StringField("Title", [InputRequired("Write a title")], description="One line")
    why = TextAreaField("Why", render_kw={"rows": 8, "lang": "nl"})
    mode = SelectField("Mode", choices=CHOICES)
    giver = RadioField("Giver", [InputRequired("Choose a giver")], choices=CHOICES)
    helix = SelectMultipleField("Helix", choices=CHOICES)
    modules = IntegerField("Modules", render_kw={"width": 3, "suffix": "parts", "data-unit": "parts"})
    starts_on = DateField("Starts on")
    email = EmailField("Email")
    password = PasswordField("Password")
    is_public = BooleanField("Public")
    save = SubmitField("Save")


def test_each_kind_of_field_becomes_its_component(templates: Environment) -> None:
    form = MeasureForm(title="Water squares", mode="adapt", helix=["adapt"], password="known", is_public=True)

    html = draw(templates, "forms.form", form, "Save measure")

    assert elements(html, "input", name="title")[0].items() >= {"type": "text", "dir": "auto"}.items()
    assert elements(html, "input", name="title")[0]["aria-describedby"] == "title-hint"
    assert elements(html, "textarea", name="why")[0].items() >= {"rows": "8", "lang": "nl", "dir": "auto"}.items()
    assert [each["value"] for each in elements(html, "option") if "selected" in each] == ["adapt"]
    assert [each["type"] for each in elements(html, "input", name="giver")] == ["radio", "radio"]
    assert ["checked" in each for each in elements(html, "input", name="helix")] == [False, True]
    assert elements(html, "input", name="modules")[0].items() >= {"type": "text", "inputmode": "numeric"}.items()
    assert elements(html, "input", name="modules")[0]["data-unit"] == "parts"
    assert elements(html, "input", name="starts_on")[0]["type"] == "date"
    assert elements(html, "input", name="email")[0]["type"] == "email"
    assert "value" not in elements(html, "input", name="password")[0]
    assert "checked" in elements(html, "input", name="is_public")[0]
    assert elements(html, "button", name="save") != []


def test_a_form_carries_each_hidden_field_once_with_name_before_value(templates: Environment) -> None:
    html = draw(templates, "forms.form", MeasureForm(), "Save measure")

    assert html.count('<input type="hidden" name="csrf_token" value="secret">') == 1
    assert html.count('name="csrf_token"') == 1


def test_a_caller_chooses_the_fields_of_a_form(templates: Environment) -> None:
    page = templates.from_string(
        """{% import "components/forms.html" as forms %}
        {% call forms.form(form, "Save", cancel_url="/back", behaviour="leave-warning") %}
        {{ forms.field(form.title) }}{% endcall %}"""
    )

    html = page.render(form=MeasureForm())

    assert [each["name"] for each in elements(html, "input")] == ["csrf_token", "title"]
    assert elements(html, "a")[0]["href"] == "/back"
    assert elements(html, "form")[0]["data-behaviour"] == "leave-warning"


def test_every_error_links_to_its_field(templates: Environment) -> None:
    form = MeasureForm(MultiDict({"mode": "copy"}))
    form.validate()

    html = draw(templates, "forms.error_summary", form)

    assert [each["href"] for each in elements(html, "a")] == ["#title", "#giver"]
    fields = draw(templates, "forms.field", form.title) + draw(templates, "forms.field", form.giver)
    assert {"title", "giver"} <= {each["id"] for each in elements(fields, "input")}


def test_a_form_that_came_back_with_errors_counts_as_unsaved(templates: Environment) -> None:
    form = MeasureForm(MultiDict())
    form.validate()

    html = draw(templates, "forms.form", form, "Save", behaviour="leave-warning")

    assert elements(html, "form")[0]["data-unsaved"] == "true"


def test_without_errors_there_is_no_summary(templates: Environment) -> None:
    assert draw(templates, "forms.error_summary", MeasureForm()).strip() == ""


class LazyText:
    """Passes for safe HTML although nothing was escaped, as Flask-Babel's lazy strings do."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text

    __html__ = __str__


def test_lazy_texts_of_a_field_are_escaped(templates: Environment) -> None:
    form = MeasureForm()
    text: Any = LazyText("<b>")
    form.title.label.text = form.title.description = text
    form.title.errors = [text]

    html = draw(templates, "forms.field", form.title) + draw(templates, "forms.error_summary", form)

    assert "<b>" not in html
    assert html.count("&lt;b&gt;") == 4


def test_a_text_keeps_its_first_line_break(templates: Environment) -> None:
    html = draw(templates, "textarea", "why", "why", "Why", value="\nA\n  B\n")

    assert ">\n\nA\n  B\n</textarea>" in html


def test_a_direction_is_read_aloud_as_one_phrase(templates: Environment) -> None:
    giver, receiver = {"name": "Rotterdam", "position": 1}, {"name": "Surat", "position": 0}

    html = draw(templates, "direction", giver, receiver)

    assert "from Rotterdam to Surat" in " ".join(html.split())
    assert elements(html, "span", **{"aria-hidden": "true"}) != []


def test_a_comparison_adds_no_space_to_the_text(templates: Environment) -> None:
    html = draw(templates, "word_diff", [("same", "no more than 2"), ("removed", "0"), ("added", "1"), ("same", ".")])

    tokens = tokens_of(html)
    assert html.startswith('<p class="ucap-word-diff" dir="auto">no more than 2<del', html.index("<p"))
    assert tokens[tokens.index("removed:") + 2] == "0"
    assert tokens[tokens.index("added:") + 2] == "1"
    assert html.rstrip().endswith("</ins>.</p>")


def test_figures_name_baseline_and_target(templates: Environment) -> None:
    items = [
        {"label": "Streets", "baseline": "41", "target": "12", "unit": "a year", "date": "2028"},
        {"label": "Visits", "value": 7},
    ]

    words = [token for token in tokens_of(draw(templates, "facts", items)) if isinstance(token, str)]

    assert [word for word in words if not word.startswith("/")] == [
        "Streets", "from", "41", "to", "12", "a year", "by 2028", "Visits", "7",
    ]  # fmt: skip


def test_what_people_write_is_escaped_unless_it_was_cleaned(templates: Environment) -> None:
    assert "&lt;script&gt;" in draw(templates, "text_block", "<script>")
    assert "<p>Clean</p>" in draw(templates, "text_block", Markup("<p>Clean</p>"))


@pytest.mark.parametrize("status", [500, 503])
def test_when_nothing_works_the_error_page_stands_by_itself(templates: Environment, status: int) -> None:
    error: dict[str, object] = {"message": None, "ask": [], "home_url": "/"}

    html = templates.get_template(f"errors/{status}.html").render(error=error)

    assert len(elements(html, "h1")) == 1
    assert elements(html, "a", href="/") != []


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 410, 413, 429])
def test_every_error_says_what_the_application_adds_and_whom_to_ask(templates: Environment, status: int) -> None:
    error = {"message": "The text has changed.", "ask": ["Anjali Desai"], "wait": None, "home_url": "/"}
    shell: dict[str, object] = {"notices": [], "session_end": None}
    frame = {"header": str, "footer": str}

    html = templates.get_template(f"errors/{status}.html").render(
        error=error, shell=shell, frame=frame, page_lang="en", page_dir="ltr"
    )

    assert "The text has changed." in html
    assert ("Anjali Desai" in html) == (status == 403)
    assert len(elements(html, "h1")) == 1


def elements(html: str, tag: str, **attributes: str) -> list[dict[str, str]]:
    """Return the attributes of the elements of that name which have all the given ones."""
    return [
        token[1]
        for token in tokens_of(html)
        if isinstance(token, tuple) and token[0] == tag and attributes.items() <= token[1].items()
    ]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "component" in metafunc.fixturenames:
        metafunc.parametrize("component", IN_OUR_WORDS)


class UnknownOptionError(Exception):
    """Raised when a fixture uses an option that our component does not have."""


def fixtures_of(component: str) -> list[dict[str, Any]]:
    file = FIXTURES / component.replace("_", "-") / "fixtures.json"
    if not file.is_file():
        pytest.fail(f"{file} is missing: bring the npm packages with `make front-end`")
    fixtures: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["fixtures"]
    return fixtures


class Tokens(HTMLParser):
    """Reads HTML into what matters of it: tags with their attributes, and words."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        attributes["class"] = " ".join(sorted(attributes.get("class", "").split()))
        self.found.append((tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self.found.append(words)


def tokens_of(html: str) -> list[object]:
    parser = Tokens()
    parser.feed(html)
    parser.close()
    return parser.found


def translated(options: Options, names: str) -> Options:
    """Return the options in our words: `names` lists those we know, as `theirs` or as `theirs=ours`.

    Raises:
        UnknownOptionError: if there is another.
    """
    ours = {name.partition("=")[0]: name.partition("=")[2] or name for name in names.split()}
    if unknown := set(options) - set(ours):
        raise UnknownOptionError(unknown)
    return {
        ours[name]: text_of(value) if isinstance(value, dict) and name != "attributes" else value
        for name, value in options.items()
    }


def text_of(options: Options) -> str:
    if set(options) - {"text", "html"} or not options:
        raise UnknownOptionError(options)
    return Markup(options["html"].strip()) if "html" in options else str(options["text"])  # noqa: S704 - as given


def worded(options: Options, names: str, parameter: str = "text") -> Options:
    """Return the options of something that is one text, be it given as text or as HTML, with some more."""
    given = {name: value for name, value in options.items() if name in {"text", "html"}}
    others = {name: value for name, value in options.items() if name not in {"text", "html"}}
    if "html" in given:
        given.pop("text", None)
    return {parameter: text_of(given), **translated(others, names)}


def without(options: Options, *names: str) -> Options:
    return {name: value for name, value in options.items() if name not in names}


FIELD = "name id label hint errorMessage=error describedBy=described_by classes attributes "


def field(options: Options, names: str) -> Options:
    group = translated(options.get("formGroup", {}), "classes=group_classes")
    return {"id": options["name"], **group, **translated(without(options, "formGroup"), FIELD + names)}


def select(options: Options) -> Options:
    items = [item for item in options.get("items", []) if item]
    if any(set(item) - {"value", "text", "selected", "disabled", "attributes"} for item in items):
        raise UnknownOptionError
    if any(isinstance(item.get("value"), bool | None) for item in items):
        raise UnknownOptionError
    value = options.get("value") or object()
    items = [{"selected": item["value"] == value, **item} for item in items]
    return {**field(without(options, "items", "value"), ""), "items": items}


def choices(options: Options) -> Options:
    fieldset = options.get("fieldset", {})
    legend = fieldset.get("legend", {})
    picked = options.get("values", [options.get("value")])
    items = [choice(item, picked) for item in options["items"]]
    rest = without(options, "fieldset", "items", "value", "values", "formGroup", "idPrefix")
    return {
        "id": options.get("idPrefix", options["name"]),
        "legend": text_of(without(legend, "classes")) if legend else None,
        "legend_classes": legend.get("classes", ""),
        "items": items,
        **translated(without(fieldset, "legend"), "describedBy=described_by"),
        **translated(options.get("formGroup", {}), "classes=group_classes"),
        **translated(rest, FIELD),
    }


def choice(item: Options | None, picked: Sequence[object]) -> Options:
    if not item:
        raise UnknownOptionError("an empty item counts in the ids of the others")
    if "divider" in item:
        return item
    return {"checked": item["value"] in picked, **worded(item, "value id checked disabled attributes hint")}


def error_message(options: Options) -> Options:
    if options.get("visuallyHiddenText") == "":
        raise UnknownOptionError("an error always says that it is one")
    return worded(options, "visuallyHiddenText=hidden_prefix id classes attributes")


def summary_row(row: Options) -> Options:
    actions = row.get("actions", {})
    names = "href attributes visuallyHiddenText=hidden_text"
    return {
        **translated(without(row, "actions"), "key value classes"),
        "actions": [worded(each, names) for each in actions.get("items", [])],
        **translated(without(actions, "items"), ""),
    }


def task(item: Options | None) -> Options:
    if not item:
        raise UnknownOptionError("an empty item counts in the ids of the others")
    status = item["status"]
    rest = translated(without(item, "status"), "title href hint classes")
    if "tag" not in status:
        return {**rest, **worded(status, "classes=status_classes", "status")}
    tag = worded(status["tag"], "classes=colour")
    return {**rest, "tag": {**tag, "colour": tag.get("colour", "").removeprefix("govuk-tag--")}}


def table(options: Options) -> Options:
    names = "format classes colspan rowspan attributes"
    cells: dict[str, Any] = {"rows": [[worded(each, names) for each in row] for row in options["rows"] if row]}
    if "head" in options:
        cells["head"] = [worded(each, names) for each in options["head"]]
    rest = "caption captionClasses=caption_classes firstCellIsHeader=first_cell_is_header classes attributes"
    return {**cells, **translated(without(options, "rows", "head"), rest)}


def listed(options: Options, name: str, read: Callable[[Options], Options], names: str, ours: str = "") -> Options:
    """Return the options of something that is a list of things."""
    things = [read(each) for each in options.get(name, [])]
    return {ours or name: things, **translated(without(options, name), names)}


LINK = "href attributes"
INPUT = "type value prefix suffix inputmode autocomplete autocapitalize pattern spellcheck disabled"
SUMMARY = "titleText=title descriptionText=description disableAutoFocus=disable_auto_focus classes attributes"
BANNER = (
    "text type=kind titleText=title titleId=title_id titleHeadingLevel=heading_level role classes attributes "
    "disableAutoFocus=disable_auto_focus"
)
BUTTON = "id href type name value disabled classes attributes preventDoubleClick=prevent_double_click"

IN_OUR_WORDS: Mapping[str, Callable[[Options], Options]] = {
    "back_link": lambda given: worded({"href": "#", "text": "Back", **given}, "href classes attributes"),
    "breadcrumbs": lambda given: listed(
        given,
        "items",
        lambda item: worded(item, LINK),
        "labelText=label collapseOnMobile=collapse_on_mobile classes attributes",
    ),
    "button": lambda given: worded(given, BUTTON),
    "checkboxes": choices,
    "details": lambda given: worded(given, "summaryText=summary open id classes attributes"),
    "error_message": error_message,
    "error_summary": lambda given: listed(given, "errorList", lambda item: worded(item, LINK), SUMMARY, "errors"),
    "hint": lambda given: worded(given, "id classes attributes"),
    "input": lambda given: field(given, INPUT),
    "inset_text": lambda given: worded(given, "id classes attributes"),
    "label": lambda given: worded(given, "for=for_id classes attributes"),
    "notification_banner": lambda given: translated(given, BANNER),
    "radios": choices,
    "select": select,
    "skip_link": lambda given: worded(given, "href classes attributes"),
    "summary_list": lambda given: listed(
        {**given, "rows": [row for row in given["rows"] if row]}, "rows", summary_row, "classes attributes"
    ),
    "table": table,
    "tag": lambda given: worded(given, "id classes attributes"),
    "task_list": lambda given: listed(given, "items", task, "idPrefix=id_prefix classes attributes"),
    "textarea": lambda given: field(given, "value rows autocomplete spellcheck"),
    "warning_text": lambda given: worded(given, "iconFallbackText=hidden_prefix classes attributes"),
}
