from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask

from tests.factories import NOON, make_draft, make_entry, make_member, make_plan
from tests.rows import digest_of_rows
from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.core.errors import Forbidden, NotFound, RuleBroken
from ucap.entries.models import Entry
from ucap.entries.operations.drafts import MOST_DRAFTS, TypedForm, discard_draft, keep_draft
from ucap.entries.operations.saving import open_to_change
from ucap.entries.operations.sending import FilledForm, send_new
from ucap.entries.queries.kept_forms import drafts_of_form, drafts_of_plan
from ucap.entries.rules import MOST_FIELDS, MOST_TYPED
from ucap.pairings.models import Role
from ucap.plans.models.objectives import Area, Objective


def test_a_draft_is_kept_as_it_was_typed(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    form = typed(("baseline", "abc"), ("sdg", "6.3"), ("sdg", "11.5"), ("focus", ""))

    keep_draft(plan.id, form, by=asha, at=NOON)

    (kept,) = drafts_of_plan(plan.id, asha)
    assert kept.fields == [["baseline", "abc"], ["sdg", "6.3"], ["sdg", "11.5"], ["focus", ""]]
    assert (kept.form_key, kept.type, kept.entry_id, kept.path, kept.kept_at) == (form.key, Area, None, "/path", NOON)


def test_a_draft_kept_again_takes_the_place_of_the_one_before(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    key = uuid4()
    for text in ("R", "Ra"):
        keep_draft(plan.id, typed(("focus", text), key=key), by=asha, at=NOON)

    keep_draft(plan.id, typed(("focus", "Rain"), key=key), by=asha, at=NOON + timedelta(seconds=1))

    (kept,) = drafts_of_plan(plan.id, asha)
    assert (kept.fields, kept.kept_at) == ([["focus", "Rain"]], NOON + timedelta(seconds=1))


def test_what_was_saved_just_so_is_not_kept(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    form = FilledForm(uuid4(), [("focus", "Rain")], {"focus": "Rain"})
    entry_id = send_new(plan.id, Area, form=form, by=asha, at=NOON)

    answer = keep_draft(plan.id, typed(("focus", "Rain"), key=form.key), by=asha, at=NOON)

    assert answer == entry_id
    assert drafts_of_plan(plan.id, asha) == []


def test_what_was_typed_after_saving_is_kept(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    form = FilledForm(uuid4(), [("focus", "Rain")], {"focus": "Rain"})
    send_new(plan.id, Area, form=form, by=asha, at=NOON)

    answer = keep_draft(plan.id, typed(("focus", "Rain and heat"), key=form.key), by=asha, at=NOON)

    assert answer is None
    assert len(drafts_of_plan(plan.id, asha)) == 1


def test_nobody_sees_or_discards_the_drafts_of_others(app: Flask) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    key = make_draft(plan, Area, by=asha)

    answer = discard_draft(plan.id, key, by=bram, at=NOON)

    assert answer is None
    assert drafts_of_plan(plan.id, bram) == drafts_of_form(plan.id, Area, None, person=bram) == []
    assert len(drafts_of_plan(plan.id, asha)) == 1


def test_two_people_keep_drafts_under_one_key(app: Flask) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    key = uuid4()

    keep_draft(plan.id, typed(("focus", "mine"), key=key), by=asha, at=NOON)
    keep_draft(plan.id, typed(("focus", "theirs"), key=key), by=bram, at=NOON)

    assert [draft.fields for draft in drafts_of_plan(plan.id, asha)] == [[["focus", "mine"]]]


def test_a_form_offers_its_own_drafts_newest_first(app: Flask) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    old = make_draft(plan, Area, entry_id=area, by=asha)
    new = make_draft(plan, Area, entry_id=area, by=asha, at=NOON + timedelta(minutes=1))
    added = make_draft(plan, Area, by=asha)
    make_draft(plan, Objective, by=asha)
    make_draft(other, Area, by=asha)

    assert [draft.form_key for draft in drafts_of_form(plan.id, Area, area, person=asha)] == [new, old]
    assert [draft.form_key for draft in drafts_of_form(plan.id, Area, None, person=asha)] == [added]


def test_the_draft_of_a_deleted_entry_waits_until_it_is_brought_back(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    make_draft(plan, Area, entry_id=area, by=asha)
    delete_entry(plan.id, area, by=asha)

    assert drafts_of_plan(plan.id, asha) == []
    keep_draft(plan.id, typed(("focus", "x"), entry_id=area), by=asha, at=NOON)


def test_who_may_not_write_keeps_and_discards_nothing(app: Flask) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    observer, outsider = make_member(plan, Role.OBSERVER), make_member(other)
    before = digest_of_rows()

    for person, answer in ((observer, Forbidden), (outsider, NotFound)):
        with pytest.raises(answer):
            keep_draft(plan.id, typed(("focus", "x")), by=person, at=NOON)
        with pytest.raises(answer):
            discard_draft(plan.id, uuid4(), by=person, at=NOON)

    assert digest_of_rows() == before


def test_a_draft_belongs_to_an_entry_of_the_plan_and_of_its_type(app: Flask) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    asha = make_member(plan)
    foreign = make_entry(other, Area, by=make_member(other))
    objective = make_entry(plan, Objective, by=asha)

    for entry_id in (foreign, objective, uuid4()):
        with pytest.raises(NotFound):
            keep_draft(plan.id, typed(("focus", "x"), entry_id=entry_id), by=asha, at=NOON)


def test_a_draft_of_another_plan_is_not_discarded_here(app: Flask) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    asha = make_member(plan)
    key = make_draft(other, Area, by=asha)

    assert discard_draft(plan.id, key, by=asha, at=NOON) is None
    assert len(drafts_of_plan(other.id, asha)) == 1


def test_a_draft_may_be_as_large_as_this_and_no_larger(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    longest, most = ("x", "y" * (MOST_TYPED - 1)), [("x", "")] * MOST_FIELDS

    keep_draft(plan.id, typed(longest), by=asha, at=NOON)
    keep_draft(plan.id, typed(*most), by=asha, at=NOON)

    for too_much in ([longest, ("z", "")], [*most, ("x", "")]):
        with pytest.raises(RuleBroken):
            keep_draft(plan.id, typed(*too_much), by=asha, at=NOON)
    assert len(drafts_of_plan(plan.id, asha)) == 2


def test_of_very_many_drafts_the_oldest_goes(app: Flask) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    make_draft(plan, Area, by=bram, at=NOON - timedelta(days=1))
    keys = [make_draft(plan, Area, by=asha, at=NOON + timedelta(minutes=number)) for number in range(MOST_DRAFTS)]

    keep_draft(plan.id, typed(("focus", "x")), by=asha, at=NOON + timedelta(days=1))

    left = {draft.form_key for draft in drafts_of_plan(plan.id, asha)}
    assert len(left) == MOST_DRAFTS
    assert set(keys) - left == {keys[0]}
    assert len(drafts_of_plan(plan.id, bram)) == 1


def typed(*fields: tuple[str, str], key: UUID | None = None, entry_id: UUID | None = None) -> TypedForm:
    return TypedForm(key or uuid4(), Area, entry_id, "/path", fields)


@transactional
def delete_entry(plan_id: UUID, entry_id: UUID, *, by: Person) -> None:
    open_to_change(plan_id, by=by, at=NOON)
    entry = session().get_one(Entry, entry_id)
    entry.deleted_at, entry.deleted_by_id = NOON, by.id
