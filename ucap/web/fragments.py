"""Parts of pages that a process keeps as it made them, for readers who would see the same. A miss only costs time."""

import secrets
import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Lock

from flask import current_app, g, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from ucap.web.filters import page_language, reader_zone
from ucap.web.revalidation import reader_day

_MOST_BYTES = 16 * 1024 * 1024
_STAND_IN = secrets.token_hex(32)
"""Stands for the reader's token while a fragment is kept; it is on no page, so that nobody can write it into one."""


class Fragments:
    """Texts in pieces, by what they depend on. When they become too large, the one not asked for longest goes."""

    def __init__(self, most_bytes: int) -> None:
        """Keep so many bytes of them."""
        self.most_bytes = most_bytes
        self.bytes = 0
        self._kept: OrderedDict[Hashable, Sequence[str]] = OrderedDict()
        self._guard = Lock()

    def find(self, key: Hashable) -> Sequence[str] | None:
        """Return what is kept under the key."""
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Hashable, pieces: Sequence[str]) -> None:
        """Keep the pieces under the key."""
        with self._guard:
            self.bytes += _size(pieces) - _size(self._kept.pop(key, ()))
            self._kept[key] = pieces
            while self.bytes > self.most_bytes:
                _key, gone = self._kept.popitem(last=False)
                self.bytes -= _size(gone)


def _size(pieces: Sequence[str]) -> int:
    return sum(map(sys.getsizeof, pieces))


_fragments = Fragments(_MOST_BYTES)


def kept_fragment(template: str, make_values: Callable[[], Mapping[str, object]]) -> Markup:
    """Return a part of the present page, made anew only if something changed that it depends on.

    That is what the view says by `unchanged_while`, the address without its query, and the reader's language, time zone
    and day. The template gets the values and the `token`, and nothing that belongs to a reader.
    """
    depends_on = (g.page_mark, request.path, page_language(), reader_zone(), reader_day())
    return fragment_for(template, depends_on, make_values, token=generate_csrf())


def fragment_for(
    template: str, depends_on: Hashable, make_values: Callable[[], Mapping[str, object]], *, token: str = ""
) -> Markup:
    """Return the rendered template, made anew only if something changed that it depends on; its `token` may differ."""
    key = (template, depends_on)
    pieces = _fragments.find(key)
    if pieces is None:
        pieces = _rendered(template, make_values(), token=_STAND_IN).split(_STAND_IN)
        _fragments.keep(key, pieces)
    return Markup(token.join(pieces))  # noqa: S704 - what the template escaped, and a token made by us


def fresh_fragment(template: str, values: Mapping[str, object]) -> Markup:
    """Return the same part with something in it that is only for this answer, such as what was refused."""
    return Markup(_rendered(template, values, token=generate_csrf()))  # noqa: S704 - what the template escaped


def _rendered(template: str, values: Mapping[str, object], *, token: str) -> str:
    """Render without what Flask adds for the page's frame: who is signed in has no place in a fragment."""
    return current_app.jinja_env.get_template(template).render(values, token=token)
