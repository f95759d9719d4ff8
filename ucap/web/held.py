"""Forms posted after their session ended: held in the sign-in page, stored nowhere, handed over after signing in."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Self, cast
from uuid import UUID

from flask import Flask, current_app, request

from ucap.core.text import normalised, visible_text

TOKEN = "csrf_token"  # noqa: S105 - the name of the field

TypedFields = Sequence[tuple[str, str]]
"""Names and texts of a form's fields, in the order in which the form sends them."""


def typed_fields(fields: Iterable[tuple[str, str]]) -> TypedFields:
    """Return the fields but the token, as any page can show them again."""
    return [(visible_text(name), visible_text(normalised(text))) for name, text in fields if name != TOKEN]


@dataclass(frozen=True)
class HeldForm:
    """A form that nobody was signed in to send.

    Attributes:
        path: where it was posted to, and where it can be opened again.
        fields: what was typed.
    """

    path: str
    fields: TypedFields

    @classmethod
    def of_request(cls) -> Self | None:
        """Return the form of the present request; None if it carries none."""
        fields = typed_fields(request.form.items(multi=True))
        return cls(request.path, fields) if fields else None

    @classmethod
    def from_text(cls, path: str | None, text: str | None) -> Self | None:
        """Return the form whose fields were written down as text; None if this is no such text."""
        if not path or not text:
            return None
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return None
        return cls(path, typed_fields((name, value) for name, value in found)) if _is_fields(found) else None

    def text(self) -> str:
        """Return the fields as text for a hidden input."""
        return json.dumps(self.fields, ensure_ascii=False, separators=(",", ":"))


def _is_fields(found: object) -> bool:
    """Tell whether what was read is a list of names and texts."""
    return isinstance(found, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)  # noqa: PLR2004 - a pair
        for pair in found
    )


class SignInNeeded(Exception):  # noqa: N818 - named after what it says
    """Somebody posted a form after their session ended; the sign-in page is the answer, and holds the form.

    Attributes:
        held: the form.
    """

    def __init__(self, held: HeldForm) -> None:
        """Remember the form."""
        super().__init__("sign-in needed")
        self.held = held


Keeper = Callable[[HeldForm, UUID], str | None]
"""Keeps a held form for the person of this id who has just signed in; returns the address of the filled form."""

_KEEPERS = "ucap_keepers_of_held_forms"


def keep_held_forms(app: Flask, keepers: Sequence[Keeper]) -> None:
    """Let these keep held forms, each those that it knows."""
    app.extensions[_KEEPERS] = keepers


def address_of_held_form(held: HeldForm, person_id: UUID) -> str | None:
    """Have the form kept for who has signed in; return where it can be gone on with, or None if nobody keeps it."""
    keepers = cast("Sequence[Keeper]", current_app.extensions[_KEEPERS])
    return next((address for keep in keepers if (address := keep(held, person_id)) is not None), None)
