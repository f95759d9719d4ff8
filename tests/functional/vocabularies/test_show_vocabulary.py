import shutil
from pathlib import Path

import pytest

from tests.factories import make_member, make_person, make_plan
from tests.pages import PageClient
from ucap.core.database import session
from ucap.directory import operations
from ucap.directory.models import Term
from ucap.directory.operations import load_vocabularies
from ucap.directory.queries import terms_of


def test_a_vocabulary_shows_its_terms_and_their_words_in_other_languages(client: PageClient) -> None:
    load_vocabularies()
    client.sign_in(make_person())

    page = client.open("/vocabularies/sdg_goal/")

    assert page.title == "SDG goals"
    assert "17 terms" in page.text
    for shown in ("Clean water and sanitation", "Spanish Agua limpia y saneamiento (unchecked)", "Eau propre"):
        assert shown in page.text
    assert page.soup.select_one('bdi[lang="ar"]')
    assert "Unchecked" in client.open("/vocabularies/finance_family/").text


def test_a_scheme_and_its_translation_are_a_change_of_data(
    client: PageClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(operations._DATA, folder)  # noqa: SLF001 - where the files lie is nobody else's concern
    with (folder / "vocabularies.csv").open("a", encoding="utf-8") as file:
        file.write(
            "trial,b,Second trial,2,a test,yes\ntrial,a,First trial,1,a test,no\nscheme,trial,Trials,99,a test,yes\n"
        )
    with (folder / "term_labels.csv").open("a", encoding="utf-8") as file:
        file.write("trial,a,pt,Primeira prova,a test,yes\ntrial,a,pt-BR,Primeiro teste,a test,yes\n")
    monkeypatch.setattr(operations, "_DATA", folder)

    load_vocabularies()
    page = client.sign_in(make_person()).open("/vocabularies/").follow("Trials")

    assert "First trial Unchecked a" in page.text
    assert page.text.index("First trial") < page.text.index("Second trial")
    assert "Primeira prova" in page.text
    assert [(term.label, term.language, term.heading) for term in terms_of(["trial"], "pt-BR")] == [
        ("Primeiro teste", "pt-BR", "Trials"),
        ("Second trial", "en", "Trials"),
    ]
    assert [term.label for term in terms_of(["trial"], "pt")] == ["Primeira prova", "Second trial"]
    assert [term.label for term in terms_of(["trial"], "de")] == ["First trial", "Second trial"]


def test_loading_again_adds_nothing_and_mends_what_the_files_say_otherwise(client: PageClient) -> None:
    first = load_vocabularies()
    session().query(Term).filter_by(scheme="sdg_goal", code="6").one().label = "Water"
    session().commit()

    second = load_vocabularies()

    assert first > 400
    assert second == 0
    assert [term.label for term in terms_of(["sdg_goal"]) if term.code == "6"] == ["Clean water and sanitation"]


def test_there_is_no_page_of_what_is_no_vocabulary_and_none_for_strangers(client: PageClient) -> None:
    load_vocabularies()

    assert client.open("/vocabularies/helix/").path.startswith("/sign-in")
    client.sign_in(make_member(make_plan()))
    assert client.open("/vocabularies/scheme/").status == 404
    assert client.open("/vocabularies/%00/").status == 404
