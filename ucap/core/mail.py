"""Sending one mail: by a mail server, or into a folder where there is none."""

import os
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import UUID

_PATIENCE_SECONDS = 20
_PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True)
class Mail:
    """A plain text for one person."""

    id: UUID
    recipient: str
    subject: str
    text: str
    made_at: datetime


class NotSent(Exception):  # noqa: N818 - named after what it says
    """The mail was not sent.

    Attributes:
        reason: why, without addresses.
        is_server_away: whether other mails would fare likewise now.
    """

    def __init__(self, reason: str, *, is_server_away: bool) -> None:
        """Remember why."""
        super().__init__(reason)
        self.reason = reason
        self.is_server_away = is_server_away


def sender_of_mails(
    url: str | None, *, folder: Path, sender: str, patience: float = _PATIENCE_SECONDS
) -> Callable[[Mail], None]:
    """Return what sends mail: by the server of the URL, else into the folder as .eml files.

    Args:
        patience: how many seconds to wait for each answer of the server.
    """
    if url is None:
        return lambda mail: _write_file(_message_of(mail, sender), mail, folder)
    server = urlsplit(url)
    return lambda mail: _send(_message_of(mail, sender), mail, server, patience)


def _message_of(mail: Mail, sender: str) -> EmailMessage:
    """Return the mail as it travels.

    Raises:
        NotSent: if its address is none.
    """
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address("UCAP tracker", addr_spec=sender)
        message["To"] = Address(addr_spec=mail.recipient)
        message["Subject"] = mail.subject
        message["Date"] = mail.made_at
        message["Message-ID"] = f"<{mail.id}@{sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
    except (MessageError, ValueError, IndexError) as error:  # what the standard library says to text that is no address
        raise NotSent(type(error).__name__, is_server_away=False) from error
    return message


def _write_file(message: EmailMessage, mail: Mail, folder: Path) -> None:
    """Write the mail whole before it gets its name; only the owner can read it."""
    path = folder / f"{mail.made_at:%Y%m%d-%H%M%S}-{mail.id}.eml"
    unfinished = path.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(bytes(message))
        unfinished.rename(path)
    except OSError as error:
        raise NotSent(f"{type(error).__name__} {error.strerror}", is_server_away=True) from error


def forget_written_mails(folder: Path, matches: Callable[[str], bool]) -> None:
    """Delete the mails written into the folder whose recipient, subject or text matches."""
    for path in sorted(folder.glob("*.eml")):
        message = message_from_bytes(path.read_bytes(), policy=SMTP)
        parts = [str(message["To"]), str(message["Subject"]), str(message.get_content())]
        if any(map(matches, parts)):
            path.unlink(missing_ok=True)


def _send(message: EmailMessage, mail: Mail, server: SplitResult, patience: float) -> None:
    try:
        with _connection(server, patience) as connection:
            connection.send_message(message, to_addrs=[mail.recipient])
    except smtplib.SMTPRecipientsRefused as error:
        codes = ", ".join(str(code) for code, _text in error.recipients.values())
        raise NotSent(f"recipient refused {codes}", is_server_away=False) from error
    except smtplib.SMTPResponseException as error:
        is_own_fault = isinstance(error, smtplib.SMTPDataError)
        raise NotSent(f"{type(error).__name__} {error.smtp_code}", is_server_away=not is_own_fault) from error
    except OSError as error:
        raise NotSent(type(error).__name__, is_server_away=True) from error


def _connection(server: SplitResult, patience: float) -> smtplib.SMTP:
    """Return a connection to the mail server, over TLS where the server has it; a password is never sent without."""
    host, port = server.hostname or "", server.port or _PORTS[server.scheme]
    context = ssl.create_default_context()
    if server.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=patience, context=context)
    else:
        connection = smtplib.SMTP(host, port, timeout=patience)
    try:
        connection.ehlo_or_helo_if_needed()
        if server.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls(context=context)
        if server.username:
            _refuse_to_shout(connection, host)
            connection.login(unquote(server.username), unquote(server.password or ""))
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_to_shout(connection: smtplib.SMTP, host: str) -> None:
    """Refuse to send a password over a line that anybody can listen to."""
    if not isinstance(connection.sock, ssl.SSLSocket) and host not in {"127.0.0.1", "::1", "localhost"}:
        raise smtplib.SMTPNotSupportedError
