from tests.factories import (
    NOON,
    make_administrator,
    make_coordinator,
    make_link_for,
    make_member,
    make_person,
    make_plan,
    make_second_step,
)
from tests.pages import PageClient
from tests.queries import count_queries
from ucap.pairings.models import Role


def test_everybody_stands_there_with_state_posts_last_day_and_second_step(client: PageClient) -> None:
    lead = make_member(make_plan("Surat", "Rotterdam"), Role.LEAD, name="Harshad Mehta")
    make_second_step(lead)
    make_person("Gone Away", is_active=False)
    make_link_for("new@example.org")
    make_link_for("old@example.org", at=NOON.replace(year=2025))

    page = client.sign_in(make_administrator()).open("/").follow("Accounts of the installation")

    rows = {" ".join(row.get_text(" ").split()) for row in page.soup.select("tbody tr")}
    assert page.path == "/accounts/"
    assert "5 accounts" in page.text
    (harshad,) = [row for row in rows if "Harshad" in row]
    assert "Active Lead, Surat" in harshad
    assert "20" in harshad
    assert harshad.endswith("Set up")
    assert any("Gone Away" in row and "Deactivated – – –" in row for row in rows)
    assert any("new@example.org Invited" in row for row in rows)
    assert any("old@example.org Invitation ran out" in row for row in rows)


def test_it_is_narrowed_down_by_words_and_state_and_says_when_nothing_fits(client: PageClient) -> None:
    make_person("Asha Rao", email="asha@example.org")
    make_person("Bram Bakker", email="bram@example.org", is_active=False)
    make_link_for("clara@example.org")
    client.sign_in(make_administrator())

    def found(query: str) -> int:
        return len(client.open(f"/accounts/?{query}").soup.select("tbody tr"))

    assert [found(query) for query in ("q=RAO+asha", "state=deactivated", "state=invited", "q=bram&state=active")] == [
        1,
        1,
        1,
        0,
    ]
    assert "No account fits" in client.open("/accounts/?q=nobody-at-all").text
    assert client.open("/accounts/?state=odd").error_at("state")


def test_pages_of_fifty_are_turned_by_key_and_ask_few_questions(client: PageClient) -> None:
    for number in range(60):
        make_person(f"Person {number}", email=f"p{number:02}@example.org")
    client.sign_in(make_administrator())

    first = client.open("/accounts/?q=example.org")
    with count_queries() as statements:
        second = client.open(first.link("Next page"))

    assert [len(page.soup.select("tbody tr")) for page in (first, second)] == [50, 11]
    assert len(statements) <= 8
    back = second.follow("Previous page")
    assert back.soup.tbody == first.soup.tbody


def test_others_have_no_link_and_find_nothing(client: PageClient) -> None:
    for person in (make_member(make_plan(), Role.LEAD), make_coordinator(), make_person()):
        page = client.sign_in(person).open("/")
        assert page.soup.select("a[href='/accounts/']") == []
        assert client.send("/accounts/").status_code == 404
    assert client.sign_in(make_administrator()).open("/").soup.select("header a[href='/accounts/']")
