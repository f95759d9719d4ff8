from tests.factories import make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.plans.models.measures import Measure


def test_it_is_a_file_named_after_the_place(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    make_entry(plan, Measure, by=asha, title="Water plaza")

    page = client.sign_in(asha).open(f"/places/{plan.sides[0].places[0].id}/glance.docx")

    assert page.status == 200
    assert page.response.data.startswith(b"PK")
    assert 'filename="UCAP at a glance Surat.docx"' in page.response.headers["Content-Disposition"]


def test_strangers_are_asked_to_sign_in(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")

    assert client.send(f"/places/{plan.sides[0].places[0].id}/glance.docx").status_code == 303
