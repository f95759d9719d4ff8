"""The outbox: mail is written down in the transaction that causes it, and sent later, until it has arrived.

A mail is sent at least once: whoever dies between sending and noting it sends it again, under the same Message-ID.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from ucap.core.database import Model, key, session, transactional
from ucap.core.languages import words_in
from ucap.core.mail import Mail, NotSent
from ucap.core.text import Message

MOST_ATTEMPTS = 20
"""With the pauses between them they take two days and a half; links in mails live no longer."""

_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=4)
_BEING_SENT = timedelta(minutes=15)
"""As long nobody else takes up a mail that somebody began to send."""


class OutboxMessage(Model):
    """A mail that is to be sent, or was; once it is sent or given up, its text is blanked.

    Attributes:
        next_attempt_at: when to try next; None if it was sent or given up.
        last_error: why it could not be sent, without addresses.
    """

    __tablename__ = "outbox_messages"

    id: Mapped[UUID] = key()
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(200))


@transactional
def write_mail(
    recipient: str, subject: Message, paragraphs: Sequence[Message | str], *, language: str, at: datetime
) -> OutboxMessage:
    """Put a mail into the outbox, in the language of who gets it; addresses of pages are paragraphs as they are."""
    texts = [words_in(part, language) if isinstance(part, Message) else part for part in paragraphs]
    written = OutboxMessage(
        recipient=recipient,
        subject=" ".join(words_in(subject, language).split())[:300],
        text="\n\n".join(texts) + "\n",
        made_at=at,
        next_attempt_at=at,
    )
    session().add(written)
    return written


def mails_that_wait() -> list[OutboxMessage]:
    """Return the mails that still have a text, as objects to be changed."""
    statement = select(OutboxMessage).where(OutboxMessage.text != "").order_by(OutboxMessage.id).with_for_update()
    return list(session().scalars(statement, execution_options={"populate_existing": True}))


def send_mails(send: Callable[[Mail], None], *, clock: Callable[[], datetime]) -> int:
    """Send the mails that are due; return how many were sent. When the mail server is away, the others wait."""
    count = 0
    while mail := take_mail(at=clock()):
        try:
            send(mail)
        except NotSent as error:
            note_not_sent(mail.id, error.reason, at=clock())
            if error.is_server_away:
                break
        else:
            note_sent(mail.id, at=clock())
            count += 1
    return count


@transactional
def take_mail(*, at: datetime) -> Mail | None:
    """Return the mail that waits longest, for the caller to send; nobody else is given it meanwhile."""
    found = session().scalar(
        select(OutboxMessage)
        .where(OutboxMessage.next_attempt_at <= at)
        .order_by(OutboxMessage.next_attempt_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if found is None:
        return None
    found.attempts += 1
    found.next_attempt_at = at + _BEING_SENT
    return Mail(found.id, found.recipient, found.subject, found.text, found.made_at)


@transactional
def note_sent(message_id: UUID, *, at: datetime) -> None:
    """Note that the mail was sent."""
    message = session().get_one(OutboxMessage, message_id)
    message.sent_at = at
    message.last_error = None
    _finish(message)


@transactional
def note_not_sent(message_id: UUID, reason: str, *, at: datetime) -> None:
    """Note that the mail could not be sent; it is tried again after a pause that grows, and in the end given up."""
    message = session().get_one(OutboxMessage, message_id)
    message.last_error = reason[:200]
    if message.attempts >= MOST_ATTEMPTS:
        _finish(message)
    else:
        message.next_attempt_at = at + min(_FIRST_PAUSE * 2 ** (message.attempts - 1), _LONGEST_PAUSE)


def _finish(message: OutboxMessage) -> None:
    """Try no more, and keep nothing that was only for who gets the mail."""
    message.next_attempt_at = None
    message.text = ""
