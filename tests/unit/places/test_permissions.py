from uuid import UUID

import pytest

from ucap.pairings.models import Role
from ucap.pairings.permissions import PersonRights
from ucap.places.permissions import may_manage_places

ONE = UUID(int=1)


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        (PersonRights(), False),
        (PersonRights(posts=frozenset({(Role.LEAD, ONE)})), False),
        (PersonRights(advises=frozenset({ONE})), False),
        (PersonRights(is_administrator=True), False),
        (PersonRights(coordinates=frozenset({ONE})), True),
    ],
)
def test_coordinators_of_any_programme_and_nobody_else_manage_places(rights: PersonRights, expected: bool) -> None:  # noqa: FBT001 - a table
    assert may_manage_places(rights) is expected
