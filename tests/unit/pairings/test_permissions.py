"""The table "who may do what", cell by cell, and both sides of each boundary."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ucap.pairings import permissions
from ucap.pairings.models import PROGRAMME_ROLES, SIDE_ROLES, Role
from ucap.pairings.permissions import PersonRights, Rights

OWN, OTHER = uuid4(), uuid4()
PLAN, OTHER_PLAN = uuid4(), uuid4()
PROGRAMME, OTHER_PROGRAMME = uuid4(), uuid4()

IN_A_PAIRING = {
    "editor": Rights(frozenset({(Role.EDITOR, OWN)})),
    "lead": Rights(frozenset({(Role.LEAD, OWN)})),
    "observer": Rights(frozenset({(Role.OBSERVER, OWN)})),
    "expert": Rights(given_plans=frozenset({PLAN})),
    "expert of another plan": Rights(given_plans=frozenset({OTHER_PLAN})),
    "coordinator": Rights(is_coordinator=True),
    "administrator": Rights(is_administrator=True),
    "nobody": Rights(),
}

MAY: dict[Callable[[Rights], bool], set[str]] = {
    permissions.may_view_pairing: {
        "editor",
        "lead",
        "observer",
        "expert",
        "expert of another plan",
        "coordinator",
    },
    lambda rights: permissions.may_view(rights, PLAN): {"editor", "lead", "observer", "expert", "coordinator"},
    permissions.may_edit: {"editor", "lead"},
    lambda rights: OWN in permissions.sides_written_for(rights): {"editor", "lead"},
    lambda rights: OTHER in permissions.sides_written_for(rights): set(),
    lambda rights: permissions.may_agree(rights, OWN): {"lead"},
    lambda rights: permissions.may_agree(rights, OTHER): set(),
    lambda rights: permissions.may_comment(rights, PLAN): {"editor", "lead", "expert", "coordinator"},
    lambda rights: permissions.may_read_side_comments(rights, OWN): {"editor", "lead", "observer"},
    lambda rights: permissions.may_read_side_comments(rights, OTHER): set(),
    permissions.may_manage_pairing: {"coordinator"},
    permissions.may_move_phase: {"coordinator"},
    lambda rights: permissions.may_invite_to_side(rights, OWN): {"lead", "coordinator"},
    lambda rights: permissions.may_invite_to_side(rights, OTHER): {"coordinator"},
}

ANYWHERE = {
    "lead": PersonRights(frozenset({(Role.LEAD, OWN)})),
    "expert": PersonRights(advises=frozenset({PROGRAMME})),
    "coordinator": PersonRights(coordinates=frozenset({PROGRAMME})),
    "coordinator of another": PersonRights(coordinates=frozenset({OTHER_PROGRAMME})),
    "administrator": PersonRights(is_administrator=True),
    "nobody": PersonRights(),
}

MAY_ANYWHERE: dict[Callable[[PersonRights], bool], set[str]] = {
    lambda rights: permissions.may_manage_programme(rights, PROGRAMME): {"coordinator"},
    lambda rights: permissions.may_give_plan(rights, PROGRAMME): {"coordinator"},
    lambda rights: permissions.may_invite_to_programme(rights, Role.EXPERT, PROGRAMME): {"coordinator"},
    lambda rights: permissions.may_invite_to_programme(rights, Role.COORDINATOR, PROGRAMME): {
        "coordinator",
        "administrator",
    },
    lambda rights: permissions.may_invite_to_programme(rights, Role.LEAD, PROGRAMME): set(),
    lambda rights: permissions.may_view_programme_people(rights, PROGRAMME): {"coordinator", "administrator"},
    permissions.may_invite_administrators: {"administrator"},
    permissions.may_manage_accounts: {"administrator"},
    permissions.may_edit_imprint: {"administrator"},
}


@pytest.mark.parametrize("number", range(len(MAY)))
def test_in_a_pairing_each_may_do_what_the_table_says(number: int) -> None:
    may, who = list(MAY.items())[number]

    assert {name for name, rights in IN_A_PAIRING.items() if may(rights)} == who


@pytest.mark.parametrize("number", range(len(MAY_ANYWHERE)))
def test_outside_of_pairings_each_may_do_what_the_table_says(number: int) -> None:
    may, who = list(MAY_ANYWHERE.items())[number]

    assert {name for name, rights in ANYWHERE.items() if may(rights)} == who


def test_every_role_is_tried_here() -> None:
    assert set(Role) == {Role(name) for name in {*IN_A_PAIRING, *ANYWHERE} if name in set(Role)}
    assert set(Role) == {*SIDE_ROLES, *PROGRAMME_ROLES, Role.ADMINISTRATOR}


POSTS = st.frozensets(st.tuples(st.sampled_from(SIDE_ROLES), st.sampled_from([OWN, OTHER])))
SOME_RIGHTS = st.builds(Rights, POSTS, st.booleans(), st.frozensets(st.sampled_from([PLAN, OTHER_PLAN])), st.booleans())
SOME_PERSONS = st.builds(
    PersonRights,
    POSTS,
    st.frozensets(st.sampled_from([PROGRAMME, OTHER_PROGRAMME])),
    st.frozensets(st.sampled_from([PROGRAMME, OTHER_PROGRAMME])),
    st.booleans(),
)


@given(SOME_RIGHTS, SOME_RIGHTS)
def test_one_more_post_takes_nothing_away(held: Rights, added: Rights) -> None:
    both = Rights(
        posts=held.posts | added.posts,
        is_coordinator=held.is_coordinator or added.is_coordinator,
        given_plans=held.given_plans | added.given_plans,
        is_administrator=held.is_administrator or added.is_administrator,
    )

    for may in MAY:
        assert may(both) >= may(held)


@given(SOME_PERSONS, SOME_PERSONS)
def test_one_more_post_takes_nothing_away_outside_of_pairings(held: PersonRights, added: PersonRights) -> None:
    both = PersonRights(
        posts=held.posts | added.posts,
        coordinates=held.coordinates | added.coordinates,
        advises=held.advises | added.advises,
        is_administrator=held.is_administrator or added.is_administrator,
    )

    for may in MAY_ANYWHERE:
        assert may(both) >= may(held)


@given(SOME_RIGHTS)
def test_who_reads_nothing_may_do_nothing_and_administering_opens_nothing(rights: Rights) -> None:
    if not permissions.may_view_pairing(rights):
        assert not any(may(rights) for may in MAY)
    as_administrator = replace(rights, is_administrator=True)
    assert [may(as_administrator) for may in MAY] == [may(rights) for may in MAY]


@given(st.uuids())
def test_nobody_without_a_post_reads(plan_id: UUID) -> None:
    assert not permissions.may_view(Rights(), plan_id)
    assert not permissions.may_view_pairing(Rights())
