"""What makes sense when one looks after accounts. Pure functions."""

from ucap.core.text import Message, message


def refusal_to_deactivate(*, is_active: bool, is_only_administrator: bool) -> Message | None:
    """Tell why the account cannot be deactivated, or None if it can."""
    if not is_active:
        return message("This account is deactivated already.")
    if is_only_administrator:
        return message(
            "This is the last active administrator. Invite another one first; they have to accept before this account"
            " can be deactivated."
        )
    return None


def refusal_to_reset(*, is_own: bool, has_second_step: bool) -> Message | None:
    """Tell why the second step cannot be reset, or None if it can."""
    if is_own:
        return message("Your own second step is renewed on the page of your account, with a code.")
    if not has_second_step:
        return message("This account has no second step.")
    return None
