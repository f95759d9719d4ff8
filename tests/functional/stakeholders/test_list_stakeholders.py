from tests.factories import make_holder, make_member, make_organisation, make_person
from tests.functional.stakeholders.conftest import Involving
from tests.pages import PageClient
from tests.queries import count_queries
from ucap.core.clock import utc_now
from ucap.entries.operations.deleting import delete_entry
from ucap.entries.verify import verify_chain
from ucap.history.queries import kept_chains
from ucap.history.verify import Verified
from ucap.pairings.models import Role


def test_each_place_lists_whom_it_asks_and_how(client: PageClient, involving: Involving) -> None:
    page = client.open(involving.address)

    for words in ("Institute of rain", "Academia", "Planning: Works with us", "Not heard back", "named no stakeholder"):
        assert words in page.text, words
    assert "1 stakeholder gave something and has not heard" in page.text


def test_a_stakeholder_is_drafted_compared_and_deleted_as_every_entry(client: PageClient, involving: Involving) -> None:
    form = client.open(f"{involving.address}{involving.stakeholder}/edit")
    page = form.submit({"why_asked": "It measured eleven monsoons.", "influence": "3"})

    assert page.title == "Institute of rain"
    assert "Institute" in page.text
    history = client.open(f"{involving.address}{involving.stakeholder}/history")
    assert "eleven monsoons" in history.text
    assert form.submit({"influence": "6"}).error_at("influence")
    delete_entry(involving.plan.id, involving.stakeholder, by=involving.editor, at=utc_now())
    assert "Institute of rain" not in client.open(involving.address).text
    chain = next(chain for chain in kept_chains() if chain.id == involving.plan.id)
    verified = list(verify_chain(chain))[-1]
    assert isinstance(verified, Verified)
    assert verified.fault is None


def test_a_new_one_begins_with_what_the_register_says(client: PageClient, involving: Involving) -> None:
    organisation_id = make_organisation(involving.plan.sides[0].places[0].id, "Traders")
    page = client.open(f"{involving.address}add/stakeholder?organisation_id={organisation_id}&name=x")

    assert page.form()["name"] == "Traders"
    assert page.submit({"why_asked": "They know."}).title == "Traders"


def test_it_asks_few_questions(client: PageClient, involving: Involving) -> None:
    for path in ("", "influence", "balance", "engagements"):
        with count_queries() as statements:
            assert client.send(f"{involving.address}{path}").status_code == 200
        assert len(statements) <= 12, path


def test_who_reads_the_plan_reads_them_and_sees_no_way_to_write(client: PageClient, involving: Involving) -> None:
    plan = involving.plan
    readers = [make_member(plan, Role.OBSERVER), make_holder(Role.COORDINATOR, programme_id=plan.programme_id)]
    for reader in readers:
        page = client.sign_in(reader).open(involving.address)
        assert "Institute of rain" in page.text
        assert "Add a stakeholder" not in page.text
        assert "Contact people" not in page.text
    assert client.sign_in(make_person()).open(involving.address).status == 404
