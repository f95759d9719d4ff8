"""Lists a page at a time, by key: what is added meanwhile hides no row and repeats none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, literal, select, tuple_

from ucap.core.database import session


@dataclass(frozen=True)
class PageOfRows:
    """A page of a list.

    Attributes:
        has_earlier: whether there is a page before this one; `has_later` after it.
    """

    rows: Sequence[Any]
    has_earlier: bool
    has_later: bool


def page_by_key(
    statement: Select[Any],
    key: Sequence[ColumnElement[Any]],
    ids: ColumnElement[UUID],
    *,
    size: int,
    after: UUID | None,
    before: UUID | None,
) -> PageOfRows:
    """Return the rows that follow the one of an id, or come before it; the first ones if neither is known.

    Args:
        key: by what the list is sorted, all of it ascending; never the same for two rows.
        ids: the column of the ids.
    """
    anchor_id = before or after
    anchor = session().execute(select(*key).where(ids == anchor_id)).one_or_none() if anchor_id else None
    is_backwards = anchor is not None and before is not None
    statement = statement.limit(size + 1)
    if anchor is not None:
        here = tuple_(*key)
        there = tuple_(*(literal(value, part.type) for value, part in zip(anchor, key, strict=True)))
        statement = statement.where(here < there if is_backwards else here > there)
    found = session().execute(statement.order_by(*(part.desc() if is_backwards else part for part in key))).all()
    rows, has_more = found[:size], len(found) > size
    if is_backwards:
        return PageOfRows(rows[::-1], has_earlier=has_more, has_later=True)
    return PageOfRows(rows, has_earlier=anchor is not None, has_later=has_more)
