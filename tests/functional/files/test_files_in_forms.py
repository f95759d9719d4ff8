import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from werkzeug.wrappers import Request

from tests.functional.files.conftest import Telling, photo
from ucap.entries.queries.reading import entries_of_plan
from ucap.pilots.models.following import Update


def test_the_same_form_sent_again_is_one_update_with_each_file_once(telling: Telling) -> None:
    chosen = ("rain.jpg", photo(), "A full basin")

    telling.tell(chosen)
    page = telling.tell(chosen)

    assert len(page.soup.select(".ucap-told__update")) == 1
    assert [one.name for one in telling.attachments()] == ["rain.jpg"]


def test_a_refused_file_is_told_of_beside_its_field_and_nothing_typed_is_lost(telling: Telling) -> None:
    page = telling.tell(
        ("rain.jpg", photo(), "A full basin"), ("page.html", b"<script>", "A page"), ("rain.jpg", photo(), "")
    )

    assert "not taken" in page.error_at("file_2")
    assert "Say in a few words" in page.error_at("file_3_says")
    form = page.form()
    assert (form["title"], form["file_1_says"], form["file_2_says"]) == ("It rained", "A full basin", "A page")
    assert "Files have to be chosen again" in page.text
    assert telling.attachments() == []
    again = page.submit({"file_2_says": ""})
    assert "Choose the file that this line is about" in again.error_at("file_1_says")


def test_files_are_added_to_an_update_later_too(telling: Telling) -> None:
    telling.tell(("a.csv", b"a;1\n", "A list"))
    update = entries_of_plan(telling.plan.id, [Update])[0].id

    page = telling.tell(("b.csv", b"b;1\n", "Another list"), address=f"/plans/{telling.plan.id}/pilots/{update}/edit")

    assert [one.text for one in page.soup.select(".ucap-files__title")] == ["A list", "Another list"]


def test_a_form_with_files_may_be_larger_than_others_but_not_without_end(telling: Telling) -> None:
    page = telling.tell(("list.txt", b"word " * 600_000, "Three megabytes"))
    too_much = telling.tell(*[(f"{number}.txt", b"word " * 1_900_000, "Nine") for number in range(3)], title="Too much")

    assert page.soup.select_one(".ucap-files")
    assert too_much.status == 413
    assert len(telling.attachments()) == 1


def test_a_full_disk_is_told_of_and_nothing_is_kept(telling: Telling) -> None:
    with disk_full():
        page = telling.tell(("list.txt", b"word " * 4_000, "A list"))

    assert "The server has no room for files now" in page.error_at("file_1")
    assert page.form()["title"] == "It rained"
    assert telling.attachments() == []


def test_no_room_even_for_what_is_being_sent_is_told_of(telling: Telling, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_args: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Request, "_get_file_stream", no_room)

    page = telling.tell(("list.txt", b"word", "A list"))

    assert page.status == 503
    assert "The server's disk is full" in page.text


def test_a_file_is_added_with_an_update_only(telling: Telling) -> None:
    telling.tell(("list.csv", b"a;1\n", "A list"))
    (attachment,) = telling.attachments()
    entry = f"/plans/{telling.plan.id}/pilots/{attachment.id}"

    assert telling.client.open(f"/plans/{telling.plan.id}/pilots/add/attachment").status == 404
    page = telling.client.open(f"{entry}/edit").submit({"title": "Another list", "name": "x.exe", "digest": "0"})
    assert telling.attachments()[0].name == "list.csv"
    assert "Another list" in page.text
    copied = telling.client.post(f"{entry}/duplicate", {"csrf_token": page.csrf_token})
    assert copied.status == 400
    assert len(telling.attachments()) == 1


@contextmanager
def disk_full() -> Iterator[None]:
    """Let no file grow beyond a few bytes, as on a disk that is full."""
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, kept[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)
