from tests.factories import make_draft, make_entry, make_member, make_plan
from tests.pages import Page, PageClient, values_of
from tests.rows import digest_of_rows
from ucap.core.database import session
from ucap.entries.queries.kept_forms import drafts_of_plan
from ucap.pairings.models import Role
from ucap.plans.models.objectives import Area


def test_a_draft_is_discarded_from_the_plan(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    make_draft(plan, Area, by=asha, focus="Rai")
    page = client.sign_in(asha).open(f"/plans/{plan.id}/")

    after = discard(page)

    assert after.path == page.path
    assert "The unsaved text is discarded." in after.text
    assert "Rai" not in after.text
    session().rollback()
    assert drafts_of_plan(plan.id, asha) == []


def test_a_draft_is_discarded_from_its_form_which_opens_without_it(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha, focus="Rain")
    key = make_draft(plan, Area, entry_id=area, by=asha, focus="Rai")
    path = f"/plans/{plan.id}/objectives/{area}/edit"
    page = client.sign_in(asha).open(f"{path}?draft={key}")

    after = discard(page)

    assert after.path == path
    assert after.form()["focus"] == "Rain"
    assert after.soup.select(".ucap-draft") == []


def test_discarding_twice_is_no_fault(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    key = make_draft(plan, Area, by=asha)
    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/add/area?draft={key}")
    discard(page)

    again = discard(page)

    assert again.path == f"/plans/{plan.id}/"


def test_the_draft_of_somebody_else_stays(client: PageClient) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    key = make_draft(plan, Area, by=asha)
    token = client.sign_in(bram).open("/").csrf_token
    before = digest_of_rows()

    page = client.post(f"/plans/{plan.id}/drafts/{key}/discard?back_to=form", {"csrf_token": token})

    assert page.path == f"/plans/{plan.id}/"
    assert digest_of_rows() == before


def test_an_observer_may_not_and_somebody_of_another_plan_may_not_know(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    key = make_draft(plan, Area, by=make_member(plan))

    statuses = []
    for person in (make_member(plan, Role.OBSERVER), make_member(other)):
        token = client.sign_in(person).open("/").csrf_token
        before = digest_of_rows()
        statuses.append(client.post(f"/plans/{plan.id}/drafts/{key}/discard", {"csrf_token": token}).status)
        assert digest_of_rows() == before

    assert statuses == [403, 404]


def test_a_stranger_is_led_to_sign_in(client: PageClient) -> None:
    plan = make_plan()
    key = make_draft(plan, Area, by=make_member(plan))

    assert client.send(f"/plans/{plan.id}/drafts/{key}/discard", method="POST").status_code == 303


def discard(page: Page) -> Page:
    (form,) = page.tree.xpath("//*[contains(@class, 'ucap-draft')]//form")
    return page.client.post(form.get("action"), values_of(form))
