"""Promises about the URL map: labels, names, templates and test files."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from config import ROOT
from tests.conftest import settings_for
from ucap.app import create_app
from ucap.web.access import UnlabelledViewError, label_of, public, refuse_unlabelled_views, returns_form

PUBLIC = {
    "accounts.sign_in",
    "elsewhere.come_back",
    "elsewhere.go_elsewhere",
    "exports.show_schema",
    "imprint.show_page",
    "passwords.ask_for_password",
    "second_step.enter_code",
    "second_step.set_up_second_step",
    "static",
    "web.show_health",
    "imprint.show_first_page",
    "web.show_readiness",
}

RETURNING_FORMS = {"entries.add_entry", "entries.edit_entry"}
"""Views that the keeper of held forms knows: what was typed in them outlives its session."""


@pytest.fixture(scope="module")
def bare_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Give the application on no database: nothing here asks it anything."""
    folder = tmp_path_factory.mktemp("bare")
    return create_app(settings_for(f"sqlite:///{folder / 'none.db'}", folder))


def views(app: Flask) -> dict[str, Callable[..., Any]]:
    return {endpoint: view for endpoint, view in app.view_functions.items() if endpoint != "static"}


def test_a_view_without_a_label_stops_the_application_from_starting() -> None:
    app = Flask("forgetful")
    app.view_functions["static"] = public(app.view_functions["static"])
    refuse_unlabelled_views(app)

    app.add_url_rule("/x", "plans.forgotten", lambda: "x")

    with pytest.raises(UnlabelledViewError, match=r"plans\.forgotten"):
        refuse_unlabelled_views(app)


def test_the_public_views_are_these(bare_app: Flask) -> None:
    assert {endpoint for endpoint, view in bare_app.view_functions.items() if label_of(view) == "public"} == PUBLIC


def test_the_views_that_show_a_form_again_are_these(bare_app: Flask) -> None:
    assert {endpoint for endpoint, view in bare_app.view_functions.items() if returns_form(view)} == RETURNING_FORMS


def test_a_view_that_shows_a_form_again_asks_the_form_whether_it_is_valid(bare_app: Flask) -> None:
    for endpoint in RETURNING_FORMS:
        assert ".validate_on_submit()" in inspect.getsource(inspect.unwrap(bare_app.view_functions[endpoint]))


def test_a_view_with_an_id_asks_a_loader(bare_app: Flask) -> None:
    for rule in bare_app.url_map.iter_rules():
        if rule.arguments - set(rule.defaults or {}) and rule.endpoint != "static":
            label = label_of(bare_app.view_functions[rule.endpoint])
            assert label is not None
            assert re.fullmatch(r"ucap\.\w+\.access\.\w+", label), f"{rule.endpoint}: {label}"


def test_an_endpoint_is_named_after_its_module_and_view(bare_app: Flask) -> None:
    for endpoint, view in views(bare_app).items():
        subject, name = endpoint.split(".")
        assert view.__name__ == name
        assert re.fullmatch(rf"ucap\.({subject}\.routes|\w+\.routes\.{subject})", view.__module__), endpoint
        assert "_" in name, "verb and noun"


def test_a_view_renders_the_template_of_its_name(bare_app: Flask) -> None:
    rendering = 0
    for endpoint, view in views(bare_app).items():
        source = inspect.getsource(inspect.unwrap(view))
        rendered = re.findall(r'render_template\(\s*"([^"]+)"', source)
        wanted = f"{endpoint.replace('.', '/')}.html"
        assert set(rendered) <= {wanted}, endpoint
        if rendered:
            rendering += 1
            assert (ROOT / "templates" / wanted).is_file()
    assert rendering > 8


def test_every_page_template_has_a_view(bare_app: Flask) -> None:
    endpoints = {endpoint.replace(".", "/") for endpoint in views(bare_app)}

    for path in (ROOT / "templates").rglob("*.html"):
        name = path.relative_to(ROOT / "templates").with_suffix("").as_posix()
        if name.split("/")[0] not in {"components", "layouts", "errors"} and not path.name.startswith("_"):
            assert name in endpoints


def test_every_view_has_its_test_file(bare_app: Flask) -> None:
    missing = [endpoint for endpoint in views(bare_app) if not _test_file(endpoint).is_file()]

    assert missing == []


def _test_file(endpoint: str) -> Path:
    feature, name = endpoint.split(".")
    return ROOT / "tests" / "functional" / feature / f"test_{name}.py"
