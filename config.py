"""Settings of the application: the only module that reads the environment."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
_LAST_PORT = 65_535
_MOST_PROXIES = 9
_MOST_MEGABYTES = 9_999_999
LOOPBACK_HOSTS = ("127.0.0.1", "localhost")


class SettingsError(Exception):
    """A setting is missing or makes no sense; the text says which and what to do."""


@dataclass(frozen=True, kw_only=True)
class OidcSettings:
    """A provider of OpenID Connect by which people sign in, too.

    Attributes:
        issuer: its address; it says what else there is to know.
        name: what people call it, for the button.
    """

    issuer: str
    client_id: str
    client_secret: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What can be set from outside, checked.

    Attributes:
        database_url: SQLAlchemy URL; SQLite or PostgreSQL (`postgresql+psycopg://...`).
        secret_key: signs cookies and tokens.
        data_dir: where the application keeps files of its own.
        base_url: the address people use, without a slash at the end; https means production.
        is_demo: whether demonstration accounts and the banner are on.
        port: the port `ucap serve` listens on.
        trusted_proxies: how many servers in front say who asks (`X-Forwarded-For`, `-Proto`); others are not believed.
        mail_url: the mail server, as `smtp://user:password@host:port`; None writes mails into `data_dir`.
        mail_from: the address that mails come from.
        most_plan_files: how many MB the files of one plan take in the store at most.
        oidc: who else vouches for people, if anybody does.
    """

    database_url: str
    secret_key: str
    data_dir: Path
    base_url: str
    is_demo: bool
    port: int
    trusted_proxies: int
    mail_url: str | None
    mail_from: str
    most_plan_files: int
    oidc: OidcSettings | None

    @property
    def is_production(self) -> bool:
        """Tell whether people reach the application over https."""
        return self.base_url.startswith("https://")

    @property
    def hosts(self) -> list[str]:
        """Return the host names that requests may carry."""
        host = urlsplit(self.base_url).hostname or ""
        return [host] if self.is_production else [host, *LOOPBACK_HOSTS]

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the settings.

        Raises:
            SettingsError: if a value is missing or cannot be used.
        """
        port = _port(environment.get("PORT", "8000"))
        base_url = _base_url(environment.get("UCAP_BASE_URL", f"http://127.0.0.1:{port}"))
        data_dir = _data_dir(environment.get("UCAP_DATA_DIR"))
        is_production = base_url.startswith("https://")
        return cls(
            database_url=_database_url(environment.get("UCAP_DATABASE_URL"), data_dir),
            secret_key=_secret_key(environment.get("UCAP_SECRET_KEY"), data_dir, is_production=is_production),
            data_dir=data_dir,
            base_url=base_url,
            is_demo=_is_demo(environment.get("UCAP_DEMO", ""), is_production=is_production),
            port=port,
            trusted_proxies=_trusted_proxies(environment.get("UCAP_TRUSTED_PROXIES", "0")),
            mail_url=_mail_url(environment.get("UCAP_MAIL_URL")),
            mail_from=_mail_from(environment.get("UCAP_MAIL_FROM"), base_url),
            most_plan_files=_most_plan_files(environment.get("UCAP_PLAN_FILES_MB", "2000")),
            oidc=_oidc(environment),
        )


def _port(text: str) -> int:
    if not text.isdecimal() or len(text) > len(str(_LAST_PORT)) or not 0 < int(text) <= _LAST_PORT:
        raise SettingsError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _trusted_proxies(text: str) -> int:
    if len(text) != 1 or text not in "0123456789":
        raise SettingsError(f"UCAP_TRUSTED_PROXIES must be a number from 0 to {_MOST_PROXIES}, not {text!r}.")
    return int(text)


def _most_plan_files(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(_MOST_MEGABYTES)) or int(text) < 1:
        raise SettingsError(f"UCAP_PLAN_FILES_MB must be a number from 1 to {_MOST_MEGABYTES}, not {text!r}.")
    return int(text)


def _data_dir(text: str | None) -> Path:
    folder = Path(text or ROOT / "instance")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"UCAP_DATA_DIR must be a folder that can be written: {error}.") from error
    return folder


def _base_url(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise SettingsError(f"UCAP_BASE_URL must look like https://plans.example.org, not {text!r}.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK_HOSTS:
        raise SettingsError("UCAP_BASE_URL must start with https:// unless it is a loopback address.")
    return text.rstrip("/")


def _database_url(text: str | None, data_dir: Path) -> str:
    if not text:
        return f"sqlite:///{data_dir / 'ucap.db'}"
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("UCAP_DATABASE_URL must start with sqlite:/// or postgresql+psycopg://.")
    return text


def _secret_key(text: str | None, data_dir: Path, *, is_production: bool) -> str:
    if text:
        return text
    if is_production:
        raise SettingsError("UCAP_SECRET_KEY is required when UCAP_BASE_URL is https: set a long random text.")
    kept = data_dir / "secret_key"
    if not kept.exists():
        _make_secret(kept)
    return kept.read_text()


def _make_secret(kept: Path) -> None:
    """Make the file whole before it gets its name, so that nobody who starts at the same time reads half of it."""
    descriptor, made = mkstemp(dir=kept.parent)  # only its owner can read it
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(32))
    with suppress(FileExistsError):
        os.link(made, kept)
    Path(made).unlink()


def _is_demo(text: str, *, is_production: bool) -> bool:
    wanted = text not in {"", "0"}
    if wanted and is_production:
        raise SettingsError("UCAP_DEMO is for trying things out and stays off in production: unset it.")
    return wanted


def _mail_url(text: str | None) -> str | None:
    if not text:
        return None
    try:
        parts = urlsplit(text)
        is_good = parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good:  # the text itself may hold a password, so it is not said
        raise SettingsError("UCAP_MAIL_URL must look like smtp://user:password@mail.example.org:587, or smtps://...")
    return text


def _mail_from(text: str | None, base_url: str) -> str:
    address = text or f"ucap@{urlsplit(base_url).hostname}"
    name, _at, host = address.partition("@")
    if not name or not host or any(character in "<>, \r\n" for character in address):
        raise SettingsError(f"UCAP_MAIL_FROM must be an email address, not {address!r}.")
    return address


def _oidc(environment: Mapping[str, str]) -> OidcSettings | None:
    issuer = environment.get("UCAP_OIDC_ISSUER", "")
    if not issuer:
        return None
    try:
        parts = urlsplit(issuer)
    except ValueError:
        parts = urlsplit("")
    is_loopback = parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS
    if not parts.hostname or not (parts.scheme == "https" or is_loopback):
        raise SettingsError("UCAP_OIDC_ISSUER must start with https:// unless it is a loopback address.")
    missing = [name for name in ("UCAP_OIDC_CLIENT_ID", "UCAP_OIDC_CLIENT_SECRET") if not environment.get(name)]
    if missing:
        raise SettingsError(f"{missing[0]} is required when UCAP_OIDC_ISSUER is set.")
    return OidcSettings(
        issuer=issuer,
        client_id=environment["UCAP_OIDC_CLIENT_ID"],
        client_secret=environment["UCAP_OIDC_CLIENT_SECRET"],
        name=environment.get("UCAP_OIDC_NAME") or parts.hostname or issuer,
    )
