"""Forms of one-use links."""

from ucap.accounts.forms.names import name_field, new_password_field, time_zone_field
from ucap.web.forms import DoorForm, PageForm, said_later


class SetUpForm(DoorForm):
    """Name, password and time zone of a new account."""

    name = name_field()
    password = new_password_field(said_later("Password"))
    time_zone = time_zone_field()


class TakeUpForm(PageForm):
    """A button and nothing to type, for who has an account."""
