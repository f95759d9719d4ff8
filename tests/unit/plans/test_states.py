import pytest

from tests.unit.plans.facts import FIRST, NAVSARI, ROTTERDAM, SECOND, SURAT, facts, head
from ucap.entries.fields import NEEDED, Section
from ucap.pairings.models import PHASE_LABELS, Phase
from ucap.plans.models.activities import Activity
from ucap.plans.models.learnings import Learning
from ucap.plans.models.measures import Measure, Module
from ucap.plans.models.objectives import Area, Objective
from ucap.plans.rules.facts import Facts
from ucap.plans.rules.findings import findings_of
from ucap.plans.rules.phases import EXPECTED, Standing, State, expected_from, has_come, standing
from ucap.plans.rules.states import state_of_section, state_of_side

NO, BEGUN, READY = State.NOT_STARTED, State.IN_PROGRESS, State.READY


def states(there: Facts, section: Section) -> list[State]:
    return [state_of_side(there, findings_of(there), section, side) for side in (FIRST, SECOND)]


def test_a_side_is_judged_by_what_its_own_places_lack() -> None:
    surat, navsari = head(Learning, place=SURAT), head(Learning, place=NAVSARI)
    rotterdam = head(Learning, place=ROTTERDAM, lacks=[(NEEDED, "evidence")])

    assert states(facts(), Section.LEARNINGS) == [NO, NO]
    assert states(facts(surat), Section.LEARNINGS) == [BEGUN, NO]
    assert states(facts(surat, navsari), Section.LEARNINGS) == [READY, NO]
    assert states(facts(surat, navsari, rotterdam), Section.LEARNINGS) == [READY, BEGUN]


def test_a_joint_section_waits_for_the_hand_of_each_side_and_for_what_it_lacks() -> None:
    def of(by: tuple[int, ...], *lacks: tuple[str, str]) -> Facts:
        area, objective = head(Area, by=by), head(Objective, by=by, lacks=lacks)
        return facts(area, objective, links=[(objective, area)])

    assert states(facts(), Section.OBJECTIVES) == [NO, NO]
    assert states(of((0,)), Section.OBJECTIVES) == [READY, NO]
    assert states(of((0, 1), (NEEDED, "unit")), Section.OBJECTIVES) == [BEGUN, BEGUN]
    assert states(of((0, 1)), Section.OBJECTIVES) == [READY, READY]


def test_what_only_a_later_phase_asks_for_does_not_hinder() -> None:
    def of(phase: Phase) -> Facts:
        measure, module = head(Measure), head(Module)
        places = (SURAT, NAVSARI, ROTTERDAM)
        activities = [head(Activity, place=place) for place in places]
        learnings = [head(Learning, place=place) for place in places]
        links = [(module, measure), *((activity, measure) for activity in activities)]
        return facts(measure, module, *activities, *learnings, links=links, phase=phase)

    assert states(of(Phase.PILOTING), Section.LEARNINGS) == [READY, READY]
    assert states(of(Phase.DECIDED), Section.LEARNINGS) == [BEGUN, BEGUN]


@pytest.mark.parametrize(
    ("of_sides", "whole"),
    [((NO, NO), NO), ((READY, READY), READY), ((NO, READY), BEGUN), ((BEGUN, READY), BEGUN), ((NO, BEGUN), BEGUN)],
)
def test_a_section_is_ready_when_every_side_is(of_sides: tuple[State, State], whole: State) -> None:
    assert state_of_section(of_sides) is whole


def test_what_a_phase_expects_stays_expected() -> None:
    for earlier, later in zip(list(Phase), list(Phase)[1:], strict=False):
        for section in Section:
            assert EXPECTED[earlier][section].rank <= EXPECTED[later][section].rank


def test_in_the_end_all_is_expected_and_in_the_beginning_nothing() -> None:
    assert set(EXPECTED[Phase.APPLIED].values()) == {NO}
    assert set(EXPECTED[Phase.ARCHIVED].values()) == {READY}


def test_every_phase_is_named_and_expects_something_of_every_section() -> None:
    assert set(PHASE_LABELS) == set(EXPECTED) == set(Phase)
    assert all(set(expected) == set(Section) for expected in EXPECTED.values())


@pytest.mark.parametrize(
    ("state", "section", "phase"),
    [
        (NO, Section.LEARNINGS, Phase.APPLIED),
        (BEGUN, Section.CONTEXT, Phase.EXPLORING),
        (READY, Section.CONTEXT, Phase.FOCUS_AGREED),
        (BEGUN, Section.LEARNINGS, Phase.ENDORSED),
        (READY, Section.LEARNINGS, Phase.PILOTING),
    ],
)
def test_a_state_is_expected_from_the_first_phase_that_does(state: State, section: Section, phase: Phase) -> None:
    assert expected_from(section, state) is phase


def test_a_phase_has_come_when_it_is_the_present_one_or_before_it() -> None:
    assert has_come(Phase.DRAFTING, Phase.DRAFTING)
    assert has_come(Phase.ENDORSED, Phase.DRAFTING)
    assert not has_come(Phase.FOCUS_AGREED, Phase.DRAFTING)


@pytest.mark.parametrize(
    ("state", "expected"),
    [(NO, Standing.BEHIND), (BEGUN, Standing.AS_EXPECTED), (READY, Standing.AHEAD)],
)
def test_a_section_is_compared_with_what_the_phase_expects(state: State, expected: Standing) -> None:
    assert standing(state, Phase.DRAFTING, Section.MEASURES) is expected
