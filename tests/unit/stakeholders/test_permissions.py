from uuid import uuid4

import pytest

from ucap.pairings.models import Role
from ucap.pairings.permissions import PersonRights, Rights
from ucap.stakeholders.permissions import Standing, may_keep_register, may_see_contacts

SIDE, OTHER, PROGRAMME = uuid4(), uuid4(), uuid4()


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        (PersonRights(posts={(Role.EDITOR, SIDE)}), True),
        (PersonRights(posts={(Role.LEAD, SIDE)}), True),
        (PersonRights(posts={(Role.OBSERVER, SIDE)}), False),
        (PersonRights(posts={(Role.EDITOR, OTHER)}), False),
        (PersonRights(coordinates={PROGRAMME}), True),
        (PersonRights(coordinates={OTHER}), False),
        (PersonRights(advises={PROGRAMME}), False),
        (PersonRights(is_administrator=True), False),
    ],
)
def test_a_register_is_kept_by_its_place_and_its_coordinators(rights: PersonRights, *, expected: bool) -> None:
    assert may_keep_register(rights, Standing({SIDE}, {PROGRAMME})) is expected


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        (Rights(posts={(Role.EDITOR, SIDE)}), True),
        (Rights(posts={(Role.LEAD, SIDE)}), True),
        (Rights(posts={(Role.OBSERVER, SIDE)}), False),
        (Rights(is_coordinator=True), False),
        (Rights(given_plans={OTHER}), False),
        (Rights(is_administrator=True), False),
    ],
)
def test_contacts_are_seen_by_those_who_work_on_the_plan(rights: Rights, *, expected: bool) -> None:
    assert may_see_contacts(rights) is expected
