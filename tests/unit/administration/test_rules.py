import pytest

from ucap.administration import rules


@pytest.mark.parametrize(
    ("is_active", "is_only_administrator", "is_refused"),
    [(True, False, False), (True, True, True), (False, False, True), (False, True, True)],
)
def test_an_active_account_is_deactivated_but_the_last_administrators(
    *, is_active: bool, is_only_administrator: bool, is_refused: bool
) -> None:
    refusal = rules.refusal_to_deactivate(is_active=is_active, is_only_administrator=is_only_administrator)

    assert (refusal is not None) is is_refused


@pytest.mark.parametrize(
    ("is_own", "has_second_step", "is_refused"),
    [(False, True, False), (True, True, True), (False, False, True), (True, False, True)],
)
def test_a_second_step_of_somebody_else_is_reset(*, is_own: bool, has_second_step: bool, is_refused: bool) -> None:
    refusal = rules.refusal_to_reset(is_own=is_own, has_second_step=has_second_step)

    assert (refusal is not None) is is_refused
