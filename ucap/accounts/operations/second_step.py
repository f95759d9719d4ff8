"""The second step of signing in: codes that change every half minute (RFC 6238), and codes for when they are lost.

Secrets are kept encrypted by a key that is derived from the application's own, which is not in the database.
"""

import hashlib
import secrets
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from pyotp import TOTP, random_base32
from sqlalchemy import delete, update

from ucap.accounts import queries
from ucap.accounts.models import AccountChangeKind, AttemptKind, RecoveryCode, SecondStep, SignInSession
from ucap.accounts.operations.attempts import Visit, begin_attempt, note_success
from ucap.accounts.operations.people import note_change
from ucap.accounts.operations.sessions import begin_session
from ucap.accounts.rules import digest_of_token
from ucap.core.database import session, transactional
from ucap.core.errors import NotFound, RuleBroken
from ucap.core.languages import DEFAULT_LANGUAGE
from ucap.core.outbox import write_mail
from ucap.core.sealing import opened, sealed
from ucap.core.text import message

RECOVERY_CODES = 10
_SECONDS = 30
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE_LENGTH = 16
_ISSUER = "UCAP tracker"


def new_secret() -> str:
    """Return a secret for codes: 160 random bits in Base32."""
    return random_base32()


def address_of_secret(secret: str, email: str) -> str:
    """Return the otpauth address that an authenticator app reads from a QR code."""
    return TOTP(secret).provisioning_uri(name=email, issuer_name=_ISSUER)


@transactional
def set_up_second_step(
    person_id: UUID, secret: str, code: str, *, key: str, visit: Visit, at: datetime
) -> tuple[list[str], str]:
    """Have the person need codes of the secret from now on, and begin their sessions anew.

    Return the recovery codes, which are seen nowhere again, and the token of the one session that there is now.

    Args:
        key: the application's own, from which the one that encrypts is derived.

    Raises:
        RuleBroken: if the code is not one of the secret, or there is a second step already.
    """
    counter = _counter_of(secret, code, at=at)
    if counter is None:
        raise RuleBroken(message("This code is not right. Wait for the next one, and type that."), field="code")
    if queries.second_step_of(person_id) is not None:
        raise RuleBroken(message("You have a second step already."))
    encrypted = sealed(secret, key)
    session().add(SecondStep(person_id=person_id, secret=encrypted, set_up_at=at, last_counter=counter))
    session().execute(delete(SignInSession).where(SignInSession.person_id == person_id))
    return _add_recovery_codes(person_id), begin_session(person_id, at=at, visit=visit)


def renew_recovery_codes(person_id: UUID, code: str, *, key: str, visit: Visit, at: datetime) -> list[str]:
    """Make new recovery codes for who types a code; those before are worth nothing.

    Raises:
        NotFound: if the person has no second step.
        RuleBroken: if the code is not right, or was used before.
        TooManyAttempts: if it was tried too often.
    """
    attempt_id = begin_attempt(AttemptKind.CODE, visit, at=at)
    return _renew_recovery_codes(person_id, code, attempt_id=attempt_id, key=key, at=at)


@transactional
def _renew_recovery_codes(person_id: UUID, code: str, *, attempt_id: UUID, key: str, at: datetime) -> list[str]:
    use_code(person_id, code, key=key, at=at)
    note_success(attempt_id)
    return _add_recovery_codes(person_id)


def remove_second_step(person_id: UUID, code: str, *, key: str, visit: Visit, at: datetime) -> None:
    """Let the person sign in by the password alone, who types a code.

    Raises:
        NotFound: if the person has no second step.
        RuleBroken: if the code is not right, or was used before.
        TooManyAttempts: if it was tried too often.
    """
    attempt_id = begin_attempt(AttemptKind.CODE, visit, at=at)
    _remove_second_step(person_id, code, attempt_id=attempt_id, key=key, at=at)


@transactional
def _remove_second_step(person_id: UUID, code: str, *, attempt_id: UUID, key: str, at: datetime) -> None:
    use_code(person_id, code, key=key, at=at)
    note_success(attempt_id)
    forget_second_step(person_id)


@transactional
def forget_second_step(person_id: UUID) -> None:
    """Let the person sign in by the password alone, whose device and recovery codes are lost."""
    session().execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session().execute(delete(SecondStep).where(SecondStep.person_id == person_id))


@transactional
def reset_second_step(person_id: UUID, *, by_id: UUID | None, at: datetime) -> None:
    """Forget the second step of somebody who lost it; their sessions end, and they are told by mail.

    Args:
        by_id: who does it; None at the command line.

    Raises:
        NotFound: if there is nobody of the id.
    """
    person = queries.person_by_id(person_id)
    if person is None:
        raise NotFound
    forget_second_step(person_id)
    session().execute(delete(SignInSession).where(SignInSession.person_id == person_id))
    note_change(person_id, AccountChangeKind.SECOND_STEP_RESET, by_id=by_id, at=at)
    write_mail(
        person.email,
        message("Your second step was reset"),
        [
            message("The second step of your account in the UCAP tracker was reset, and all sessions were ended."),
            message("Sign in with your password, and set it up anew. If you did not ask for it, tell your helpdesk."),
        ],
        language=person.language or DEFAULT_LANGUAGE,
        at=at,
    )


def enter_code(person_id: UUID, code: str, *, half_token: str, key: str, visit: Visit, at: datetime) -> str:
    """Check a code, or a recovery code, of somebody whose password was right; return the token of their session.

    Raises:
        RuleBroken: if it is not right, or was used before.
        TooManyAttempts: if it was tried too often.
    """
    attempt_id = begin_attempt(AttemptKind.CODE, visit, at=at)
    return _enter_code(person_id, code, attempt_id=attempt_id, half_token=half_token, key=key, visit=visit, at=at)


@transactional
def _enter_code(  # noqa: PLR0913 - what the operation above was given, and its attempt
    person_id: UUID, code: str, *, attempt_id: UUID, half_token: str, key: str, visit: Visit, at: datetime
) -> str:
    use_code(person_id, code, key=key, at=at)
    note_success(attempt_id)
    half = session().execute(
        delete(SignInSession)
        .where(SignInSession.token_digest == digest_of_token(half_token), SignInSession.person_id == person_id)
        .returning(SignInSession.id)
    )
    if half.scalar() is None:
        raise NotFound
    return begin_session(person_id, at=at, visit=visit)


@transactional
def use_code(person_id: UUID, code: str, *, key: str, at: datetime) -> None:
    """Use a code, or a recovery code, up.

    Raises:
        RuleBroken: if it is not right, or was used before.
    """
    typed = "".join(character for character in code.lower() if character.isalnum())
    if not (_use_code_of_app(person_id, typed, key=key, at=at) or _use_recovery_code(person_id, typed, at=at)):
        raise RuleBroken(message("This code is not right, or was used before. Wait for the next one."), field="code")


def _use_code_of_app(person_id: UUID, code: str, *, key: str, at: datetime) -> bool:
    step = queries.second_step_of(person_id)
    if step is None:
        raise NotFound
    secret = opened(step.secret, key)
    if secret is None:  # the application's key was changed: recovery codes still work
        return False
    counter = _counter_of(secret, code, at=at)
    if counter is None:
        return False
    used = session().execute(
        update(SecondStep)
        .where(SecondStep.person_id == person_id, SecondStep.last_counter < counter)
        .values(last_counter=counter)
        .returning(SecondStep.person_id)
    )
    return used.scalar() is not None


def _use_recovery_code(person_id: UUID, code: str, *, at: datetime) -> bool:
    used = session().execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.digest == _digest_of_code(person_id, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
        .returning(RecoveryCode.id)
    )
    return used.scalar() is not None


def _counter_of(secret: str, code: str, *, at: datetime) -> int | None:
    """Return the time step whose code this is: the present one or a neighbour, as clocks differ; None if none is."""
    totp = TOTP(secret)
    now = int(at.timestamp()) // _SECONDS
    typed = "".join(code.split()).encode()
    return next(
        (step for step in (now, now - 1, now + 1) if compare_digest(totp.generate_otp(step).encode(), typed)), None
    )


def _add_recovery_codes(person_id: UUID) -> list[str]:
    session().execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH)) for _ in range(RECOVERY_CODES)]
    session().add_all(RecoveryCode(person_id=person_id, digest=_digest_of_code(person_id, code)) for code in codes)
    return ["-".join(code[start : start + 4] for start in range(0, _CODE_LENGTH, 4)) for code in codes]


def _digest_of_code(person_id: UUID, code: str) -> str:
    return hashlib.sha256(f"{person_id}{code}".encode(errors="surrogatepass")).hexdigest()
