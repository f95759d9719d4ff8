"""A client that works like a browser without scripts, and looks at every page it gets."""

import contextvars
import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import UUID

import html5lib
import lxml.html
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from ucap.accounts.models import Person
from ucap.accounts.operations.sessions import begin_session
from ucap.core.clock import utc_now
from ucap.core.database import session

FormValues = dict[str, str | list[str]]

_ODD = r"<>&\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
_REFERENCE = "&(?:amp|lt|gt|quot|#34|#39);"
_WORDS = re.compile(rf"(?<=>)(?:[^{_ODD}]|{_REFERENCE})+|(?<==\")(?:[^\"{_ODD}]|{_REFERENCE})+(?=\")")
"""Plain words, in texts and in values: two pages that differ in nothing else are both valid, or neither."""

VALID: Path | None = None
"""The folder with a file for each pattern of a page that was found valid, if there is one: the parser is slow."""


@dataclass
class Page:
    """An answer, and what a person can do with it."""

    client: "PageClient"
    response: TestResponse
    path: str

    @cached_property
    def content(self) -> str:
        """Return the page's HTML; empty if it is none."""
        return self.response.get_data(as_text=True) if self.is_html else ""

    @cached_property
    def tree(self) -> Any:  # noqa: ANN401 - lxml has no types
        """Return the page's elements as lxml has them, which is quick; `soup` has more ways to find them."""
        return tree_of(self.content)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """Return the page's elements, for tests to look into."""
        return BeautifulSoup(self.content, "lxml")

    @property
    def is_html(self) -> bool:
        return self.response.mimetype == "text/html"

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        """Return the words of the page, blanks folded."""
        return " ".join(" ".join(self.tree.xpath("//text()")).split())

    @property
    def title(self) -> str:
        return " ".join(" ".join(self.tree.xpath("(//h1)[1]//text()")).split())

    def link(self, words: str) -> str:
        """Return the address of the first link with these words."""
        for link in self.tree.xpath("//a[@href]"):
            if words in " ".join(" ".join(link.itertext()).split()):
                return str(link.get("href"))
        raise AssertionError(f"no link says {words!r}")

    def follow(self, words: str) -> "Page":
        return self.client.open(self.link(words))

    def form(self) -> FormValues:
        """Return what the page's form would send as it stands: the last form of the main part."""
        return values_of(self.tree.xpath("//main//form")[-1])

    def submit(self, changes: Mapping[str, str | list[str]] | None = None) -> "Page":
        """Send the form with these changes, and follow to where it leads."""
        return self.client.post(self.path, {**self.form(), **(changes or {})})

    def press(self, name: str, changes: Mapping[str, str | list[str]] | None = None) -> "Page":
        """Press the button that is read aloud so, its form filled with these changes, and follow to where it leads."""
        for form in self.tree.xpath("//form[@action]"):
            if name in (" ".join(button.text_content().split()) for button in form.iter("button")):
                return self.client.post(form.get("action"), {**values_of(form), **(changes or {})})
        raise AssertionError(f"no button says {name!r}")

    @property
    def csrf_token(self) -> str:
        """Return the token that the page's forms carry; empty if it has none."""
        return str(next(iter(self.tree.xpath("//input[@name='csrf_token']/@value")), ""))

    def error_at(self, name: str) -> str:
        """Return the error shown beside the field; empty if there is none."""
        of_field = re.compile(rf"{re.escape(name)}(-\d+)?-error")
        found = (element for element in self.tree.xpath("//*[@id]") if of_field.fullmatch(element.get("id")))
        return next((" ".join(" ".join(element.itertext()).split()) for element in found), "")


def tree_of(text: str) -> Any:  # noqa: ANN401 - lxml has no types
    """Return the elements of a page."""
    return lxml.html.document_fromstring(text or "<html></html>")


def values_of(form: Any) -> FormValues:  # noqa: ANN401 - lxml has no types
    """Return what the form, an element of lxml, would send as it stands."""
    values: FormValues = {}
    for control in form.iter("input", "textarea", "select"):
        for value in sent_by(control):
            _add(values, control.get("name"), value)
    return values


def sent_by(control: Any) -> list[str]:  # noqa: ANN401 - lxml has no types
    """Return what the control of a form sends as it stands."""
    if control.tag == "textarea":
        return [control.text_content().removeprefix("\n")]
    if control.tag == "select":
        chosen = control.xpath(".//option[@selected]") or control.xpath("(.//option)[1]")
        return [option.get("value", "") for option in chosen]
    if control.get("type") in {"checkbox", "radio"} and control.get("checked") is None:
        return []
    return [control.get("value", "")]


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
    digest = hashlib.blake2b(_WORDS.sub("", page.content).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    known = VALID / digest if VALID else None
    if known is None or not known.exists():
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(page.content)
        assert parser.errors == [], f"{page.path}: {[(place, code) for place, code, _ in parser.errors]}"
        if known is not None:
            known.touch()
    assert len(page.tree.xpath("//h1")) == 1, f"{page.path}: exactly one h1"
    ids = Counter(page.tree.xpath("//*/@id"))
    assert [name for name, count in ids.items() if count > 1] == [], f"{page.path}: ids twice"
    labelled = set(page.tree.xpath("//label/@for"))
    for control in page.tree.iter("input", "textarea", "select"):
        if control.get("type") not in {"hidden", "submit"}:
            assert control.get("id") in labelled, f"{page.path}: {control.get('name')} has no label"
    if page.client.browser.get_cookie("session") is not None:
        posting = "//form[@method='post'][not(.//input[@type='password'])][not(.//input[@name='csrf_token'])]"
        assert page.tree.xpath(posting) == [], f"{page.path}: a form without its token"
