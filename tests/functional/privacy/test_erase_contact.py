from tests.factories import (
    NOON,
    change_entry,
    entry_of,
    make_contact,
    make_draft,
    make_entry,
    make_member,
    make_part,
    make_pilot,
)
from tests.functional.contacts.conftest import EMAIL, NAME, Contacting
from tests.pages import PageClient
from tests.rows import all_rows
from ucap.core.outbox import write_mail
from ucap.core.text import message
from ucap.entries.files import FileKind
from ucap.entries.verify import verify_chain
from ucap.history.queries import kept_chains
from ucap.history.verify import Verified
from ucap.pairings.models import Role
from ucap.pilots.models.following import Update
from ucap.pilots.models.photos import Attachment
from ucap.stakeholders.models.entries import Engagement
from ucap.stakeholders.queries.verify import verify_record


def test_the_planted_name_is_in_no_row_afterwards_and_the_chains_verify(
    client: PageClient, contacting: Contacting
) -> None:
    plan, by = contacting.plan, contacting.editor
    client.open(f"{contacting.address}contacts/{contacting.contact}/edit").submit({"name": f"{NAME}-Late"})
    client.open(f"{contacting.address}contacts/{contacting.contact}/edit").submit({"name": NAME})
    place_id = plan.sides[0].places[0].id
    engagement = make_entry(plan, Engagement, by=by, place_id=place_id, gave=f"{NAME} gave a map.")
    change_entry(plan, engagement, by=by, gave="They gave a map.")
    make_draft(plan, Engagement, by=by, gave=f"Ask {NAME} again, at {EMAIL}")
    update = make_part(plan, Update, make_pilot(plan, by), by=by)
    name = f"{NAME.replace(' ', '_')}-site.jpg"
    file = make_entry(plan, Attachment, by=by, update=(update,), place_id=place_id, name=name, kind=FileKind.PHOTO)
    write_mail(EMAIL, message("A question"), ["Hello"], language="en", at=NOON)

    form = client.open(f"{contacting.address}contacts/{contacting.contact}/erase")
    assert form.submit({}).error_at("is_sure")
    page = form.submit({"is_sure": "y"})

    assert "Erased, with all that the history knew of them." in page.text
    found = [str(row) for rows in all_rows().values() for row in rows.values()]
    assert not [row for row in found if "Zyta" in row or EMAIL in row]
    assert any("Ask [erased] again, at [erased]" in row for row in found)
    assert entry_of(plan, file).value("name") == "file.jpg"
    for chain in kept_chains():
        if chain.id in {plan.id, contacting.contact}:
            verify = verify_chain if chain.id == plan.id else verify_record
            verified = list(verify(chain))[-1]
            assert isinstance(verified, Verified)
            assert verified.fault is None


def test_who_only_reads_the_plan_may_not(client: PageClient, contacting: Contacting) -> None:
    client.sign_in(make_member(contacting.plan, Role.OBSERVER))

    assert client.open(f"{contacting.address}contacts/{contacting.contact}/erase").status == 403


def test_a_name_of_one_word_goes_where_somebody_says_that_it_means_the_person(
    client: PageClient, contacting: Contacting
) -> None:
    plan, by, place_id = contacting.plan, contacting.editor, contacting.plan.sides[0].places[0].id
    contact = make_contact(plan, contacting.stakeholder, by=by, name="Rose", email="r@planted.example")
    told = make_entry(plan, Engagement, by=by, place_id=place_id, asked="Who waters?", gave="Rose drew a map.")
    make_entry(plan, Engagement, by=by, place_id=place_id, asked="Which flower?", gave="A rose, and roses.")
    once = make_entry(plan, Engagement, by=by, place_id=place_id, asked="Who else?", gave="Ask Rose.")
    change_entry(plan, once, by=by, gave="Nobody.")
    form = client.open(f"{contacting.address}contacts/{contact}/erase")

    offered = {str(box["value"]): str(box.find_next("label").text) for box in form.soup.select("[name=meant]")}  # type: ignore[union-attr] # each box has a label
    refused = form.submit({"is_sure": "y", "meant": f"{contacting.stakeholder}:name"})
    form.submit({"is_sure": "y", "meant": [f"{told}:gave", f"{once}:gave"]})

    assert len(offered) == 3
    assert "What it gave: Rose drew a map." in offered[f"{told}:gave"]
    assert "in an earlier text: Ask Rose." in offered[f"{once}:gave"]
    assert refused.error_at("meant")
    assert entry_of(plan, told).value("gave") == "[erased] drew a map."
    found = " ".join(str(row) for rows in all_rows().values() for row in rows.values())
    assert "Rose" not in found
    assert "A rose, and roses." in found
    (chain,) = (chain for chain in kept_chains() if chain.id == plan.id)
    verified = list(verify_chain(chain))[-1]
    assert isinstance(verified, Verified)
    assert verified.fault is None


def test_a_part_of_a_name_is_offered_and_the_whole_name_is_not(client: PageClient, contacting: Contacting) -> None:
    plan, by, place_id = contacting.plan, contacting.editor, contacting.plan.sides[0].places[0].id
    make_entry(plan, Engagement, by=by, place_id=place_id, asked="Who waters?", gave=f"{NAME} drew a map.")
    first = make_entry(plan, Engagement, by=by, place_id=place_id, asked="Who else?", gave="Zyta did.")

    form = client.open(f"{contacting.address}contacts/{contacting.contact}/erase")
    form.submit({"is_sure": "y"})

    assert [box["value"] for box in form.soup.select("[name=meant]")] == [f"{first}:gave"]
    assert entry_of(plan, first).value("gave") == "Zyta did."
