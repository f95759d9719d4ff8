"""Words for large numbers, such as million, Mio or lakh, in the languages of the places that cooperate."""

from collections.abc import Sequence

THOUSAND, LAKH, MILLION, CRORE, MILLIARD = 10**3, 10**5, 10**6, 10**7, 10**9

_EVERYWHERE = {
    THOUSAND: "k tsd tausend thousand duizend tusen tusind tysiąc tysiące tysięcy tys mille mila mie mii χιλιάδες",
    LAKH: "lakh lakhs lac lacs लाख",
    MILLION: (
        "million millions mio mln mn millionen miljoen miljoenen miljon miljoner milj millioner millones millón millon "
        "milhão milhao milhões milhoes milione milioni milion miliony milionów milioane milió milions milijun milijuna "
        "milijona milijonai milijonų miljoni miljonu miljoonaa milionu milionov miliona милион милиона εκατομμύρια "
        "εκατομμύριο εκατ"
    ),
    CRORE: "crore crores करोड़",
    MILLIARD: (
        "milliard milliards milliarden mrd miljard miljarden mld miljarder milliarder miliardo miliardi mia miliard "
        "miliardy miliardów miliarde milijarda milijarde милиард милиарда δισεκατομμύρια δισ"
    ),
    10**4: "万 萬",
    10**8: "億 亿",
}
_BY_LANGUAGE = {
    "en": {"billion": MILLIARD, "bn": MILLIARD},
    "es": {"mil": THOUSAND},
    "pt": {"mil": THOUSAND, "bilhão": MILLIARD, "bilhões": MILLIARD},
    "ca": {"mil": THOUSAND},
    "gl": {"mil": THOUSAND},
}
"""Words that say something else in other languages: a billion is a thousand or a million millions."""

_BETWEEN = frozenset({"de", "di", "of", "d"})
"""Words that stand between a number and what it counts."""

_FACTORS = {word: factor for factor, words in _EVERYWHERE.items() for word in words.split()}


def factor_of(words: Sequence[str], language: str) -> int:
    """Return by what the words beside a number multiply it; "mil millones" is a thousand millions.

    Raises:
        ValueError: if one of them says nothing of the kind, or says different things to different people.
    """
    own = _BY_LANGUAGE.get(language.partition("-")[0], {})
    plain = [word.rstrip(".").casefold() for word in words]
    factor = 1
    for word, following in zip(plain, [*plain[1:], ""], strict=False):
        if word in _BETWEEN:
            continue
        known = own.get(word) or _FACTORS.get(word)
        if known is None and word == "mil" and following.startswith(("mill", "milh")):
            known = THOUSAND
        if known is None:
            raise ValueError("not a number, or one that is not the same in all languages")
        factor *= known
    return factor
