from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, select

from tests.factories import NOON, change_entry, entry_of, make_draft, make_entry, make_member, make_plan
from tests.rows import digest_of_rows
from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.core.errors import EditConflict, Forbidden, NotFound, RuleBroken
from ucap.entries.fields import FieldValue
from ucap.entries.kept_forms import SentForm
from ucap.entries.operations.sending import REMEMBERED, FilledForm, send_changed, send_new
from ucap.entries.queries.kept_forms import drafts_of_plan
from ucap.entries.queries.reading import entries_of_plan
from ucap.pairings.models import PostHolder, Role
from ucap.plans.models.objectives import Area, Objective

SENT_AT_ONCE = 4


def test_the_same_form_sent_again_adds_one_entry_and_is_answered_as_the_first_time(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    form = filled(focus="Rain")
    first = send_new(plan.id, Area, form=form, by=asha, at=NOON)
    before = digest_of_rows()

    again = send_new(plan.id, Area, form=form, by=asha, at=NOON)

    assert again == first
    assert digest_of_rows() == before


def test_the_line_ends_and_the_order_in_which_it_is_sent_do_not_matter(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    one = FilledForm(uuid4(), [("focus", "Rain\r\nwater"), ("help", "x")], {"focus": "Rain"})
    other = FilledForm(one.key, [("help", "x"), ("focus", "Rain\nwater"), ("csrf_token", "new")], {"focus": "Rain"})

    first = send_new(plan.id, Area, form=one, by=asha, at=NOON)

    assert send_new(plan.id, Area, form=other, by=asha, at=NOON) == first


def test_the_same_form_with_another_text_adds_another_entry(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    form = filled(focus="Rain")
    first = send_new(plan.id, Area, form=form, by=asha, at=NOON)

    second = send_new(plan.id, Area, form=filled(key=form.key, focus="Heat"), by=asha, at=NOON)

    assert first != second
    assert [entry.title() for entry in entries_of_plan(plan.id)] == ["Rain", "Heat"]


def test_the_same_text_in_a_form_opened_again_is_another_entry(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)

    ids = {send_new(plan.id, Area, form=filled(focus="Rain"), by=asha, at=NOON) for _ in range(2)}

    assert len(ids) == 2


def test_a_key_says_nothing_about_another_type_plan_or_person(app: Flask) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    asha, bram, olaf = make_member(plan), make_member(plan, side=1), make_member(other)
    form = FilledForm(uuid4(), [("x", "y")], {"focus": "Rain", "statement": "Rain"})

    ids = [
        send_new(plan.id, Area, form=form, by=asha, at=NOON),
        send_new(plan.id, Objective, form=form, by=asha, at=NOON),
        send_new(plan.id, Area, form=form, by=bram, at=NOON),
        send_new(other.id, Area, form=form, by=olaf, at=NOON),
    ]

    assert len(set(ids)) == 4
    assert {entry.id for entry in entries_of_plan(plan.id)} == set(ids[:3])


def test_forms_sent_at_once_add_one_entry(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    form = filled(focus="Rain")
    session().expunge(asha)
    session().rollback()
    together = Barrier(SENT_AT_ONCE)

    def send(_number: int) -> UUID:
        with app.app_context():
            together.wait()
            try:
                return send_new(plan.id, Area, form=form, by=asha, at=NOON)
            finally:
                session().rollback()

    with ThreadPoolExecutor(SENT_AT_ONCE) as pool:
        answers = set(pool.map(send, range(SENT_AT_ONCE)))

    session().rollback()
    assert {entry.id for entry in entries_of_plan(plan.id)} == answers
    assert len(answers) == 1


def test_changes_sent_at_once_make_one_version_and_no_conflict(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    form = filled(focus="Rain", seen_version=1)
    session().expunge(asha)
    session().rollback()
    together = Barrier(SENT_AT_ONCE)

    def send(_number: int) -> None:
        with app.app_context():
            together.wait()
            try:
                send_changed(plan.id, Area, area, form=form, by=asha, at=NOON)
            finally:
                session().rollback()

    with ThreadPoolExecutor(SENT_AT_ONCE) as pool:
        list(pool.map(send, range(SENT_AT_ONCE)))

    session().rollback()
    assert (entry_of(plan, area).version, entry_of(plan, area).title()) == (2, "Rain")


def test_a_change_sent_again_after_somebody_elses_changes_nothing(app: Flask) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    area = make_entry(plan, Area, by=asha)
    form = filled(focus="Rain", seen_version=1)
    send_changed(plan.id, Area, area, form=form, by=asha, at=NOON)
    change_entry(plan, area, by=bram, focus="Heat")

    send_changed(plan.id, Area, area, form=form, by=asha, at=NOON)

    assert (entry_of(plan, area).version, entry_of(plan, area).title()) == (3, "Heat")


def test_going_back_and_changing_the_form_is_a_new_save_and_no_conflict_with_oneself(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    form = filled(focus="Rain", seen_version=1)
    send_changed(plan.id, Area, area, form=form, by=asha, at=NOON)

    for text in ("Heat", "Wind"):
        send_changed(plan.id, Area, area, form=filled(key=form.key, focus=text, seen_version=1), by=asha, at=NOON)

    assert entry_of(plan, area).title() == "Wind"


def test_going_back_after_somebody_else_has_saved_is_a_conflict(app: Flask) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    area = make_entry(plan, Area, by=asha)
    form = filled(focus="Rain", seen_version=1)
    send_changed(plan.id, Area, area, form=form, by=asha, at=NOON)
    change_entry(plan, area, by=bram, focus="Heat")

    with pytest.raises(EditConflict):
        send_changed(plan.id, Area, area, form=filled(key=form.key, focus="Wind", seen_version=1), by=asha, at=NOON)


def test_going_back_to_before_a_conflict_one_has_settled_is_a_conflict_again(app: Flask) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    area = make_entry(plan, Area, by=asha)
    change_entry(plan, area, by=bram, focus="Heat")
    form = filled(focus="Rain and heat", seen_version=2)
    send_changed(plan.id, Area, area, form=form, by=asha, at=NOON)

    with pytest.raises(EditConflict):
        send_changed(plan.id, Area, area, form=filled(key=form.key, focus="Rain", seen_version=1), by=asha, at=NOON)


def test_the_form_of_one_entry_says_nothing_about_another(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area, other = make_entry(plan, Area, by=asha), make_entry(plan, Area, by=asha)
    form = filled(focus="Rain", seen_version=1)

    send_changed(plan.id, Area, area, form=form, by=asha, at=NOON)
    send_changed(plan.id, Area, other, form=form, by=asha, at=NOON)

    assert [entry.title() for entry in entries_of_plan(plan.id)] == ["Rain", "Rain"]


def test_an_entry_of_another_plan_is_not_found(app: Flask) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    area = make_entry(other, Area, by=make_member(other))

    with pytest.raises(NotFound):
        send_changed(plan.id, Area, area, form=filled(focus="Evil", seen_version=1), by=make_member(plan), at=NOON)


def test_who_may_not_write_sends_nothing(app: Flask) -> None:
    plan = make_plan()
    area = make_entry(plan, Area, by=make_member(plan))
    reader = make_member(plan, Role.OBSERVER)

    with pytest.raises(Forbidden):
        send_new(plan.id, Area, form=filled(focus="Evil"), by=reader, at=NOON)
    with pytest.raises(Forbidden):
        send_changed(plan.id, Area, area, form=filled(focus="Evil", seen_version=1), by=reader, at=NOON)


def test_who_has_lost_the_right_is_not_even_answered_as_the_first_time(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    form = filled(focus="Rain")
    send_new(plan.id, Area, form=form, by=asha, at=NOON)
    end_posts(asha)

    with pytest.raises(NotFound):
        send_new(plan.id, Area, form=form, by=asha, at=NOON)


def test_a_save_throws_the_forms_draft_away_and_no_other(app: Flask) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    form = filled(focus="Rain")
    make_draft(plan, Area, form_key=form.key, by=asha)
    make_draft(plan, Area, form_key=form.key, by=bram)
    other = make_draft(plan, Area, by=asha)

    send_new(plan.id, Area, form=form, by=asha, at=NOON)

    assert [draft.form_key for draft in drafts_of_plan(plan.id, asha)] == [other]
    assert [draft.form_key for draft in drafts_of_plan(plan.id, bram)] == [form.key]


def test_a_save_that_is_refused_leaves_the_draft_and_remembers_nothing(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    form = filled(focus="", seen_version=1)
    make_draft(plan, Area, form_key=form.key, entry_id=area, by=asha)
    change_entry(plan, area, by=asha, focus="Newer")
    before = digest_of_rows()

    with pytest.raises(RuleBroken):
        send_new(plan.id, Area, form=form, by=asha, at=NOON)
    with pytest.raises(EditConflict):
        send_changed(plan.id, Area, area, form=form, by=asha, at=NOON)

    assert digest_of_rows() == before


@pytest.mark.parametrize(("age", "is_known"), [(REMEMBERED, True), (REMEMBERED + timedelta(seconds=1), False)])
def test_a_form_is_known_again_for_a_week(app: Flask, age: timedelta, *, is_known: bool) -> None:
    plan = make_plan()
    asha = make_member(plan)
    form = filled(focus="Rain")
    send_new(plan.id, Area, form=form, by=asha, at=NOON)

    send_new(plan.id, Area, form=filled(focus="Other"), by=asha, at=NOON + age)

    assert (form.key in remembered(asha)) == is_known


def test_forms_of_others_are_not_forgotten_in_passing(app: Flask) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    form = filled(focus="Rain")
    send_new(plan.id, Area, form=form, by=asha, at=NOON)

    send_new(plan.id, Area, form=filled(focus="Other"), by=bram, at=NOON + 2 * REMEMBERED)

    assert remembered(asha) == {form.key}


def filled(*, key: UUID | None = None, seen_version: int = 0, **values: FieldValue) -> FilledForm:
    fields = [*((name, str(value)) for name, value in values.items()), ("version", str(seen_version or ""))]
    return FilledForm(key or uuid4(), fields, values, seen_version)


def remembered(person: Person) -> set[UUID]:
    return set(session().scalars(select(SentForm.form_key).where(SentForm.person_id == person.id)))


def end_posts(person: Person) -> None:
    session().execute(delete(PostHolder).where(PostHolder.person_id == person.id))
    session().commit()
