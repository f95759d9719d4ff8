"""What frames every page: where one can go, who is signed in, and what there is to tell."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, current_app, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from ucap.core.clock import utc_now
from ucap.web.filters import page_direction, page_language
from ucap.web.fragments import fragment_for
from ucap.web.notices import Notice, is_page_kept, keep_notice, notices


@dataclass(frozen=True)
class Link:
    """A place to go to."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class SessionEnd:
    """In how many seconds the session ends: if it is not used until then, and however much it is used."""

    unused_seconds: int
    at_most_seconds: int


@dataclass(frozen=True)
class Shell:
    """What the layout needs on every page."""

    session_end: SessionEnd | None
    csrf_token: str
    is_demo: bool
    notices: list[Notice]


Links = Callable[[], list[Link]]


@dataclass(frozen=True)
class Frame:
    """How pages begin and end; both are kept ready made for each reader, for they hardly ever change.

    Attributes:
        navigation: makes the links for who is signed in.
        about: makes the links for everybody.
        linked: the endpoints of the pages to which they lead, which mark themselves there.
    """

    is_demo: bool
    navigation: Links
    about: Links
    linked: Collection[str]

    def header(self) -> Markup:
        """Return where one can go, and who one is."""
        person = getattr(session, "person", None)
        name, is_administrator = person.name if person else None, getattr(session, "is_administrator", False)
        return fragment_for(
            "layouts/_header.html",
            (self._where(), name, is_administrator),
            lambda: {
                "frame": self,
                "links": self.navigation() if person else [],
                "person_name": name,
                "here": request.path,
                "static_url": static_url,
            },
            token=generate_csrf() if person else "",
        )

    def footer(self) -> Markup:
        """Return what this installation is."""
        return fragment_for("layouts/_footer.html", self._where(), lambda: {"frame": self, "links": self.about()})

    def _where(self) -> tuple[str, str, str | None]:
        """Return what the links of the frame depend on."""
        return page_language(), request.script_root, request.path if request.endpoint in self.linked else None


def frame_pages(app: Flask, frame: Frame) -> None:
    """Give every template its frame."""

    def about_the_page() -> dict[str, object]:
        return {
            "frame": frame,
            "shell": _shell(is_demo=frame.is_demo),
            "page_lang": page_language(),
            "page_dir": page_direction(),
            "static_url": static_url,
        }

    app.context_processor(about_the_page)
    app.after_request(keep_notice)


def _shell(*, is_demo: bool) -> Shell:
    return Shell(
        session_end=_session_end(),
        csrf_token=generate_csrf() if getattr(session, "person", None) else "",
        is_demo=is_demo,
        notices=notices(),
    )


def _session_end() -> SessionEnd | None:
    """Return when the session ends; None for strangers, and on pages that the browser keeps longer than a moment."""
    end = getattr(session, "end", None)
    if end is None or is_page_kept():
        return None
    now = utc_now()
    return SessionEnd(int((end.unused_at - now).total_seconds()), int((end.at_most_at - now).total_seconds()))


def static_url(filename: str) -> str:
    """Return the address of a static file, with a mark of its content, so that browsers may keep it for good."""
    address = f"{request.script_root}{current_app.static_url_path}/{filename}"
    return f"{address}?v={_content_mark(str(current_app.static_folder), filename)}"


@cache
def _content_mark(folder: str, filename: str) -> str:
    return hashlib.sha256((Path(folder) / filename).read_bytes()).hexdigest()[:10]
