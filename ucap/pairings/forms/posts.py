"""Forms of posts: what they are called, who holds them, whether they end."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from wtforms import EmailField, Field, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types
from wtforms.validators import Regexp

from ucap.core.text import message
from ucap.pairings.access import KnownPerson
from ucap.pairings.models import Role
from ucap.pairings.queries.people import PostFacts
from ucap.web.filters import said
from ucap.web.forms import PageForm, Present, StorableText, clean_text, said_later

LONGEST_TITLE = 200
LONGEST_EMAIL = 254
_INVITE = "invite"
_ADDRESS = r"\Z|[^@\s]+@[^@\s]+\.[^@\s.]+\Z"
"""Nothing, or what has one @ and a host's name; whether it is right shows when the mail arrives."""

_WRONG_ADDRESS = message("Enter an email address in the right form, such as name@example.org.")

ROLE_HELP = {
    Role.EDITOR: message("Writes joint entries and those of the places of the side."),
    Role.LEAD: message("Writes as editors do, agrees and signs for the side, and fills its posts."),
    Role.OBSERVER: message("Reads all of the plan and changes nothing."),
    Role.EXPERT: message("Reads the plans given to them, and comments."),
    Role.COORDINATOR: message("Reads all plans of the programme, manages its pairings and fills its posts."),
    Role.ADMINISTRATOR: message("Looks after accounts; reads no plan."),
}


class TitleForm(PageForm):
    """What a post is called."""

    title = StringField(
        said_later("Name of the post"),
        [Present(said_later("Say what the post is called.")), StorableText(LONGEST_TITLE)],
        filters=[clean_text],
        description=said_later("As people there call it, such as “Water adviser”. It stays when people change."),
    )


class AddPostForm(TitleForm):
    """What a new post is called and what its holder may do."""

    @property
    def chosen_role(self) -> Role:
        """Return the role."""
        return Role(self._fields["role"].data)


def add_post_form(roles: Sequence[Role]) -> AddPostForm:
    """Return the form that makes a post of one of these roles."""
    choices = [SelectChoice(str(one), f"{said(one.label)} – {said(ROLE_HELP[one])}") for one in roles]
    own = {"role": RadioField(said(message("Role")), choices=choices)}
    return cast("AddPostForm", type("MadeAddPostForm", (AddPostForm,), own)(data={"role": str(roles[0])}))


class FillPostForm(PageForm):
    """Who is to hold a post: somebody known, or somebody to be invited."""

    @property
    def person_id(self) -> UUID | None:
        """Return who was chosen; None if somebody is to be invited."""
        chosen = str(self._fields["person"].data or "") if "person" in self._fields else _INVITE
        return None if chosen == _INVITE else UUID(chosen)

    @property
    def invited(self) -> str:
        """Return the address of who is to be invited."""
        return str(self._fields["email"].data or "")


class _NeededToInvite(Present):
    """Refuses an empty address if somebody is to be invited."""

    field_flags = {}  # noqa: RUF012 - WTForms reads it so

    def __call__(self, form: FillPostForm, field: EmailField) -> None:  # type: ignore[override] # of this form alone
        """Raise ValidationError if nothing was typed and it is needed."""
        if "person" not in form or form["person"].data == _INVITE:
            super().__call__(form, field)


def fill_post_form(known: Sequence[KnownPerson], *, email: str) -> FillPostForm:
    """Return the form that gives a post to one of the known people or to somebody else by invitation."""
    choices = [SelectChoice(str(one.person_id), one.name) for one in known]
    choices.append(SelectChoice(_INVITE, said(message("Somebody else, whom you invite by email"))))
    checks = [
        _NeededToInvite(said(message("Enter the email address of who is to hold the post."))),
        StorableText(LONGEST_EMAIL),
    ]
    own: dict[str, Field] = {}
    if known:
        own["person"] = RadioField(said(message("Who holds it from now on")), choices=choices)
    own["email"] = EmailField(
        said(message("Email address")),
        [*checks, Regexp(_ADDRESS, message=said(_WRONG_ADDRESS))],
        filters=[clean_text],
        description=said(message("For an invitation, which is for this address alone.")),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    return cast(
        "FillPostForm", type("MadeFillPostForm", (FillPostForm,), own)(data={"person": _INVITE, "email": email})
    )


class EndPostForm(PageForm):
    """Says that a post is to end."""


class GivePlanForm(PageForm):
    """To whom a plan is given."""

    @property
    def post_id(self) -> UUID:
        """Return the post of the expert who was chosen."""
        return UUID(str(self._fields["post"].data))


def give_plan_form(posts: Sequence[PostFacts]) -> GivePlanForm | None:
    """Return the form that gives a plan to who holds one of these posts; None if there is none."""
    if not posts:
        return None
    nobody = said(message("Nobody holds this post."))
    choices = [
        SelectChoice(str(post.id), f"{post.title} – {post.holder.name if post.holder else nobody}") for post in posts
    ]
    own = {"post": RadioField(said(message("Expert")), choices=choices)}
    return cast("GivePlanForm", type("MadeGivePlanForm", (GivePlanForm,), own)(data={"post": str(posts[0].id)}))
