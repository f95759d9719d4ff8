"""Money: an exact amount and its currency; amounts of different currencies are never added."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class Money:
    """An amount of money.

    Attributes:
        amount: exact, up to six decimals.
        currency: ISO 4217.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        """Refuse what is no currency code."""
        if not _CURRENCY.fullmatch(self.currency):
            raise ValueError(f"{self.currency!r} is not an ISO 4217 code")

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the money written as `str` writes it.

        Raises:
            ValueError: if the text is none.
        """
        amount, _, currency = text.partition(" ")
        return cls(Decimal(amount), currency)
