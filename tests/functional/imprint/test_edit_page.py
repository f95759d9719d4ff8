import pytest

from tests.factories import NOON, make_administrator, make_member, make_person, make_plan
from tests.pages import PageClient
from tests.rows import digest_of_rows
from ucap.core.errors import EditConflict, Forbidden
from ucap.imprint import access, operations
from ucap.imprint.models import LONGEST_TEXT, AboutPage
from ucap.imprint.queries import text_of, texts_of
from ucap.pairings.models import Role


def test_an_administrator_writes_a_page_and_strangers_read_it(client: PageClient) -> None:
    client.sign_in(make_administrator("Ada Admin"))
    form = client.open("/help").follow("Edit this page")

    page = form.submit({"text": "## Call us\n\n0800 1234"})

    assert page.title == "Help and contact"
    assert "Help and contact saved." in page.text
    assert "0800 1234" in PageClient(client.app).open("/help").text
    assert (text_of(AboutPage.HELP).version, text_of(AboutPage.HELP).by) == (1, "Ada Admin")


def test_one_sees_it_before_it_is_saved(client: PageClient) -> None:
    form = client.sign_in(make_administrator()).open("/help/edit")
    before = digest_of_rows()

    page = form.submit({"text": "Call **us**", "preview": "y"})

    assert page.status == 200
    assert "Preview: not saved yet" in page.text
    assert [strong.get_text() for strong in page.soup.select("main section strong")] == ["us"]
    assert page.form()["text"] == "Call **us**"
    assert digest_of_rows() == before
    assert page.submit().title == "Help and contact"
    assert text_of(AboutPage.HELP).text == "Call **us**"


def test_over_a_newer_text_nothing_is_written_and_both_are_shown(client: PageClient) -> None:
    ada, bea = make_administrator("Ada Admin"), make_administrator("Bea Admin")
    form = client.sign_in(ada).open("/imprint/edit")
    operations.write_page(AboutPage.IMPRINT, "Bea’s words", seen_version=0, by=bea, at=NOON)

    page = form.submit({"text": "Ada’s words"})

    assert page.status == 409
    assert "Bea Admin saved another text meanwhile." in page.text
    assert "Bea’s words" in page.text
    assert page.form()["text"] == "Ada’s words"
    assert text_of(AboutPage.IMPRINT).text == "Bea’s words"
    assert page.submit().title == "Imprint"
    assert [text.text for text in texts_of(AboutPage.IMPRINT)][:2] == ["Ada’s words", "Bea’s words"]


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "٣", "7"])
def test_a_version_that_nobody_read_is_refused(client: PageClient, version: str) -> None:
    form = client.sign_in(make_administrator()).open("/help/edit")
    before = digest_of_rows()

    assert form.submit({"text": "Words", "version": version}).status == 409
    assert digest_of_rows() == before


def test_an_earlier_text_is_restored_by_going_on_from_it(client: PageClient) -> None:
    ada = make_administrator()
    for version, text in enumerate(["First", "Second"]):
        operations.write_page(AboutPage.HELP, text, seen_version=version, by=ada, at=NOON)

    form = client.sign_in(ada).open("/help/history?version=1").follow("Go on from this text")
    page = form.submit()

    assert form.form()["text"] == "First"
    assert page.title == "Help and contact"
    assert [text.text for text in texts_of(AboutPage.HELP)][:3] == ["First", "Second", "First"]


def test_the_text_that_came_with_the_tracker_can_be_restored(client: PageClient) -> None:
    ada = make_administrator()
    operations.write_page(AboutPage.HELP, "Words", seen_version=0, by=ada, at=NOON)

    client.sign_in(ada).open("/help/edit?from=0").submit()

    assert "Whoever runs this installation" in client.open("/help").text
    assert text_of(AboutPage.HELP).version == 2


def test_the_same_text_is_not_written_again(client: PageClient) -> None:
    ada = make_administrator()

    client.sign_in(ada).open("/help/edit").submit()

    assert text_of(AboutPage.HELP).version == 0


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "Write what the page is to say."),
        (" \n ", "Write what the page is to say."),
        ("a\0b", "Character 2 cannot be kept"),
        ("x" * (LONGEST_TEXT + 1), "Shorten this text"),
    ],
)
def test_what_cannot_be_kept_is_refused(client: PageClient, text: str, error: str) -> None:
    form = client.sign_in(make_administrator()).open("/privacy/edit")
    before = digest_of_rows()

    page = form.submit({"text": text})

    assert error in page.error_at("text")
    assert digest_of_rows() == before


@pytest.mark.parametrize("role", [*Role][:3])
def test_others_are_told_whom_to_ask(client: PageClient, role: Role) -> None:
    make_administrator("Ada Admin")
    client.sign_in(make_member(make_plan(), role))

    page = client.open("/privacy/edit")

    assert page.status == 403
    assert "Ada Admin" in page.text
    assert "Edit this page" not in client.open("/privacy").text


def test_a_stranger_is_shown_the_sign_in_page(client: PageClient) -> None:
    assert client.open("/privacy/edit").title == "Sign in"


def test_a_page_that_is_none_cannot_be_written(client: PageClient) -> None:
    assert client.sign_in(make_administrator()).open("/sign-in/edit").status == 404


def test_the_right_is_asked_for_again_when_it_is_written(client: PageClient) -> None:
    with pytest.raises(Forbidden):
        operations.write_page(AboutPage.HELP, "Words", seen_version=0, by=make_person(), at=NOON)


def test_the_second_of_two_at_the_same_time_is_a_conflict(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = make_administrator()
    opened = access.page_to_edit(AboutPage.HELP, ada)
    operations.write_page(AboutPage.HELP, "First", seen_version=0, by=ada, at=NOON)
    monkeypatch.setattr(access, "page_to_edit", lambda _page, _person: opened)

    with pytest.raises(EditConflict):
        operations.write_page(AboutPage.HELP, "Second", seen_version=0, by=ada, at=NOON)

    assert text_of(AboutPage.HELP).text == "First"
