from uuid import uuid4

import pytest
from flask import Flask

from tests.factories import NOON, make_entry, make_member, make_person, make_plan
from ucap.core.database import session
from ucap.core.errors import Forbidden, NotFound
from ucap.entries import access as entry_access
from ucap.entries.fields import Section
from ucap.entries.queries.reading import entries_of_plan
from ucap.pairings.access import plan_to_edit, plan_to_view
from ucap.pairings.models import Post, PostHolder, Role
from ucap.pairings.queries.plans import plans, plans_of_person
from ucap.pairings.queries.rights import lead_names, rights_of
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective


def test_plans_are_named_after_their_places_in_order(app: Flask) -> None:
    two, three, several = make_plan("Surat", "Rotterdam"), make_plan("A", "B", "C"), make_plan(("Z", "Y"), "X")

    found = plans()

    assert [plan.title for plan in found] == ["A – B – C", "Surat – Rotterdam", "Z, Y – X"]
    assert [plan.id for plan in found] == [three.id, two.id, several.id]
    assert [side.position for side in three.sides] == [0, 1, 2]
    assert several.sides[0].countries == ["IN"]
    assert plans([two.id]) == [two]
    assert plans([]) == plans([uuid4()]) == []


def test_a_person_sees_each_own_plan_once(app: Flask) -> None:
    own, other = make_plan(), make_plan("Colima", "Galați")
    asha = make_member(own)
    post = Post(side_id=own.sides[1].id, role=Role.LEAD, title="both")
    session().add(post)
    session().flush()
    session().add(PostHolder(post_id=post.id, person_id=asha.id, since=NOON))
    session().commit()

    assert plans_of_person(asha.id) == [own]
    assert plans_of_person(make_person().id) == []
    assert rights_of(asha.id, own.pairing_id).posts == {(Role.EDITOR, own.sides[0].id), (Role.LEAD, own.sides[1].id)}
    assert rights_of(asha.id, other.pairing_id).posts == frozenset()


def test_the_leads_of_the_sides_asked_for_are_named_by_name(app: Flask) -> None:
    plan = make_plan()
    make_member(plan, Role.LEAD, name="Zoë")
    make_member(plan, Role.LEAD, name="Asha")
    make_member(plan, Role.LEAD, side=1, name="Bram")
    make_member(plan, Role.EDITOR, name="Nobody")

    assert lead_names(plan.pairing_id, [plan.sides[0].id]) == ["Asha", "Zoë"]
    assert lead_names(plan.pairing_id, [side.id for side in plan.sides]) == ["Asha", "Bram", "Zoë"]


def test_a_plan_opens_for_those_who_have_a_post(app: Flask) -> None:
    plan = make_plan()
    editor, observer, outsider = make_member(plan, side=1), make_member(plan, Role.OBSERVER), make_person()

    assert plan_to_edit(plan.id, editor).own_side == plan.sides[1]
    assert not plan_to_view(plan.id, observer).can_edit
    with pytest.raises(Forbidden):
        plan_to_edit(plan.id, observer)
    for person in (outsider, make_member(make_plan("A", "B"))):
        with pytest.raises(NotFound):
            plan_to_view(plan.id, person)
    with pytest.raises(NotFound):
        plan_to_view(uuid4(), editor)


def test_entries_come_in_the_order_of_sections_and_positions(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    measure = make_entry(plan, Measure, by=asha)
    second, third = make_entry(plan, Objective, by=asha), make_entry(plan, Objective, by=asha)
    area = make_entry(plan, Area, by=asha)
    make_entry(other := make_plan("A", "B"), Area, by=make_member(other))

    assert [entry.id for entry in entries_of_plan(plan.id)] == [area, second, third, measure]
    assert [entry.id for entry in entries_of_plan(plan.id, [Objective])] == [second, third]
    assert [entry.position for entry in entries_of_plan(plan.id, [Objective])] == [1, 2]


def test_links_are_read_in_the_order_of_their_targets(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    first, second = make_entry(plan, Objective, by=asha), make_entry(plan, Objective, by=asha)

    make_entry(plan, Measure, by=asha, objectives=(second, first))

    assert entries_of_plan(plan.id, [Measure])[0].attached == {"objectives": (first, second)}


def test_a_text_is_read_in_the_language_asked_for_or_as_it_was_written(app: Flask) -> None:
    plan = make_plan()
    make_entry(plan, Area, by=make_member(plan), focus="Squares")

    area = entries_of_plan(plan.id)[0]

    assert (area.title(), area.title("de"), area.value("focus", "en")) == ("Squares", "Squares", "Squares")


def test_an_entry_is_found_in_its_own_section_only(app: Flask) -> None:
    plan = make_plan()
    asha, observer = make_member(plan), make_member(plan, Role.OBSERVER)
    area = make_entry(plan, Area, by=asha)

    assert entry_access.entry_to_edit(plan.id, Section.OBJECTIVES, area, asha).entry.id == area
    with pytest.raises(NotFound):
        entry_access.entry_to_view(plan.id, Section.MEASURES, area, asha)
    with pytest.raises(Forbidden):
        entry_access.entry_to_edit(plan.id, Section.OBJECTIVES, area, observer)


def test_a_type_is_added_in_its_own_section_by_those_who_write(app: Flask) -> None:
    plan = make_plan()
    asha, observer = make_member(plan), make_member(plan, Role.OBSERVER)

    assert entry_access.type_to_add(plan.id, Section.MEASURES, "measure", asha).type is Measure
    for section, name in ((Section.OBJECTIVES, "measure"), (Section.MEASURES, "nothing")):
        with pytest.raises(NotFound):
            entry_access.type_to_add(plan.id, section, name, asha)
    with pytest.raises(Forbidden):
        entry_access.type_to_add(plan.id, Section.MEASURES, "measure", observer)
