from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import (
    NOON,
    PASSWORD,
    change_entry,
    entry_of,
    make_administrator,
    make_draft,
    make_entry,
    make_member,
    make_person,
    make_plan,
)
from tests.rows import all_rows
from ucap.accounts.models import Person
from ucap.accounts.operations.attempts import Visit
from ucap.accounts.operations.sessions import begin_session, sign_in
from ucap.accounts.queries import names_of
from ucap.core.database import session
from ucap.core.errors import NotFound, RuleBroken
from ucap.core.languages import words_in
from ucap.core.outbox import write_mail
from ucap.core.text import message
from ucap.entries.kept_forms import Draft
from ucap.entries.verify import verify_chain
from ucap.history.models import Event, EventValue
from ucap.history.queries import kept_chains
from ucap.history.verify import Verified
from ucap.pairings.models import PostHolder, Role
from ucap.plans.models.commitments import Commitment
from ucap.plans.models.objectives import Area
from ucap.privacy.operations import close_account, erase_person
from ucap.privacy.queries.personal import PERSONAL, Subject

LATER = NOON + timedelta(hours=1)
VISIT = Visit(account="digest", network="digest", language="en")


def subject_of(person: Person) -> Subject:
    return Subject(person.id, person.email, VISIT.account)


def test_name_and_address_are_nowhere_any_more_and_what_was_written_stays(app: Flask) -> None:
    plan = make_plan()
    zubaida = make_member(plan, name="Zubaida Planted")
    address = zubaida.email
    area = make_entry(plan, Area, by=zubaida, focus="Rain")
    make_draft(plan, Area, by=zubaida, focus="Zubaida Planted was here")
    begin_session(zubaida.id, at=NOON)
    write_mail(address, message("Hello"), ["Zubaida Planted"], language="en", at=NOON)

    erase_person(subject_of(zubaida), by=zubaida, at=LATER)

    held = everything()
    assert "Zubaida" not in held
    assert address not in held
    assert entry_of(plan, area).value("focus") == "Rain"
    assert names_of({zubaida.id}) == {zubaida.id: "Former member"}
    assert set(faults()) == {None}


def test_rows_that_are_the_persons_alone_go_and_posts_end(app: Flask) -> None:
    plan = make_plan()
    asha, other = make_member(plan), make_member(plan, side=1)
    make_draft(plan, Area, by=asha)
    make_draft(plan, Area, by=other)
    subject = subject_of(asha)

    erase_person(subject_of(asha), by=asha, at=LATER)

    for declared in PERSONAL:
        if declared.is_deleted:
            assert session().execute(declared.rows_about(subject)).all() == []
    assert session().scalar(select(func.count()).select_from(Draft)) == 1
    held = session().scalars(select(PostHolder).where(PostHolder.person_id == asha.id)).one()
    assert (held.until, held.ended_by_id) == (LATER, asha.id)


def test_nobody_signs_in_as_a_former_member(app: Flask) -> None:
    asha = make_person()
    old = asha.email

    erase_person(subject_of(asha), by=asha, at=LATER)

    for address in (old, f"{asha.id.hex}@erased.invalid"):
        with pytest.raises(RuleBroken):
            sign_in(address, PASSWORD, visit=VISIT, at=LATER)


def test_an_address_that_was_erased_can_be_somebodys_again(app: Flask) -> None:
    asha = make_person(email="asha@example.org")

    erase_person(subject_of(asha), by=asha, at=LATER)

    assert make_person("Asha again", email="asha@example.org").id != asha.id


def test_names_in_earlier_texts_are_erased_where_fields_name_people(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan, name="Asha Rao")
    place = plan.sides[0].places[0].id
    make: dict[str, Any] = {"promise": "A promise", "place_id": place}
    past = make_entry(plan, Commitment, by=asha, **make, political_owner="Mayor Asha Rao")
    change_entry(plan, past, by=asha, political_owner="Mayor Bram", promise="Asha Rao promises")
    present = make_entry(plan, Commitment, by=asha, **make, political_owner="Asha Rao")

    erase_person(subject_of(asha), by=asha, at=LATER)

    values = set(session().scalars(select(EventValue.value)))
    assert '"Mayor Asha Rao"' not in values
    assert '"Mayor Bram"' in values
    assert '"Asha Rao promises"' in values  # a text of the plan, in a field for texts
    assert entry_of(plan, present).value("political_owner") == "Asha Rao"
    assert set(faults()) == {None}
    told = session().execute(select(Event.record_type, Event.record_id).where(Event.field == "erased"))
    assert {(row.record_type, row.record_id) for row in told} == {("entry", past), ("person", asha.id)}


def test_an_administrator_erases_somebody_and_others_do_not(app: Flask) -> None:
    ada, asha, bram = make_administrator(), make_person(), make_person()

    with pytest.raises(NotFound):
        erase_person(subject_of(asha), by=bram, at=LATER)
    erase_person(subject_of(asha), by=ada, at=LATER)

    for person_id in (asha.id, uuid4()):
        with pytest.raises(NotFound):
            erase_person(Subject(person_id, "", ""), by=ada, at=LATER)


@pytest.mark.parametrize("is_alone", [True, False])
def test_the_only_lead_of_a_side_hands_over_first(app: Flask, *, is_alone: bool) -> None:
    plan = make_plan("Surat", ("Rotterdam", "Delft"))
    lena = make_member(plan, Role.LEAD, side=1)
    make_member(plan, Role.LEAD, side=0)
    make_member(plan, Role.EDITOR, side=1)
    if not is_alone:
        make_member(plan, Role.LEAD, side=1)

    if is_alone:
        with pytest.raises(RuleBroken) as refused:
            erase_person(subject_of(lena), by=lena, at=LATER)
        assert "the only lead of Rotterdam, Delft." in words_in(refused.value.message, "en")
    else:
        erase_person(subject_of(lena), by=lena, at=LATER)

    assert (names_of({lena.id})[lena.id] == "Former member") is not is_alone


def test_a_lead_who_is_gone_stands_in_for_nobody(app: Flask) -> None:
    plan = make_plan()
    lena, gone = make_member(plan, Role.LEAD), make_member(plan, Role.LEAD)
    erase_person(subject_of(gone), by=gone, at=LATER)

    with pytest.raises(RuleBroken):
        erase_person(subject_of(lena), by=lena, at=LATER)


def test_the_only_administrator_stays_until_there_is_another(app: Flask) -> None:
    ada = make_administrator()

    with pytest.raises(RuleBroken, match="the only administrator"):
        erase_person(subject_of(ada), by=ada, at=LATER)
    make_administrator("Bea Admin")
    erase_person(subject_of(ada), by=ada, at=LATER)

    assert names_of({ada.id}) == {ada.id: "Former member"}


def test_without_the_password_nobody_closes_an_account(app: Flask) -> None:
    asha = make_person()

    with pytest.raises(RuleBroken):
        close_account(asha, "wrong", visit=VISIT, at=LATER)

    assert session().scalar(select(Person.erased_at).where(Person.id == asha.id)) is None


def everything() -> str:

    return repr(all_rows())


def faults() -> list[object]:
    found: list[object] = []
    for chain in kept_chains():
        *_, verified = verify_chain(chain)
        assert isinstance(verified, Verified)
        found.append(verified.fault)
    return found
