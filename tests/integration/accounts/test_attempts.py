from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import NOON
from ucap.accounts.models import AttemptKind, SignInAttempt
from ucap.accounts.operations.attempts import Visit, begin_attempt, note_success
from ucap.accounts.rules import KNOWN_FOR, MOST_OF_ACCOUNT, MOST_OF_NETWORK, MOST_OF_PAIR, TRIES_WINDOW
from ucap.core.database import session
from ucap.core.errors import TooManyAttempts

PASSWORD, CODE = AttemptKind.PASSWORD, AttemptKind.CODE


def test_one_network_has_a_few_tries_at_one_account_in_a_while(app: Flask) -> None:
    tries = [begin(at=NOON + timedelta(minutes=minute)) for minute in range(MOST_OF_PAIR)]

    assert len(tries) == 5
    assert wait(at=NOON + timedelta(minutes=5)) == timedelta(minutes=10)
    assert wait(at=NOON + TRIES_WINDOW - timedelta(seconds=1)) == timedelta(seconds=1)
    begin(at=NOON + TRIES_WINDOW)
    assert wait(at=NOON + TRIES_WINDOW) == timedelta(minutes=1)


def test_other_accounts_networks_and_kinds_are_counted_apart(app: Flask) -> None:
    for _time in range(MOST_OF_PAIR):
        begin()

    begin("bram")
    begin(network="elsewhere")
    begin(kind=CODE)


def test_a_right_try_forgets_those_before_it(app: Flask) -> None:
    for _time in range(MOST_OF_PAIR - 1):
        begin()

    note_success(begin())

    for _time in range(MOST_OF_PAIR):
        begin()
    assert wait() == TRIES_WINDOW


def test_one_network_has_not_many_tries_at_all_accounts_together(app: Flask) -> None:
    for number in range(MOST_OF_NETWORK):
        begin(f"account {number}")

    assert wait("another") == TRIES_WINDOW
    begin("another", network="elsewhere")


def test_an_account_under_attack_from_everywhere_is_slow_but_not_where_its_person_is_known_to_come_from(
    app: Flask,
) -> None:
    note_success(begin(network="home", at=NOON - KNOWN_FOR + timedelta(minutes=1)))
    for number in range(MOST_OF_ACCOUNT):
        begin(network=f"attacker {number}")

    assert wait(network="another attacker") == TRIES_WINDOW
    begin(network="home")


def test_old_tries_are_removed(app: Flask) -> None:
    note_success(begin(network="home"))
    begin(network="elsewhere")

    begin("bram", at=NOON + TRIES_WINDOW)
    assert networks() == ["a network", "home"]
    begin("bram", at=NOON + KNOWN_FOR)
    assert networks() == ["a network"]


def test_many_tries_at_once_are_counted(app: Flask) -> None:
    session().rollback()

    def attempt(_number: int) -> bool:
        with app.app_context():
            try:
                begin()
            except TooManyAttempts:
                return False
            return True

    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(attempt, range(20)))

    assert made.count(True) == MOST_OF_PAIR
    assert session().scalar(select(func.count()).select_from(SignInAttempt)) == MOST_OF_PAIR


def begin(
    account: str = "asha", *, network: str = "a network", kind: AttemptKind = PASSWORD, at: datetime = NOON
) -> UUID:
    return begin_attempt(kind, Visit(account, network, "en"), at=at)


def wait(account: str = "asha", *, network: str = "a network", at: datetime = NOON) -> timedelta:
    with pytest.raises(TooManyAttempts) as refused:
        begin(account, network=network, at=at)
    return refused.value.wait


def networks() -> Sequence[str]:
    return session().scalars(select(SignInAttempt.network).order_by(SignInAttempt.network)).all()
