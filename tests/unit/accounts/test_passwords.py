import pytest

from ucap.accounts.rules import refusal_of_password

EMAIL, NAME = "asha.rao@surat.example", "Asha Deshmukh"


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("elevenchars", "12 characters"),
        ("", "12 characters"),
        ("abababababab", "more different characters"),
        ("ääääääääääää", "more different characters"),
        ("password1234", "among the first"),
        ("Password1234!!", "among the first"),
        ("qwertyuiop12", "among the first"),
        ("123456789012", "among the first"),
        ("correct horse battery staple", "among the first"),
        ("ucap-tracker", None),
        ("ucaptracker2026", "among the first"),
        ("asha.rao@surat.example", "without your name"),
        ("Deshmukh2026", "without your name"),
        ("AshaDeshmukh!", "without your name"),
        ("Deshmukh lives by the river", None),
        ("twelve chars", None),
        ("ключ от города", None),
        ("🌧🌊🏙🌉🛶🌳🚲🌾🐟🪴🧱🛠", None),
    ],
)
def test_a_password_is_refused_only_if_it_is_easy_to_guess(password: str, says: str | None) -> None:
    refusal = refusal_of_password(password, email=EMAIL, name=NAME)

    assert (refusal is None) == (says is None)
    if refusal is not None and says is not None:
        text = refusal.msgid % refusal.values if refusal.values else refusal.msgid
        assert says in text
