import socket
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from ucap.core.mail import Mail, NotSent, sender_of_mails

SENDER = "ucap@plans.example.org"


class Received:
    """What the mail server was given; some recipients and texts it refuses."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []
        self.users: list[bytes] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address.startswith("unknown@"):
            return "550 no mailbox of unknown@example.org"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - likewise
        assert isinstance(envelope.content, bytes)
        if b"refuse this" in envelope.content:
            return "554 looks like spam to asha@example.org"
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.mails.append((envelope.rcpt_tos, parsed))
        return "250 OK"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.users.append(data.login)
        return AuthResult(success=data.password == b"se/cret", handled=False)


@pytest.fixture
def received() -> Received:
    return Received()


@pytest.fixture
def server(received: Received) -> Iterator[str]:
    """Start a mail server; give its address."""
    controller = mail_server(received, "127.0.0.1")
    controller.start()
    yield f"127.0.0.1:{controller.port}"
    controller.stop()


def test_a_mail_arrives_as_it_was_written(server: str, received: Received, tmp_path: Path) -> None:
    mail = letter(subject="Écrivez à Umeå", text="Grüße 🌧\n\n.\nhttps://plans.example.org/links/abc\n")

    send_by(f"smtp://{server}", mail, tmp_path)

    ((recipients, message),) = received.mails
    assert recipients == ["asha@example.org"]
    assert message["To"] == "asha@example.org"
    assert message["From"] == f"UCAP tracker <{SENDER}>"
    assert message["Subject"] == "Écrivez à Umeå"
    assert message["Message-ID"] == f"<{mail.id}@plans.example.org>"
    assert message.get_content().replace("\r\n", "\n") == mail.text
    assert not message.is_multipart()


def test_the_user_and_password_of_the_address_are_used(server: str, received: Received, tmp_path: Path) -> None:
    send_by(f"smtp://us%40er:se%2Fcret@{server}", letter(), tmp_path)

    assert received.users == [b"us@er"]
    assert len(received.mails) == 1


@pytest.mark.parametrize(
    ("url", "mail", "reason", "is_server_away"),
    [
        ("smtp://user:wrong@{server}", {}, "SMTPAuthenticationError 535", True),
        ("smtp://{server}", {"recipient": "unknown@example.org"}, "recipient refused 550", False),
        ("smtp://{server}", {"text": "refuse this"}, "SMTPDataError 554", False),
        ("smtp://{server}", {"recipient": "jürgen@example.org"}, "NonASCIILocalPartDefect", False),
        ("smtp://{server}", {"recipient": "asha@example.org, eve@example.org"}, "", False),
        ("smtp://{server}", {"recipient": "asha@example.org\r\nBcc: eve@example.org"}, "", False),
        ("smtp://{server}", {"recipient": ""}, "", False),
        ("smtp://{server}", {"subject": "x\r\nBcc: eve@example.org"}, "ValueError", False),
        ("smtps://{server}", {}, "SSLError", True),
        ("smtp://127.0.0.1:{dead}", {}, "ConnectionRefusedError", True),
    ],
)
def test_what_cannot_be_sent_is_said_without_an_address(
    server: str,
    received: Received,
    tmp_path: Path,
    url: str,
    mail: dict[str, str],
    reason: str,
    *,
    is_server_away: bool,
) -> None:
    with pytest.raises(NotSent) as refused:
        send_by(url.format(server=server, dead=free_port()), letter(**mail), tmp_path)

    assert reason in refused.value.reason
    assert "example.org" not in refused.value.reason
    assert refused.value.is_server_away is is_server_away
    assert received.mails == []


def test_a_server_that_does_not_answer_is_given_up_soon(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(NotSent) as refused:
        send_by(f"smtp://127.0.0.1:{silent.getsockname()[1]}", letter(), tmp_path, patience=0.05)

    assert refused.value.is_server_away
    assert refused.value.reason in {"SMTPServerDisconnected", "TimeoutError"}


def test_no_password_goes_over_a_line_that_others_can_listen_to(received: Received, tmp_path: Path) -> None:
    controller = mail_server(received, "127.0.0.2")
    controller.start()

    with pytest.raises(NotSent) as refused:
        send_by(f"smtp://user:se%2Fcret@127.0.0.2:{controller.port}", letter(), tmp_path)

    controller.stop()
    assert refused.value.reason == "SMTPNotSupportedError"
    assert received.users == []


def test_a_server_that_hangs_up_in_the_middle_is_away(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def hang_up() -> None:
            connection, _address = listening.accept()
            connection.sendall(b"220 hello\r\n")
            connection.close()

        thread = Thread(target=hang_up)
        thread.start()
        with pytest.raises(NotSent) as refused:
            send_by(f"smtp://127.0.0.1:{listening.getsockname()[1]}", letter(), tmp_path)
        thread.join()

    assert refused.value.is_server_away


def test_without_a_server_mails_are_files_that_only_the_owner_reads(tmp_path: Path) -> None:
    mail = letter(text="Grüße\n")

    send_by(None, mail, tmp_path / "outbox")

    (path,) = (tmp_path / "outbox").iterdir()
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    assert (parsed["To"], parsed.get_content().strip()) == ("asha@example.org", "Grüße")
    assert path.name == f"20261122-120000-{mail.id}.eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(NotSent) as refused:
        send_by(None, letter(), tmp_path / "file")

    assert refused.value.is_server_away


def letter(
    *, recipient: str = "asha@example.org", subject: str = "A new password", text: str = "Here it is.\n"
) -> Mail:
    return Mail(uuid4(), recipient, subject, text, datetime(2026, 11, 22, 12, tzinfo=UTC))


def send_by(url: str | None, mail: Mail, folder: Path, *, patience: float = 5) -> None:
    sender_of_mails(url, folder=folder, sender=SENDER, patience=patience)(mail)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def mail_server(received: Received, host: str) -> Controller:
    return Controller(
        received,
        hostname=host,
        port=free_port(),
        authenticator=received.authenticate,
        auth_require_tls=False,
        enable_SMTPUTF8=False,
    )
