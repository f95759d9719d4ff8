from tests.factories import make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.pairings.models import Role
from ucap.plans.models.objectives import Area


def test_everything_is_reachable_from_it(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    make_entry(plan, Area, by=asha, focus="Rain in squares")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/export/")

    actions = [str(one["formaction"]) for one in page.soup.select("main button[formaction]")]
    links = [str(one["href"]) for one in page.soup.select("main a")]
    for ending in ("html", "pdf", "docx", "md"):
        assert actions.count(f"/plans/{plan.id}/export/{ending}") == 2
        for document in ("glance", "memo", "pilots"):
            assert f"/plans/{plan.id}/export/{ending}?document={document}&lang=en" in links
    for ending in ("xlsx", "csv", "json", "ics"):
        assert f"/plans/{plan.id}/export/{ending}?lang=en" in links
    assert "/schemas/plan.json" in links
    assert "Everything fits." in page.text


def test_files_can_be_had_in_the_languages_of_the_sides_and_no_others(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    client.sign_in(make_member(plan))

    assert client.open(f"/plans/{plan.id}/export/?lang={plan.sides[0].language}").status == 200
    assert client.open(f"/plans/{plan.id}/export/?lang=xx").status == 404


def test_contact_people_are_offered_only_to_who_may_see_them(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    offer = "With contact people"

    assert offer in client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/export/").text
    assert offer not in client.sign_in(make_member(plan, Role.OBSERVER)).open(f"/plans/{plan.id}/export/").text


def test_others_may_not_know_of_it(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")

    assert client.sign_in(make_member(other)).open(f"/plans/{plan.id}/export/").status == 404
