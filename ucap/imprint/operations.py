"""Writing the pages about the installation."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.core.errors import EditConflict
from ucap.imprint import access
from ucap.imprint.models import AboutPage, AboutText


@transactional
def write_page(page: AboutPage, text: str, *, seen_version: int, by: Person, at: datetime) -> None:
    """Let the page say this from now on; a text that it says already is not written again.

    Raises:
        EditConflict: if somebody wrote another text meanwhile.
        Forbidden: if the person may not write it.
    """
    opened = access.page_to_edit(page, by)
    if opened.shown.version != seen_version:
        raise EditConflict
    if opened.shown.text == text:
        return
    session().add(AboutText(page=page, version=seen_version + 1, text=text, written_by_id=by.id, written_at=at))
    try:
        session().flush()
    except IntegrityError as error:  # at the same time as somebody else
        raise EditConflict from error
