from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import NOON
from ucap.core.database import session, transactional
from ucap.core.mail import Mail, NotSent
from ucap.core.outbox import MOST_ATTEMPTS, OutboxMessage, send_mails, take_mail, write_mail
from ucap.core.text import message

AWAY = NotSent("ConnectionRefusedError", is_server_away=True)
REFUSED = NotSent("recipient refused 550", is_server_away=False)


def test_a_mail_is_sent_once_and_its_text_is_kept_no_longer(app: Flask) -> None:
    write()
    sent: list[Mail] = []

    assert send_mails(sent.append, clock=at(minutes=1)) == 1
    assert send_mails(sent.append, clock=at(days=30)) == 0

    assert [(mail.recipient, mail.subject, mail.text) for mail in sent] == [
        ("asha@example.org", "Hello Asha", "Open this:\n\nhttps://plans.example.org/links/abc\n")
    ]
    kept = the_message()
    assert (kept.sent_at, kept.text, kept.attempts) == (NOON + timedelta(minutes=1), "", 1)


def test_a_mail_belongs_to_the_transaction_that_causes_it(app: Flask) -> None:
    @transactional
    def fail() -> None:
        write()
        raise REFUSED

    with pytest.raises(NotSent):
        fail()

    assert session().scalar(select(func.count()).select_from(OutboxMessage)) == 0


def test_what_is_not_sent_is_tried_again_after_pauses_that_grow_and_given_up_in_the_end(app: Flask) -> None:
    write()
    tried = [NOON]
    while True:
        send_mails(failing(REFUSED), clock=at_moment(tried[-1]))
        due = the_message().next_attempt_at
        if due is None:
            break
        tried.append(due)

    kept = the_message()
    pauses = [(later - earlier) / timedelta(minutes=1) for earlier, later in pairwise(tried)]
    assert pauses[:9] == [1, 2, 4, 8, 16, 32, 64, 128, 240]
    assert pauses[9:] == [240] * (MOST_ATTEMPTS - 10)
    assert timedelta(days=1.5) < tried[-1] - NOON < timedelta(days=3)
    assert (kept.attempts, kept.sent_at, kept.text) == (MOST_ATTEMPTS, None, "")
    assert kept.last_error == "recipient refused 550"


def test_a_mail_that_is_refused_does_not_hold_up_the_others_and_a_server_that_is_away_does(app: Flask) -> None:
    for _number in range(3):
        write()
    seen: list[Mail] = []

    def refuse_the_first(mail: Mail) -> None:
        seen.append(mail)
        if len(seen) == 1:
            raise REFUSED

    assert send_mails(failing(AWAY), clock=at()) == 0
    assert session().scalar(select(func.sum(OutboxMessage.attempts))) == 1
    assert send_mails(refuse_the_first, clock=at(minutes=1)) == 2
    assert len(seen) == 3


def test_a_mail_whose_sender_died_is_sent_again_later(app: Flask) -> None:
    write()
    sent: list[Mail] = []
    taken = take_mail(at=NOON)
    assert taken is not None

    assert send_mails(sent.append, clock=at(minutes=14)) == 0
    assert send_mails(sent.append, clock=at(minutes=15)) == 1

    assert [mail.id for mail in sent] == [taken.id]


def test_two_workers_send_nothing_twice(app: Flask) -> None:
    for _number in range(12):
        write()
    session().rollback()
    sent: list[Mail] = []

    def work(_number: int) -> int:
        with app.app_context():
            return send_mails(sent.append, clock=at())

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(work, range(4)))

    assert sum(counts) == len({mail.id for mail in sent}) == len(sent) == 12


def write() -> None:
    write_mail(
        "asha@example.org",
        message("Hello %(name)s", name="Asha\r\n"),
        [message("Open this:"), "https://plans.example.org/links/abc"],
        language="en",
        at=NOON,
    )


def at(**later: float) -> Callable[[], datetime]:
    return lambda: NOON + timedelta(**later)


def failing(error: NotSent) -> Callable[[Mail], None]:
    def fail(_mail: Mail) -> None:
        raise error

    return fail


def the_message() -> OutboxMessage:
    session().rollback()
    session().expire_all()
    return session().scalars(select(OutboxMessage)).one()


def at_moment(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment
