from tests.factories import make_member, make_organisation, make_plan
from tests.pages import PageClient
from ucap.pairings.models import Role


def test_likely_duplicates_are_shown_with_the_reason(client: PageClient) -> None:
    plan = make_plan()
    place_id = plan.sides[0].places[0].id
    for name in ("Traders", "Traders Ltd", "University of Delft", "Univercity of Delft", "Alone"):
        make_organisation(place_id, name)
    client.sign_in(make_member(plan))

    page = client.open(f"/places/{place_id}/organisations/").follow("Likely duplicates")

    assert "2 pairs may be the same" in page.text
    assert "The same name, but for case, marks and legal form." in page.text
    assert "Names that differ in one or two letters." in page.text
    assert "Alone" not in page.text


def test_who_may(client: PageClient) -> None:
    plan = make_plan()
    address = f"/places/{plan.sides[0].places[0].id}/organisations/duplicates"

    assert client.sign_in(make_member(plan)).open(address).status == 200
    assert client.sign_in(make_member(plan, Role.OBSERVER)).open(address).status == 403
