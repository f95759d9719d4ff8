"""The form with which an entry is moved: one button, and where it leads."""

from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired

from ucap.web.forms import PageForm

BUTTONS = ("up", "down")


class MovingForm(PageForm):
    """Where an entry goes, and which of its buttons is at hand then."""

    to_position = IntegerField(validators=[InputRequired()])
    focus = HiddenField()

    @property
    def position(self) -> int:
        """Return the place the entry goes to."""
        return int(self.to_position.data or 0)

    @property
    def next_button(self) -> str:
        """Return the button that the person goes on at: the same one unless the entry is first or last then."""
        return self.focus.data if self.focus.data in BUTTONS else BUTTONS[0]
