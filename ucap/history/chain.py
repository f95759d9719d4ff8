"""The chain: how the hash of an event and the digest of a value are computed. Pure functions."""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import rfc8785

from ucap.core.money import Money


def json_of(value: object) -> str | None:
    """Return the value as JSON text, or None for no value.

    Exact numbers become decimal text, days ISO 8601, choices their value, ids their text; lists hold texts.

    Raises:
        TypeError: if the log does not know the type.
    """
    match value:
        case None:
            return None
        case StrEnum() | Decimal() | UUID() | Money():
            return json.dumps(str(value))
        case bool() | str() | int() | float():
            return json.dumps(value, ensure_ascii=False)
        case list() if all(isinstance(one, str) for one in value):
            return json.dumps(value, ensure_ascii=False)
        case datetime():
            return json.dumps(moment(value))
        case date():
            return json.dumps(value.isoformat())
        case _:
            raise TypeError(f"the log cannot keep a {type(value).__name__}")


def moment(at: datetime) -> str:
    """Return the moment as ISO 8601 in UTC with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest_of(salt: str, value: str | None) -> str:
    """Return the SHA-256 of the salt and the value's JSON; empty if there is no value."""
    return "" if value is None else hashlib.sha256(f"{salt}{value}".encode()).hexdigest()


def hash_of(previous: str, event: dict[str, str | int]) -> str:
    """Return the SHA-256 of the previous event's hash and the event in canonical JSON (RFC 8785)."""
    return hashlib.sha256(previous.encode() + rfc8785.dumps(event)).hexdigest()
