from tests.factories import make_contact, make_member
from tests.functional.contacts.conftest import NAME, Contacting
from tests.pages import PageClient
from ucap.pairings.models import Role


def test_the_sheet_is_marked_and_holds_no_formula(client: PageClient, contacting: Contacting) -> None:
    make_contact(contacting.plan, contacting.stakeholder, by=contacting.editor, name="=cmd()")

    answer = client.send(f"{contacting.address}contacts.csv")

    lines = answer.get_data(as_text=True).lstrip("\ufeff").splitlines()
    assert lines[0].startswith("Personal data:")
    assert any(NAME in line for line in lines)
    assert any("'=cmd()" in line for line in lines)
    assert "personal-data" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_who_only_reads_the_plan_does_not_get_it(client: PageClient, contacting: Contacting) -> None:
    client.sign_in(make_member(contacting.plan, Role.OBSERVER))

    assert client.send(f"{contacting.address}contacts.csv").status_code == 403
