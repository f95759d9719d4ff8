"""A client that works like a browser without scripts, and looks at every page it gets."""

import contextvars
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import UUID

import html5lib
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from ucap.accounts.models import Person
from ucap.accounts.operations.sessions import begin_session
from ucap.core.clock import utc_now
from ucap.core.database import session

FormValues = dict[str, str | list[str]]

_DIFFERS_EACH_TIME = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[\w.-]{60,}|[0-9]+")
"""Ids, tokens and numbers: a page that differs from a valid one in nothing else is valid too."""

_VALID: set[int] = set()
"""Patterns of pages that were found valid: the parser that tells takes longer than making the page."""


@dataclass
class Page:
    """An answer, and what a person can do with it."""

    client: "PageClient"
    response: TestResponse
    path: str
    soup: BeautifulSoup = field(init=False)

    def __post_init__(self) -> None:
        self.soup = BeautifulSoup(self.response.get_data(as_text=True) if self.is_html else "", "lxml")

    @property
    def is_html(self) -> bool:
        return self.response.mimetype == "text/html"

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        """Return the words of the page, blanks folded."""
        return " ".join(self.soup.get_text(" ").split())

    @property
    def title(self) -> str:
        return " ".join(self.soup.h1.get_text(" ").split()) if self.soup.h1 else ""

    def link(self, words: str) -> str:
        """Return the address of the first link with these words."""
        for link in self.soup.find_all("a", href=True):
            if words in " ".join(link.get_text(" ").split()):
                return str(link["href"])
        raise AssertionError(f"no link says {words!r}")

    def follow(self, words: str) -> "Page":
        return self.client.open(self.link(words))

    def form(self) -> FormValues:
        """Return what the page's form would send as it stands: the last form of the main part."""
        main = self.soup.find("main")
        assert isinstance(main, Tag)
        return values_of(main.find_all("form")[-1])

    def submit(self, changes: Mapping[str, str | list[str]] | None = None) -> "Page":
        """Send the form with these changes, and follow to where it leads."""
        return self.client.post(self.path, {**self.form(), **(changes or {})})

    def press(self, name: str, changes: Mapping[str, str | list[str]] | None = None) -> "Page":
        """Press the button that is read aloud so, its form filled with these changes, and follow to where it leads."""
        for button in self.soup.select("form[action] button"):
            form = button.find_parent("form")
            if isinstance(form, Tag) and " ".join(button.get_text("").split()) == name:
                return self.client.post(str(form["action"]), {**values_of(form), **(changes or {})})
        raise AssertionError(f"no button says {name!r}")

    @property
    def csrf_token(self) -> str:
        """Return the token that the page's forms carry; empty if it has none."""
        found = self.soup.find("input", attrs={"name": "csrf_token"})
        return str(found["value"]) if isinstance(found, Tag) else ""

    def error_at(self, name: str) -> str:
        """Return the error shown beside the field; empty if there is none."""
        found = self.soup.find(id=re.compile(rf"^{re.escape(name)}(-\d+)?-error$"))
        return found.get_text(" ", strip=True) if found else ""


def values_of(form: Tag) -> FormValues:
    """Return what the form would send as it stands."""
    values: FormValues = {}
    for control in form.find_all(["input", "textarea", "select"]):
        for value in _sent_by(control):
            _add(values, str(control["name"]), value)
    return values


def _sent_by(control: Tag) -> list[str]:
    if control.name == "textarea":
        return [control.get_text().removeprefix("\n")]
    if control.name == "select":
        chosen = control.find_all("option", selected=True) or control.find_all("option")[:1]
        return [str(option["value"]) for option in chosen]
    if control.get("type") in {"checkbox", "radio"} and not control.has_attr("checked"):
        return []
    return [str(control.get("value", ""))]


def _add(values: FormValues, name: str, value: str) -> None:
    kept = values.get(name)
    if kept is None:
        values[name] = value
    else:
        values[name] = [*kept, value] if isinstance(kept, list) else [kept, value]


class PageClient:
    """A browser without scripts, in which at most one person is signed in."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser = app.test_client()

    def sign_in(self, person: Person | UUID) -> Self:
        """Sign somebody in without the form, whose password hash takes its time."""
        person_id = person if isinstance(person, UUID) else person.id
        token = begin_session(person_id, at=utc_now())
        self.browser.set_cookie("session", token, domain="localhost")
        return self

    def open(self, path: str, *, method: str = "GET", **options: Any) -> Page:
        """Ask for an address, follow redirects, and look at the page."""
        response = self.send(path, method=method, **options)
        while response.status_code in {301, 302, 303, 307, 308}:
            path = response.headers["Location"]
            response = self.send(path)
        page = Page(self, response, urlsplit(path)._replace(scheme="", netloc="").geturl())
        if page.is_html:
            look_at(page)
        return page

    def post(self, path: str, data: Mapping[str, str | list[str]]) -> Page:
        return self.open(path, method="POST", data=dict(data))

    def send(self, path: str, *, method: str = "GET", **options: Any) -> TestResponse:
        """Send one request in a context of its own, as a server would, and end what the test has read."""
        session().rollback()
        session().expire_all()
        return contextvars.Context().run(self.browser.open, path, method=method, buffered=True, **options)


def look_at(page: Page) -> None:
    """Fail if the page is not valid HTML, has not exactly one h1, has an id twice or a control without a label."""
    text = page.response.get_data(as_text=True)
    pattern = hash(_DIFFERS_EACH_TIME.sub("", text))
    if pattern not in _VALID:
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(text)
        assert parser.errors == [], f"{page.path}: {[(place, code) for place, code, _ in parser.errors]}"
        _VALID.add(pattern)
    assert len(page.soup.find_all("h1")) == 1, f"{page.path}: exactly one h1"
    ids = Counter(str(tag["id"]) for tag in page.soup.find_all(id=True))
    assert [name for name, count in ids.items() if count > 1] == [], f"{page.path}: ids twice"
    labelled = {str(label["for"]) for label in page.soup.find_all("label", attrs={"for": True})}
    for control in page.soup.find_all(["input", "textarea", "select"]):
        if control.get("type") not in {"hidden", "submit"}:
            assert control.get("id") in labelled, f"{page.path}: {control.get('name')} has no label"
    for form in page.soup.find_all("form", method="post"):
        if not form.find("input", type="password") and page.client.browser.get_cookie("session") is not None:
            assert form.find("input", attrs={"name": "csrf_token"}), f"{page.path}: a form without its token"
