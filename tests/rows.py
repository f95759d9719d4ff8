"""What lies in the database, to tell whether anything has changed."""

import hashlib
from collections.abc import Collection

from sqlalchemy import select

from ucap.core.database import Model, session


def digest_of_rows(*, without: Collection[str] = ()) -> str:
    """Return a digest of all rows of all tables but these."""
    session().rollback()
    digest = hashlib.sha256()
    for table in Model.metadata.sorted_tables:
        if table.name not in without:
            rows = session().execute(select(table).order_by(*table.primary_key.columns)).all()
            digest.update(repr((table.name, rows)).encode())
    session().rollback()
    return digest.hexdigest()
