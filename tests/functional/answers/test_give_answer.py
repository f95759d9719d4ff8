from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask

from tests.factories import change_entry, entry_of, make_answer_link
from tests.functional.answers.conftest import QUESTION, Asking
from tests.pages import PageClient
from tests.rows import digest_of_rows
from ucap.core.clock import utc_now
from ucap.entries.operations.deleting import delete_entry
from ucap.entries.verify import verify_chain
from ucap.history.queries import kept_chains
from ucap.history.verify import Verified
from ucap.stakeholders.models.entries import InputOutcome

ANSWER = "At eleven corners."


def test_one_answers_once_and_then_reads_what_became_of_it(client: PageClient, asking: Asking) -> None:
    link = asking.link()
    before = digest_of_rows()

    opened = client.open(link)

    assert digest_of_rows() == before
    assert QUESTION in opened.text
    assert "Said before." not in opened.text
    assert opened.response.headers["Referrer-Policy"] == "same-origin"  # with none, browsers hide where a form is from
    assert opened.response.headers["X-Robots-Tag"].startswith("noindex")
    answered = opened.submit({"answer": ANSWER})
    assert answered.title == "Thank you for your answer"
    assert entry_of(asking.plan, asking.engagement).value("gave") == f"Said before.\n\n{ANSWER}"
    change_entry(
        asking.plan,
        asking.engagement,
        by=asking.editor,
        gave="Rewritten for us",
        outcome=InputOutcome.USED,
        used_in=(asking.measure,),
        because="All corners are drained.",
    )
    read = client.open(link).text
    assert all(
        text in read for text in (ANSWER, "Your answer was used.", "All corners are drained.", "Transfer measure")
    )
    assert not any(text in read for text in ("Rewritten", "A secret plaza", "Said before."))


def test_the_history_says_that_it_came_by_link_and_verifies(client: PageClient, asking: Asking) -> None:
    client.open(asking.link()).submit({"answer": ANSWER})

    client.sign_in(asking.editor)
    history = client.open(f"/plans/{asking.plan.id}/stakeholders/{asking.engagement}/history").text

    assert f"By personal link from {asking.editor.name}" in history
    chain = next(one for one in kept_chains() if one.id == asking.plan.id)
    assert [step.fault for step in verify_chain(chain) if isinstance(step, Verified)] == [None]


def test_a_second_answer_is_refused_and_changes_nothing(client: PageClient, asking: Asking) -> None:
    form = client.open(asking.link())
    form.submit({"answer": ANSWER})

    again = form.submit({"answer": "Something else"})

    assert again.status == 409
    assert "An answer was given already" in again.text
    assert ANSWER in again.text
    assert "Something else" not in str(entry_of(asking.plan, asking.engagement).value("gave"))


def test_of_twenty_answers_at_once_one_is_taken(app: Flask, asking: Asking) -> None:
    link = asking.link()

    def answer(number: int) -> int:
        with app.app_context():
            return PageClient(app).send(link, method="POST", data={"answer": f"Answer {number}."}).status_code

    with ThreadPoolExecutor(20) as threads:
        statuses = sorted(threads.map(answer, range(20)))

    assert statuses.count(303) == 1
    assert set(statuses) <= {303, 409, 429}
    assert str(entry_of(asking.plan, asking.engagement).value("gave")).count("Answer ") == 1


def test_bad_input_is_named_and_the_link_still_works(client: PageClient, asking: Asking) -> None:
    form = client.open(asking.link())

    assert "Write your answer." in form.submit({"answer": " "}).error_at("answer")
    assert "Shorten" in form.submit({"answer": "x" * 5_001}).error_at("answer")
    assert form.submit({"answer": ANSWER}).title == "Thank you for your answer"


def test_too_many_tries_have_to_wait(client: PageClient, asking: Asking) -> None:
    link = asking.link()

    statuses = [client.send(link, method="POST", data={"answer": ""}).status_code for _try in range(6)]

    assert statuses == [200] * 5 + [429]


def test_a_link_that_ended_was_withdrawn_or_never_was_opens_nothing(client: PageClient, asking: Asking) -> None:
    old = make_answer_link(asking.plan.id, asking.engagement, by=asking.editor, at=utc_now() - timedelta(days=30))
    replaced, standing = asking.link(), asking.link()

    for address, status in (
        (f"/answers/{old}", 410),
        (replaced, 410),
        ("/answers/nothing", 404),
        (f"{standing}x", 404),
        (standing, 200),
    ):
        assert client.open(address).status == status
        assert status == 200 or client.open(address, method="POST", data={"answer": ANSWER}).status == status
    delete_entry(asking.plan.id, asking.engagement, by=asking.editor, at=utc_now())
    assert client.open(standing).status == 404
    assert client.open(standing, method="POST", data={"answer": ANSWER}).status == 404
