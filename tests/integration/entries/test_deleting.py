from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask

from tests.factories import NOON, change_entry, entry_of, make_entry, make_member, make_person, make_plan
from ucap.core.errors import EditConflict, Forbidden, NotFound, RuleBroken
from ucap.entries.access import entry_to_look_up, entry_to_view
from ucap.entries.fields import Section
from ucap.entries.operations.arranging import duplicate_entry, move_entry
from ucap.entries.operations.deleting import bring_back_entry, delete_entry
from ucap.entries.operations.saving import save_entry
from ucap.entries.queries.naming import deletions_of_plan, heads_of_plan, names_of_plan
from ucap.entries.queries.reading import entries_of_plan
from ucap.history.queries import Change, changes, changes_since
from ucap.pairings.models import Role
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.activities import Activity
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective

LATER = NOON + timedelta(hours=1)


def test_a_deleted_entry_is_gone_and_can_be_brought_back_as_it_was(app: Flask) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1, name="Bram Vos")
    area = make_entry(plan, Area, by=asha, focus="Rain")
    before = entry_of(plan, area)

    delete_entry(plan.id, area, by=bram, at=LATER)
    gone, deletions = entries_of_plan(plan.id), deletions_of_plan(plan.id)
    bring_back_entry(plan.id, area, by=asha, at=LATER)

    assert gone == []
    assert [(one.entry_id, one.at, one.by) for one in deletions] == [(area, LATER, "Bram Vos")]
    back = entry_of(plan, area)
    assert (back.values(), back.changed_at, back.changed_by) == (before.values(), before.changed_at, before.changed_by)
    assert back.version == 3
    assert deletions_of_plan(plan.id) == []


def test_both_are_changes_in_the_log_each_of_one_event(app: Flask) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    area = make_entry(plan, Area, by=asha)

    delete_entry(plan.id, area, by=bram, at=LATER)
    bring_back_entry(plan.id, area, by=asha, at=LATER)

    back, gone, _beginning = history_of(plan, area)
    assert [(change.version, change.by_id, len(change.events)) for change in (gone, back)] == [
        (2, bram.id, 1),
        (3, asha.id, 1),
    ]
    assert gone.events[0].old is None
    assert gone.events[0].new == back.events[0].old is not None
    assert back.events[0].new is None


def test_doing_it_twice_changes_nothing_more(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)

    bring_back_entry(plan.id, area, by=asha, at=LATER)
    assert entry_of(plan, area).version == 1
    delete_entry(plan.id, area, by=asha, at=LATER)
    delete_entry(plan.id, area, by=make_member(plan, name="Else"), at=LATER + timedelta(hours=1))

    (deletion,) = deletions_of_plan(plan.id)
    assert (deletion.at, deletion.by) == (LATER, "Asha Rao")
    assert len(history_of(plan, area)) == 2


def test_links_to_it_wait_unseen_until_it_is_back(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha)
    measure = make_entry(plan, Measure, by=asha, objectives=(objective,))

    delete_entry(plan.id, objective, by=asha, at=LATER)
    unseen = entry_of(plan, measure).value("objectives")
    change_entry(plan, measure, by=asha, title="Changed meanwhile")
    bring_back_entry(plan.id, objective, by=asha, at=LATER)

    assert unseen == ()
    assert entry_of(plan, measure).value("objectives") == (objective,)


@pytest.mark.parametrize("how", ["brought back", "saved"])
def test_what_links_to_it_lacks_something_while_it_is_gone(app: Flask, how: str) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha)
    measure = make_entry(plan, Measure, by=asha, objectives=(objective,))
    found = [lacks_objectives(plan, measure)]

    delete_entry(plan.id, objective, by=asha, at=LATER)
    found.append(lacks_objectives(plan, measure))
    if how == "saved":
        save_entry(plan.id, objective, values={"statement": "Back"}, seen_version=2, by=asha, at=LATER)
    else:
        bring_back_entry(plan.id, objective, by=asha, at=LATER)
    found.append(lacks_objectives(plan, measure))

    assert found == [False, True, False]


def test_what_comes_back_lacks_what_was_deleted_meanwhile(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha)
    measure = make_entry(plan, Measure, by=asha, objectives=(objective,))

    delete_entry(plan.id, measure, by=asha, at=LATER)
    delete_entry(plan.id, objective, by=asha, at=LATER)
    bring_back_entry(plan.id, measure, by=asha, at=LATER)

    assert lacks_objectives(plan, measure)


def test_saving_over_a_deletion_one_has_not_seen_is_a_conflict_and_over_a_seen_one_brings_it_back(app: Flask) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    area = make_entry(plan, Area, by=asha)
    delete_entry(plan.id, area, by=bram, at=LATER)

    with pytest.raises(EditConflict):
        save_entry(plan.id, area, values={"focus": "Mine"}, seen_version=1, by=asha, at=LATER)
    save_entry(plan.id, area, values={"focus": "Mine"}, seen_version=2, by=asha, at=LATER)

    assert (entry_of(plan, area).title(), entry_of(plan, area).version) == ("Mine", 3)


def test_moves_are_no_changes_since_and_stand_in_the_history_by_themselves(app: Flask) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    area, _second = make_entry(plan, Area, by=asha), make_entry(plan, Area, by=asha)
    change_entry(plan, area, by=asha, focus="New", at=LATER)

    move_entry(plan.id, area, to_position=2, by=bram, at=LATER + timedelta(minutes=1))
    move_entry(plan.id, area, to_position=1, by=bram, at=LATER + timedelta(minutes=2))

    found = history_of(plan, area)
    assert [[event.field for event in change.events] for change in found[:3]] == [["position"], ["position"], ["focus"]]
    assert [change.by_id for change in found[:3]] == [bram.id, bram.id, asha.id]
    assert [[event.field for event in change.events] for change in changes_since(plan.id, area, 1)] == [["focus"]]


def test_a_copy_stands_behind_the_original_without_what_tells_how_it_goes(app: Flask) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    place = plan.sides[0].places[0].id
    measure = make_entry(plan, Measure, by=asha)
    first = make_entry(
        plan, Activity, by=asha, place_id=place, title="Workshop", lead="Office", measures=(measure,), progress=None
    )
    last = make_entry(plan, Activity, by=asha, place_id=place)
    change_entry(plan, first, by=asha, dropped_because="No money", description="What is done")

    copy = duplicate_entry(plan.id, first, by=asha, at=LATER)

    assert [entry.id for entry in entries_of_plan(plan.id, [Activity])] == [first, copy, last]
    made, original = entry_of(plan, copy), entry_of(plan, first)
    kept = {name: value for name, value in original.values().items() if not Activity.fields[name].is_running}
    assert made.values() == {**dict.fromkeys(Activity.fields), **kept, "title": "Workshop (copy)"}
    assert (made.version, made.created_at, made.changed_at) == (1, LATER, LATER)
    assert original.title() == "Workshop"
    (beginning,) = history_of(plan, copy)
    assert "position" not in {event.field for event in beginning.events}


@pytest.mark.parametrize(("length", "kept"), [(292, 292), (293, 293), (294, 293), (300, 293)])
def test_the_title_of_a_copy_fits_into_its_field(app: Flask, length: int, kept: int) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha, focus="x" * length)

    copy = duplicate_entry(plan.id, area, by=asha, at=LATER)

    assert entry_of(plan, copy).title() == "x" * kept + " (copy)"


def test_what_is_deleted_is_neither_moved_nor_copied(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    delete_entry(plan.id, area, by=asha, at=LATER)

    with pytest.raises(RuleBroken):
        move_entry(plan.id, area, to_position=1, by=asha, at=LATER)
    with pytest.raises(RuleBroken):
        duplicate_entry(plan.id, area, by=asha, at=LATER)


def test_the_right_is_checked_again(app: Flask) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Colima", "Galați")
    asha, bram = make_member(plan), make_member(plan, side=1)
    place = plan.sides[0].places[0].id
    activity = make_entry(plan, Activity, by=asha, place_id=place)
    steps = (delete_entry, bring_back_entry, duplicate_entry)

    for person in (bram, make_member(plan, Role.OBSERVER)):
        for step in steps:
            with pytest.raises(Forbidden):
                step(plan.id, activity, by=person, at=LATER)
        with pytest.raises(Forbidden):
            move_entry(plan.id, activity, to_position=1, by=person, at=LATER)
    for person, plan_id, entry_id in (
        (make_person(), plan.id, activity),
        (make_member(other), plan.id, activity),
        (make_member(other), other.id, activity),
        (asha, plan.id, uuid4()),
    ):
        for step in steps:
            with pytest.raises(NotFound):
                step(plan_id, entry_id, by=person, at=LATER)
        with pytest.raises(NotFound):
            move_entry(plan_id, entry_id, to_position=1, by=person, at=LATER)
    assert len(history_of(plan, activity)) == 1


def test_names_say_which_entries_are_deleted(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    first, second = make_entry(plan, Area, by=asha), make_entry(plan, Area, by=asha)

    delete_entry(plan.id, first, by=asha, at=LATER)

    assert {name.id: name.is_deleted for name in names_of_plan(plan.id, "en", with_deleted=True)} == {
        first: True,
        second: False,
    }
    assert [name.id for name in names_of_plan(plan.id, "en")] == [second]


def test_pages_about_entries_in_the_plan_are_not_given_a_deleted_one(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area, objective = make_entry(plan, Area, by=asha), make_entry(plan, Objective, by=asha)
    delete_entry(plan.id, area, by=asha, at=LATER)

    with pytest.raises(NotFound):
        entry_to_view(plan.id, Section.OBJECTIVES, area, asha)
    looked_up = entry_to_look_up(plan.id, Section.OBJECTIVES, area, asha)
    linking = entry_to_look_up(plan.id, Section.OBJECTIVES, objective, asha)
    viewed = entry_to_view(plan.id, Section.OBJECTIVES, objective, asha)

    assert looked_up.deletion
    assert (looked_up.deletion.at, looked_up.deletion.by) == (LATER, "Asha Rao")
    assert {name.id for name in linking.names} == {area, objective}
    assert viewed.deletion is None
    assert [name.id for name in viewed.names] == [objective]


def history_of(plan: PlanFacts, entry_id: UUID) -> list[Change]:
    return changes(plan.id, record_id=entry_id)[0]


def lacks_objectives(plan: PlanFacts, measure: UUID) -> bool:
    head = next(head for head in heads_of_plan(plan.id, "en") if head.id == measure)
    return "objectives" in {field for _code, field in head.shortcomings}
