from uuid import uuid4

import pytest

from ucap.pairings.models import Role
from ucap.pairings.permissions import Rights, may_edit, may_view


@pytest.mark.parametrize(
    ("roles", "can_view", "can_edit"),
    [
        ([], False, False),
        ([Role.OBSERVER], True, False),
        ([Role.EDITOR], True, True),
        ([Role.LEAD], True, True),
        ([Role.OBSERVER, Role.OBSERVER], True, False),
        ([Role.OBSERVER, Role.LEAD], True, True),
    ],
)
def test_a_post_says_who_reads_and_who_writes(roles: list[Role], *, can_view: bool, can_edit: bool) -> None:
    rights = Rights(frozenset((role, uuid4()) for role in roles))

    assert may_view(rights) is can_view
    assert may_edit(rights) is can_edit


def test_every_role_is_tried_here() -> None:
    assert set(Role) == {Role.OBSERVER, Role.EDITOR, Role.LEAD}
