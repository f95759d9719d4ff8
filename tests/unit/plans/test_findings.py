from itertools import product

import pytest

from tests.unit.plans.facts import FIRST, NAVSARI, ROTTERDAM, SECOND, SURAT, facts, found, head
from ucap.core.text import Message
from ucap.entries.fields import NEEDED, Section
from ucap.entries.models import Entry, entry_types, types_of_section
from ucap.pairings.models import Phase
from ucap.plans.models.activities import Activity
from ucap.plans.models.commitments import Commitment
from ucap.plans.models.context import Baseline, Mandate, Situation
from ucap.plans.models.learnings import Learning
from ucap.plans.models.measures import Measure, Module
from ucap.plans.models.objectives import Area, Objective, Offer
from ucap.plans.rules.findings import RULES, findings_of

FOLLOWED: list[tuple[str, type[Entry], type[Entry]]] = [
    ("area-without-objective", Area, Objective),
    ("objective-without-measure", Objective, Measure),
    ("measure-without-module", Measure, Module),
    ("measure-without-activity", Measure, Activity),
    ("measure-taught-nothing", Measure, Learning),
    ("activity-taught-nothing", Activity, Learning),
    ("learning-not-carried-on", Learning, Commitment),
    ("activity-not-carried-on", Activity, Commitment),
]
CARRIED = [row for row in FOLLOWED if row[2] is not Learning]
TAUGHT = [row for row in FOLLOWED if row[2] is Learning]


@pytest.mark.parametrize(("code", "entry_type", "by"), FOLLOWED)
def test_an_entry_is_followed_by_one_that_links_to_it(code: str, entry_type: type[Entry], by: type[Entry]) -> None:
    one, other, following = head(entry_type), head(entry_type), head(by)

    (finding,) = found(code, facts(one, other, following, links=[(following, one)]))

    assert finding.entry == other
    assert finding.mend.type is by
    assert finding.mend.entry is None
    assert other.id in finding.mend.given.values()


@pytest.mark.parametrize(("code", "entry_type", "by"), CARRIED)
def test_what_is_over_neither_carries_an_entry_nor_must_be_carried(
    code: str, entry_type: type[Entry], by: type[Entry]
) -> None:
    one, over, following = head(entry_type), head(entry_type, is_over=True), head(by, is_over=True)

    (finding,) = found(code, facts(one, over, following, links=[(following, one)]))

    assert finding.entry == one


@pytest.mark.parametrize(("code", "entry_type", "by"), TAUGHT)
def test_what_is_over_teaches_and_what_did_not_work_is_a_learning(
    code: str, entry_type: type[Entry], by: type[Entry]
) -> None:
    one, over, following = head(entry_type), head(entry_type, is_over=True), head(by, is_over=True)

    (finding,) = found(code, facts(one, over, following, links=[(following, one)]))

    assert finding.entry == over


def test_a_measure_teaches_also_by_its_activities() -> None:
    measure, activity, learning = head(Measure), head(Activity), head(Learning)

    there = facts(measure, activity, learning, links=[(activity, measure), (learning, activity)])

    assert found("measure-taught-nothing", there) == []
    assert found("activity-taught-nothing", there) == []


def test_an_activity_is_carried_on_also_by_what_it_taught() -> None:
    activity, learning, commitment = head(Activity), head(Learning), head(Commitment)
    links = [(learning, activity), (commitment, learning)]

    assert found("activity-not-carried-on", facts(activity, learning, commitment, links=links)) == []
    assert len(found("activity-not-carried-on", facts(activity, learning, commitment, links=links[:1]))) == 1


@pytest.mark.parametrize(("count", "is_found"), [(1, False), (4, False), (5, True)])
def test_an_area_holds_one_to_four_objectives(count: int, *, is_found: bool) -> None:
    area, inside = head(Area), [head(Objective) for _ in range(count)]

    findings = found("area-with-many-objectives", facts(area, *inside, links=[(one, area) for one in inside]))

    assert bool(findings) is is_found
    if is_found:
        assert findings[0].entry == area
        assert (findings[0].mend.entry, findings[0].mend.field) == (inside[-1], "area")
        assert findings[0].facts.values["there"] == Objective.count_of(5)


def test_a_joint_section_without_an_entry_has_not_been_begun() -> None:
    assert [one.section for one in found("section-empty", facts())] == [Section.OBJECTIVES, Section.MEASURES]
    assert [one.section for one in found("section-empty", facts(head(Offer)))] == [Section.MEASURES]


@pytest.mark.parametrize(("by", "silent"), [((0,), [SECOND]), ((1,), [FIRST]), ((0, 1), [])])
def test_each_side_has_a_hand_in_a_joint_section(by: tuple[int, ...], silent: list[object]) -> None:
    there = facts(head(Area, by=by), head(Objective, by=by))

    findings = found("side-wrote-nothing", there)

    assert [finding.side for finding in findings] == silent
    assert all((finding.mend.type, finding.section) == (Offer, Section.OBJECTIVES) for finding in findings)


def test_a_side_that_wrote_no_measure_is_asked_for_one() -> None:
    (finding,) = found("side-wrote-nothing", facts(head(Measure, by=(0,))))

    assert (finding.mend.type, finding.mend.given, finding.side) == (Measure, {}, SECOND)


def test_each_place_speaks_for_itself() -> None:
    there = facts(head(Activity, place=SURAT), head(Activity, place=ROTTERDAM))

    (silent,) = [one for one in found("place-wrote-nothing", there) if one.section is Section.ACTIVITIES]

    assert (silent.place, silent.side) == (NAVSARI, FIRST)
    assert (silent.mend.type, silent.mend.place_id) == (Activity, NAVSARI.id)
    assert silent.facts.count == 2


def test_a_place_that_has_begun_lacks_each_expected_type() -> None:
    there = facts(head(Situation, place=SURAT), head(Baseline, place=ROTTERDAM))

    missing = {(one.place, one.mend.type) for one in found("type-missing", there)}

    assert missing == {(SURAT, Mandate), (SURAT, Baseline), (ROTTERDAM, Situation), (ROTTERDAM, Mandate)}


@pytest.mark.parametrize(("there", "missing"), [(Offer, {Area, Objective}), (Area, {Objective}), (Objective, {Area})])
def test_a_joint_section_that_was_begun_lacks_each_expected_type(there: type[Entry], missing: set[type[Entry]]) -> None:
    assert {one.mend.type for one in found("type-missing", facts(head(there)))} == missing


def test_types_that_nobody_expects_are_not_missed() -> None:
    whole = [head(t, place=place) for t in (Commitment,) for place in (SURAT, NAVSARI, ROTTERDAM)]

    assert found("type-missing", facts(*whole)) == []


def test_a_needed_field_is_mended_where_it_is() -> None:
    activity = head(Activity, place=ROTTERDAM, lacks=[(NEEDED, "output")])

    (finding,) = found(NEEDED, facts(activity))

    assert finding.said.values["field"] == Activity.fields["output"].label
    assert (finding.mend.entry, finding.mend.field) == (activity, "output")
    assert (finding.place, finding.side) == (ROTTERDAM, SECOND)
    assert finding.facts.values["name"] == "Asha"


def test_a_link_is_mended_by_adding_what_it_could_lead_to_until_there_is_one() -> None:
    activity = head(Activity, place=SURAT, lacks=[(NEEDED, "measures")])

    (without,) = found(NEEDED, facts(activity))
    (with_one,) = found(NEEDED, facts(activity, head(Measure)))

    assert (without.mend.type, without.mend.entry, without.section) == (Measure, None, Section.ACTIVITIES)
    assert (with_one.mend.entry, with_one.mend.field) == (activity, "measures")


def test_what_a_check_of_its_type_found_is_told_in_the_words_of_the_check() -> None:
    (check,) = [one for one in Activity.checks if one.code == "ends-before-it-begins"]
    activity = head(Activity, place=SURAT, lacks=[(check.code, check.field)])

    (finding,) = found(check.code, facts(activity))

    assert (finding.said, finding.why) == (check.said, check.why)


def test_what_was_kept_of_a_field_that_is_no_more_is_passed_over() -> None:
    there = facts(head(Area, lacks=[(NEEDED, "gone"), (NEEDED, "main_theme")]))

    assert [finding.mend.field for finding in found(NEEDED, there)] == ["main_theme"]


def test_each_finding_says_what_why_and_from_which_facts() -> None:
    bare = [head(t, place=SURAT if t.is_per_place else None, by=(0,)) for t in entry_types()]

    for finding in findings_of(facts(*bare)):
        for text in (finding.said, finding.why, finding.facts):
            assert isinstance(text, Message)
            assert text.msgid.endswith(".")


def test_codes_name_one_rule_each() -> None:
    checks = {(check.code, check.why.msgid) for entry_type in entry_types() for check in entry_type.checks}
    codes = [rule.code for rule in RULES] + [code for code, _why in checks] + [NEEDED]

    assert len(codes) == len(set(codes))


def test_checks_name_fields_of_their_type() -> None:
    assert all(check.field in t.fields for t in entry_types() for check in t.checks)


@pytest.mark.parametrize(("phase", "is_due", "hinders"), [(Phase.PILOTING, False, False), (Phase.DECIDED, True, True)])
def test_what_was_learnt_is_asked_for_when_it_is_decided_what_stays(
    phase: Phase, *, is_due: bool, hinders: bool
) -> None:
    (finding,) = found("measure-taught-nothing", facts(head(Measure), phase=phase))

    assert (finding.since, finding.is_due, finding.hinders) == (Phase.DECIDED, is_due, hinders)


@pytest.mark.parametrize(("phase", "is_due"), [(Phase.DRAFTING, False), (Phase.ENDORSED, True)])
def test_what_a_section_lacks_is_due_when_it_should_be_ready(phase: Phase, *, is_due: bool) -> None:
    (finding,) = found(NEEDED, facts(head(Measure, lacks=[(NEEDED, "mode")]), phase=phase))

    assert finding.is_due is is_due
    assert finding.hinders


@pytest.mark.parametrize(("phase", "is_due"), [(Phase.FOCUS_AGREED, False), (Phase.DRAFTING, True)])
def test_that_nobody_has_begun_is_due_when_a_section_should_be_begun(phase: Phase, *, is_due: bool) -> None:
    empty = {one.section: one.is_due for one in found("section-empty", facts(phase=phase))}

    assert empty[Section.MEASURES] is is_due


def test_what_is_due_comes_first_in_each_section() -> None:
    activity = head(Activity, place=SURAT)
    learning = head(Learning, place=SURAT, lacks=[(NEEDED, "evidence")])

    findings = findings_of(facts(activity, learning))

    for section in Section:
        dues = [finding.is_due for finding in findings if finding.section is section]
        assert dues == sorted(dues, reverse=True)
    assert [finding.section for finding in findings] == sorted(
        (finding.section for finding in findings), key=list(Section).index
    )


def test_a_whole_plan_lacks_nothing() -> None:
    places = (SURAT, NAVSARI, ROTTERDAM)
    area, objective, measure, module = head(Area), head(Objective), head(Measure), head(Module)
    own = {(t, p): head(t, place=p) for t, p in product((Situation, Mandate, Baseline, Activity), places)}
    learnings = {place: head(Learning, place=place) for place in places}
    commitments = {place: head(Commitment, place=place) for place in places}
    links = [(objective, area), (measure, objective), (module, measure)]
    for place in places:
        links += [(own[Activity, place], measure), (learnings[place], own[Activity, place])]
        links += [(commitments[place], learnings[place])]
    heads = [area, objective, measure, module, *own.values(), *learnings.values(), *commitments.values()]

    assert findings_of(facts(*heads, links=links, phase=Phase.ARCHIVED)) == []


def test_every_section_has_a_type_to_begin_with() -> None:
    assert all(any(t.is_expected for t in types_of_section(section)) for section in Section)
