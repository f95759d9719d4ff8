"""What Flask does otherwise here."""

from collections.abc import Callable, MutableMapping
from types import TracebackType
from typing import Any

from flask import Flask
from flask.templating import Environment

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PageEnvironment(Environment):
    """Templates that share what they all know instead of each laying a map of its own over it."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the environment's own map where a template adds nothing: each import of macros looks through it."""
        return super().make_globals(d) if d else self.globals


class Application(Flask):
    """A Flask application that leaves the writing down of faults to the page that answers them."""

    jinja_environment = PageEnvironment

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function: none here is a coroutine, and to look costs a part of each request."""
        return func

    def log_exception(self, exc_info: ExceptionInfo) -> None:
        """Write nothing: Flask's own words would repeat what the fault says, and that may be what was typed."""
