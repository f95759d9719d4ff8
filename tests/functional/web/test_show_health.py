from flask import Flask

from tests.pages import PageClient


def test_it_says_that_the_process_lives(client: PageClient) -> None:
    answer = client.send("/healthz")

    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert answer.text == "ok\n"


def test_it_says_so_without_a_database(app_without_database: Flask) -> None:
    answer = app_without_database.test_client().get("/healthz")

    assert answer.status_code == 200
    assert answer.text == "ok\n"
