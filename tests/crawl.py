"""Finding every page and every form that somebody can reach."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit
from uuid import UUID

from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.pages import Page, PageClient, sent_by

MOST_PAGES = 400
_TEXTS = {"text", "search", "email", "url", "tel", "number", "date", "password"}


@dataclass(frozen=True)
class Control:
    """What a form has under one name.

    Attributes:
        id: of its first input.
        kind: `text`, `password`, `file`, `choice`, `tick`, `hidden` or `button`.
        sends: its values as it stands.
        offers: the values that one can choose.
    """

    name: str
    id: str
    kind: str
    sends: tuple[str, ...]
    offers: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """A form, the page it stands on and where it is sent."""

    page: str
    endpoint: str
    action: str
    method: str
    controls: tuple[Control, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """Return what makes it another form than those seen before."""
        return self.endpoint, self.method, tuple(control.name for control in self.controls)

    def of_kind(self, *kinds: str) -> list[Control]:
        return [control for control in self.controls if control.kind in kinds]

    def normal(self) -> dict[str, list[str]]:
        """Return what a browser would send if nobody touched the form; buttons with a name are not pressed."""
        return {control.name: list(control.sends) for control in self.controls if control.kind != "button"}

    def chosen(self) -> dict[str, list[str]]:
        """Return the same, with the first thing chosen where nothing is."""
        open_choices = [control for control in self.of_kind("choice") if not control.sends and control.offers]
        return {**self.normal(), **{control.name: [control.offers[0]] for control in open_choices}}


@dataclass(frozen=True)
class Found:
    """What a crawl has found.

    Attributes:
        pages: one for each kind of page.
        parameters: the names that addresses carry behind the question mark.
    """

    pages: Sequence[Page]
    forms: Sequence[Form]
    parameters: frozenset[str]


class Crawler:
    """Goes through all pages of one kind each, and remembers their forms."""

    def __init__(self, app: Flask, known: Mapping[UUID, str]) -> None:
        """Take addresses that differ only in ids of the same name in `known` for the same kind of page."""
        self._app = app
        self._adapter = app.url_map.bind("localhost")
        self._known = {str(one): name for one, name in known.items()}

    def endpoint_of(self, path: str, method: str) -> tuple[str, Mapping[str, Any]] | None:
        """Return the view at the address; None if there is none."""
        try:
            endpoint, arguments = self._adapter.match(urlsplit(path).path, method=method)
        except HTTPException:
            return None
        return str(endpoint), arguments

    def crawl(self, client: PageClient, seeds: Sequence[str]) -> Found:
        """Follow every link from the seeds."""
        waiting, seen, pages = deque(seeds), set[object](), list[Page]()
        forms: dict[object, Form] = {}
        parameters: set[str] = set()
        while waiting and len(pages) < MOST_PAGES:
            path = waiting.popleft()
            kind = self._kind_of(path)
            if kind is None or kind in seen:
                continue
            seen.add(kind)
            page = Page(client, client.send(path), path)
            pages.append(page)
            for link in page.tree.xpath("//a/@href"):
                address = urljoin(path, link)
                parameters |= {name for name, _value in parse_qsl(urlsplit(address).query)}
                waiting.append(address)
            for form in self.forms_in(page.tree, path):
                forms.setdefault(form.key, form)
        return Found(pages, list(forms.values()), frozenset(parameters))

    def _kind_of(self, path: str) -> object:
        """Return what kind of page is at the address; None if none of ours."""
        matched = self.endpoint_of(path, "GET")
        if matched is None or matched[0] == "static":
            return None
        endpoint, arguments = matched
        named = tuple(
            (name, self._known.get(str(value), "id") if isinstance(value, UUID) else str(value))
            for name, value in sorted(arguments.items())
        )
        return endpoint, named, tuple(sorted(name for name, _value in parse_qsl(urlsplit(path).query)))

    def forms_in(self, tree: Any, page: str) -> Iterator[Form]:  # noqa: ANN401 - lxml has no types
        """Return the forms of a page."""
        for form in tree.iter("form"):
            method = form.get("method", "get").upper()
            action = urljoin(page, form.get("action") or page)
            matched = self.endpoint_of(action, method)
            assert matched is not None, f"{page}: a form leads nowhere: {method} {action}"
            yield Form(page, matched[0], action, method, tuple(_controls_of(form)))


def _controls_of(form: Any) -> Iterator[Control]:  # noqa: ANN401 - lxml has no types
    named: dict[str, list[Any]] = {}
    for tag in form.iter("input", "textarea", "select", "button"):
        if tag.get("name"):
            named.setdefault(tag.get("name"), []).append(tag)
    for name, tags in named.items():
        kind = _kind_of(tags)
        offers = [one.get("value", "") for tag in tags for one in [tag, *tag.iter("option")]]
        sends = [value for tag in tags for value in sent_by(tag)]
        own_id = tags[0].get("id", name)
        yield Control(name, own_id, kind, tuple(sends), tuple(value for value in offers if value))


def _kind_of(tags: Sequence[Any]) -> str:
    first = tags[0]
    given = first.get("type", "text")
    if first.tag == "textarea":
        return "text"
    if first.tag == "select" or given == "radio":
        return "choice"
    if first.tag == "button" or given == "submit":
        return "button"
    if given == "checkbox":
        return "tick"
    if given in {"hidden", "password"}:
        return str(given)
    if given == "file":
        return "file"
    assert given in _TEXTS, f"teach the crawler what an input of type {given} sends"
    return "text"
