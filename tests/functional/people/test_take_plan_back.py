from sqlalchemy import select

from tests.factories import make_coordinator, make_holder, make_member, make_plan, post_of
from tests.pages import PageClient
from ucap.core.database import session
from ucap.pairings.models import PlanExpertChange, Role


def test_the_expert_reads_it_no_more_and_it_is_kept_who_took_it(client: PageClient) -> None:
    plan = make_plan()
    expert = make_holder(Role.EXPERT, programme_id=plan.programme_id, given=[plan.id], name="Tomás")
    reader = PageClient(client.app).sign_in(expert)
    assert reader.send(f"/plans/{plan.id}/").status_code == 200
    coordinator = make_coordinator(plan, name="Marta")

    page = client.sign_in(coordinator).open(f"/plans/{plan.id}/people/")
    page = page.press("Take the plan back expert of all")

    assert "Given to no expert" in page.text
    assert reader.send(f"/plans/{plan.id}/").status_code == 404
    history = page.soup.select("#experts")[0].find_parent("section").select("details li")  # type: ignore[union-attr]
    assert [" ".join(one.get_text().split()).partition(" on ")[0] for one in history] == ["Taken back from Tomás"]
    assert "by Marta" in history[0].get_text()
    kept = session().scalars(select(PlanExpertChange)).one()
    assert (kept.is_given, kept.by_id, kept.post_id) == (False, coordinator.id, post_of(expert))


def test_what_was_not_given_is_not_taken_and_leads_take_nothing(client: PageClient) -> None:
    plan = make_plan()
    expert = make_holder(Role.EXPERT, programme_id=plan.programme_id)
    address = f"/plans/{plan.id}/people/experts/{post_of(expert)}/take-back"

    for person, status in ((make_coordinator(plan), 404), (make_member(plan, Role.LEAD), 403)):
        token = client.sign_in(person).open("/account/edit").csrf_token
        assert client.send(address, method="POST", data={"csrf_token": token}).status_code == status
