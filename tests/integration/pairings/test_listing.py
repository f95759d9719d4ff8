from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.factories import NOON, make_coordinator, make_entry, make_member, make_pairing, make_person, make_plan
from ucap.core.database import Model, session
from ucap.directory.models import Place, Term
from ucap.directory.operations import load_vocabularies
from ucap.directory.queries import label_in
from ucap.pairings.models import Phase, PlanExpert, Post, PostHolder, Role
from ucap.pairings.operations.listing import keep_for_lists
from ucap.pairings.queries import listing
from ucap.pairings.queries.choosing import choosable
from ucap.pairings.queries.listing import (
    Asked,
    Reach,
    Sorting,
    Turn,
    answers_within,
    count_of_pairings,
    pairings_on_page,
    reach_of,
)
from ucap.pairings.queries.plans import PlanFacts, plans
from ucap.pairings.rules import THEMES
from ucap.places.queries.belongings import pairings_of_place
from ucap.plans.models.objectives import Area

PAIRINGS = Model.metadata.tables["pairings"]


def titles(reach: Reach, asked: Asked, turn: Turn = Turn()) -> list[str]:  # noqa: B008 - it is frozen
    return [pairing.title for pairing in pairings_on_page(reach, asked, turn).pairings]


def programme_of(plan: PlanFacts, *names: tuple[str, str, Phase]) -> list[UUID]:
    """Make more pairings in the programme of the plan, with its theme."""
    theme = session().execute(PAIRINGS.select().where(PAIRINGS.c.id == plan.pairing_id)).one().theme_id
    made = [make_pairing(plan.programme_id, theme, one, other, phase=phase) for one, other, phase in names]
    session().commit()
    return made


def test_one_reaches_what_one_holds_a_post_in_and_nothing_else(app: Flask) -> None:
    plan, other = make_plan(), make_plan("Colima", "Galați")
    expert = make_person()
    post = Post(programme_id=plan.programme_id, role=Role.EXPERT, title="expert")
    session().add(post)
    session().flush()
    session().add(PostHolder(post_id=post.id, person_id=expert.id, since=NOON))
    session().commit()

    assert titles(reach_of(make_member(plan).id), Asked()) == ["Surat – Rotterdam"]
    assert titles(reach_of(make_coordinator(other).id), Asked()) == ["Colima – Galați"]
    assert titles(reach_of(make_person().id), Asked()) == []
    assert titles(reach_of(expert.id), Asked()) == []
    session().add(PlanExpert(post_id=post.id, plan_id=plan.id))
    session().commit()
    assert titles(reach_of(expert.id), Asked()) == ["Surat – Rotterdam"]


def test_a_post_that_has_ended_reaches_nothing(app: Flask) -> None:
    person = make_coordinator(make_plan())
    session().execute(update(Model.metadata.tables["post_holders"]).values(until=NOON))
    session().commit()

    assert reach_of(person.id) == Reach(frozenset(), frozenset())


def test_words_are_found_without_their_accents_in_places_countries_and_topic(app: Flask) -> None:
    plan = make_plan("Colima", ("Galați", "Łódź"))
    programme_of(plan, ("Surat", "Rotterdam", Phase.DRAFTING))
    reach = Reach(frozenset({plan.programme_id}), frozenset())

    for text in ("galati", "GALAȚI", "lodz  colima", "topic gal", "india galati"):
        assert titles(reach, Asked(text=text)) == ["Colima – Galați, Łódź"], text
    for text in ("%", "_", "spain", "galati surat", "\\"):
        assert titles(reach, Asked(text=text)) == [], text


def test_a_list_is_narrowed_down_by_theme_country_phase_and_pause(app: Flask) -> None:
    plan = make_plan()
    drafting, paused = programme_of(plan, ("Cali", "Graz", Phase.DRAFTING), ("Pune", "Oslo", Phase.PILOTING))
    session().execute(update(PAIRINGS).where(PAIRINGS.c.id == paused).values(paused_at=NOON, pause_reason="why"))
    session().commit()
    reach = Reach(frozenset({plan.programme_id}), frozenset())

    assert titles(reach, Asked(phase=Phase.DRAFTING)) == ["Cali – Graz"]
    assert titles(reach, Asked(is_paused=True)) == ["Pune – Oslo"]
    assert len(titles(reach, Asked(theme="T1", country="IN"))) == count_of_pairings(reach, Asked(country="IN")) == 3
    assert titles(reach, Asked(theme="T2")) == titles(reach, Asked(country="NL")) == []
    assert drafting in {pairing.id for pairing in pairings_on_page(reach, Asked(), Turn()).pairings}
    assert answers_within(reach).countries == ["IN"]
    assert answers_within(Reach(frozenset(), frozenset({drafting}))).themes == [("T1", "A theme")]
    assert answers_within(Reach(frozenset(), frozenset())).countries == []


@pytest.mark.parametrize("sorting", Sorting)
def test_pages_follow_each_other_by_key_without_a_gap(
    app: Flask, monkeypatch: pytest.MonkeyPatch, sorting: Sorting
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    plan = make_plan("Surat", "Rotterdam", phase=Phase.PILOTING)
    phases = (Phase.ENDORSED, Phase.DRAFTING, Phase.DRAFTING, Phase.PILOTING)
    programme_of(plan, *(("Cali", f"Graz {number}", phase) for number, phase in enumerate(phases)))
    reach, asked = Reach(frozenset({plan.programme_id}), frozenset()), Asked(sorting=sorting)

    first = pairings_on_page(reach, asked, Turn())
    second = pairings_on_page(reach, asked, Turn(after=first.pairings[-1].id))
    third = pairings_on_page(reach, asked, Turn(after=second.pairings[-1].id))
    back = pairings_on_page(reach, asked, Turn(before=second.pairings[0].id))
    found = [*first.pairings, *second.pairings, *third.pairings]

    assert len({pairing.id for pairing in found}) == len(found) == 5
    assert back.pairings == first.pairings
    assert [(page.has_earlier, page.has_later) for page in (first, second, third, back)] == [
        (False, True),
        (True, True),
        (True, False),
        (False, True),
    ]
    if sorting in {Sorting.PLACES, Sorting.THEME}:
        assert [pairing.title for pairing in found] == sorted(pairing.title for pairing in found)
    if sorting is Sorting.PHASE:
        order = [list(Phase).index(pairing.phase) for pairing in found]
        assert order == sorted(order)


def test_a_page_after_a_pairing_that_is_gone_is_the_first(app: Flask) -> None:
    plan = make_plan()
    reach = Reach(frozenset({plan.programme_id}), frozenset())

    assert titles(reach, Asked(), Turn(after=UUID(int=1))) == ["Surat – Rotterdam"]


def test_a_change_of_the_plan_is_the_last_change_of_the_pairing(app: Flask) -> None:

    plan = make_plan()
    later = NOON.replace(year=2027)
    make_entry(plan, Area, by=make_member(plan), at=later)
    reach = Reach(frozenset({plan.programme_id}), frozenset())

    (pairing,) = pairings_on_page(reach, Asked(), Turn()).pairings

    assert pairing.changed_at == later
    keep_for_lists()
    assert pairings_on_page(reach, Asked(), Turn()).pairings == [pairing]


def test_the_theme_is_told_in_the_readers_language_where_that_is_known(app: Flask) -> None:
    load_vocabularies()
    theme = session().scalars(select(Term).where(Term.scheme == THEMES, Term.code == "T5")).one()
    plan = make_plan()
    pairing_id = make_pairing(plan.programme_id, theme.id, "Pune", "Oslo")
    reach = Reach(frozenset(), frozenset({pairing_id}))
    place_id = session().scalars(select(Place.id).where(Place.name == "Oslo")).one()

    told = {
        language: (
            pairings_on_page(reach, Asked(), Turn(), language).pairings[0].theme,
            dict(answers_within(reach, language).themes)["T5"],
            dict(choosable(theme.id, language).themes)[theme.id],
            pairings_of_place(place_id, language)[0].theme,
            label_in(language, theme.id, theme.label),
        )
        for language in ("en", "nl", "pt-BR", "fi")
    }

    assert {language: set(words) for language, words in told.items()} == {
        "en": {"Mobility and transport"},
        "nl": {"Mobiliteit en vervoer"},
        "pt-BR": {"Mobilidade e transportes"},
        "fi": {"Mobility and transport"},
    }
    assert plans([plan.id], "nl") == [plan]
