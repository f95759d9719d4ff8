"""Parts of addresses that become values before a view sees them, and whole addresses for mails."""

from collections.abc import Callable
from enum import StrEnum
from uuid import UUID

from flask import current_app
from werkzeug.routing import BaseConverter, ValidationError


def converter_of(*sets: type[StrEnum]) -> type[BaseConverter]:
    """Return a converter that takes the values of closed sets and no others."""
    members = {str(member): member for choices in sets for member in choices}

    class ChoiceConverter(BaseConverter):
        """Takes a value of the sets."""

        def to_python(self, value: str) -> StrEnum:
            """Return the member; any other text is no address."""
            try:
                return members[value]
            except KeyError:
                raise ValidationError from None

    return ChoiceConverter


def public_address(endpoint: str, **parts: object) -> str:
    """Return the whole address of a page, for mails: never from what a request says its host is."""
    path = current_app.url_map.bind("").build(endpoint, parts)
    return f"{current_app.config['UCAP_BASE_URL']}{path}"


def addresses_of(endpoint: str) -> Callable[[UUID], str]:
    """Return what gives the whole address of a plan's page."""
    return lambda plan_id: public_address(endpoint, plan_id=plan_id)
