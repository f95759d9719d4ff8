"""Parts of addresses that become values before a view sees them."""

from enum import StrEnum

from werkzeug.routing import BaseConverter, ValidationError


def converter_of(choices: type[StrEnum]) -> type[BaseConverter]:
    """Return a converter that takes the values of a closed set and no others."""

    class ChoiceConverter(BaseConverter):
        """Takes a value of the set."""

        def to_python(self, value: str) -> StrEnum:
            """Return the member; any other text is no address."""
            try:
                return choices(value)
            except ValueError:
                raise ValidationError from None

    return ChoiceConverter
