"""What a plan lacks: one declaration a rule, and the checks that the entry types declare for themselves.

A new rule about the whole plan is one more `Rule` in `RULES`; one about the values of an entry a `Check` of its type.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from ucap.core.text import Message, counted, message
from ucap.entries.fields import Field, Links, Section
from ucap.entries.models import Entry, entry_type_named, types_of_section
from ucap.entries.queries.naming import EntryHead
from ucap.pairings.models import Phase
from ucap.pairings.queries.plans import PlaceFacts, SideFacts
from ucap.plans.models.activities import Activity
from ucap.plans.models.commitments import Commitment
from ucap.plans.models.learnings import Learning
from ucap.plans.models.measures import Measure, Module
from ucap.plans.models.objectives import Area, Objective
from ucap.plans.rules.facts import Facts, Finding, Mend, is_per_place
from ucap.plans.rules.phases import PHASE_RANKS, State, expected_from, has_come

_MOST_OBJECTIVES = 4


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Where a rule is not met: what it is about, the facts, and where it is mended.

    Attributes:
        said: what is missing, where the rule cannot say it for all gaps.
        section: the section that is not ready for it, unless that is where it is mended.
    """

    facts: Message
    mend: Mend
    entry: EntryHead | None = None
    place: PlaceFacts | None = None
    side: SideFacts | None = None
    said: Message | None = None
    section: Section | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What a plan should be.

    Attributes:
        code: names the rule for good.
        said: what is wrong where it is not met, in a sentence.
        why: the rule, in a sentence.
        gaps: finds where it is not met.
        due_when: the rule is due in the phases that expect its section to be as far as this.
        since: the phase that first asks for it.
    """

    code: str
    said: Message
    why: Message
    gaps: Callable[[Facts], Iterator[Gap]]
    due_when: State = State.READY
    since: Phase = field(default=Phase.APPLIED)


def findings_of(facts: Facts) -> list[Finding]:
    """Return what the plan lacks, by section, what is due first."""
    found = [_finding(facts, rule, gap) for rule in RULES for gap in rule.gaps(facts)]
    found += [finding for head in facts.heads for finding in _shortcomings(facts, head)]
    order = list(Section)
    return sorted(found, key=lambda finding: (order.index(finding.section), not finding.is_due))


def _finding(facts: Facts, rule: Rule, gap: Gap) -> Finding:
    section = gap.section or cast("Section", gap.mend.type.section)  # rules speak of sections only
    place = gap.place or facts.place(gap.entry.place_id if gap.entry else None)
    since = max(rule.since, expected_from(section, rule.due_when), key=PHASE_RANKS.__getitem__)
    return Finding(
        code=rule.code,
        section=section,
        said=gap.said or rule.said,
        why=rule.why,
        facts=gap.facts,
        mend=gap.mend,
        entry=gap.entry,
        place=place,
        side=gap.side or facts.side_of(place.id if place else None),
        since=since,
        is_due=has_come(facts.phase, since),
        hinders=has_come(facts.phase, rule.since),
    )


def _shortcomings(facts: Facts, head: EntryHead) -> Iterator[Finding]:
    """Return what the checks of the entry's own type have found; what a check no longer knows is left out."""
    section = head.type.section
    if not head.shortcomings or not isinstance(section, Section):
        return
    checks = {check.code: check for check in head.type.checks}
    stands = message("It stands so since %(name)s saved the entry last.", name=head.changed_by)
    for code, name in head.shortcomings:
        declared = head.type.fields.get(name)
        if declared is None:
            continue
        check = checks.get(code)
        rule = Rule(
            code=code,
            said=check.said if check else message("“%(field)s” is still to be written.", field=declared.label),
            why=check.why if check else _why_needed(declared),
            gaps=lambda _facts: iter(()),
        )
        mend = _mend_of(facts, head, declared)
        yield _finding(facts, rule, Gap(facts=stands, mend=mend, entry=head, section=section))


def _why_needed(declared: Field) -> Message:
    if declared.help is None:
        return message("The sides can agree on this entry only when the field is filled in.")
    return message("The sides can agree on this entry only when it says: %(help)s", help=declared.help)


def _mend_of(facts: Facts, head: EntryHead, declared: Field) -> Mend:
    """Return the field itself; of links, where there is nothing to choose from yet, how to add it."""
    if isinstance(declared.kind, Links) and not {other.type.type_name() for other in facts.heads} & {*declared.kind.to}:
        wanted = entry_type_named(declared.kind.to[0])
        return Mend(wanted, wanted.title_field().name)
    return Mend(head.type, declared.name, head)


def _first_expected(section: Section) -> type[Entry]:
    """Return the type that a section begins with."""
    return next(entry_type for entry_type in types_of_section(section) if entry_type.is_expected)


def _type_of_a_side(section: Section) -> type[Entry]:
    """Return the type in which a side speaks for itself, or else the one that the section begins with."""
    own = [entry_type for entry_type in types_of_section(section) if "side_id" in entry_type.fields]
    return own[0] if own else _first_expected(section)


def _adding(entry_type: type[Entry], **given: UUID) -> Mend:
    return Mend(entry_type, entry_type.title_field().name, given=given)


def _empty_sections(facts: Facts) -> Iterator[Gap]:
    for section in Section:
        if not is_per_place(section) and not facts.in_section(section):
            yield Gap(facts=message("The section has no entry."), mend=_adding(_first_expected(section)))


def _silent_sides(facts: Facts) -> Iterator[Gap]:
    for section in Section:
        entries = facts.in_section(section)
        writing = {position for head in entries for position in head.written_by}
        for side in facts.sides:
            if entries and not is_per_place(section) and side.position not in writing:
                wanted = _type_of_a_side(section)
                given = {"side_id": side.id} if "side_id" in wanted.fields else {}
                seen = counted(
                    "The section has %(count)s entry; nobody of %(side)s has written in it.",
                    "The section has %(count)s entries; nobody of %(side)s has written in any.",
                    len(entries),
                    side=side.name,
                )
                yield Gap(facts=seen, mend=_adding(wanted, **given), side=side)


def _silent_places(facts: Facts) -> Iterator[Gap]:
    for section in Section:
        entries = facts.in_section(section)
        for place in facts.places:
            if is_per_place(section) and not any(head.place_id == place.id for head in entries):
                seen = counted(
                    "The section has %(count)s entry, and it is not of %(place)s.",
                    "The section has %(count)s entries, none of them of %(place)s.",
                    len(entries),
                    place=place.name,
                )
                yield Gap(facts=seen, mend=_adding(_first_expected(section), place_id=place.id), place=place)


def _missing_types(facts: Facts) -> Iterator[Gap]:
    """Find the expected types that are missing where somebody has begun; where nobody has, another rule says so."""
    for section in Section:
        for place in facts.places if is_per_place(section) else [None]:
            own = [head for head in facts.in_section(section) if place is None or head.place_id == place.id]
            there = {head.type for head in own}
            for entry_type in types_of_section(section):
                if there and entry_type.is_expected and entry_type not in there:
                    yield _missing_type(entry_type, place)


def _missing_type(entry_type: type[Entry], place: PlaceFacts | None) -> Gap:
    return Gap(
        said=message("There is nothing under “%(type)s” yet.", type=entry_type.plural),
        facts=message("%(place)s has none.", place=place.name) if place else message("The plan has none."),
        mend=_adding(entry_type, place_id=place.id) if place else _adding(entry_type),
        place=place,
    )


def _crowded_areas(facts: Facts) -> Iterator[Gap]:
    for area in facts.of(Area):
        inside = facts.linking_to(area.id, Objective)
        if len(inside) > _MOST_OBJECTIVES:
            seen = message("It holds %(there)s.", there=Objective.count_of(len(inside)))
            yield Gap(facts=seen, mend=Mend(Objective, "area", inside[-1]), entry=area)


def _unfollowed(
    entry_type: type[Entry], by: type[Entry], link: str, *, is_over_followed: bool = False, is_over_enough: bool = False
) -> Callable[[Facts], Iterator[Gap]]:
    """Return what finds the entries of a type to which none of another type links.

    Args:
        is_over_followed: whether something should follow even from an entry from which nothing need follow.
        is_over_enough: whether it is enough if what follows is over itself.
    """

    def gaps(facts: Facts) -> Iterator[Gap]:
        there = by.count_of(len(facts.of(by)))
        for head in facts.of(entry_type):
            following = [one for one in _followers(facts, head, by) if is_over_enough or not one.is_over]
            if not following and (is_over_followed or not head.is_over):
                given = {"place_id": head.place_id} if head.place_id and by.is_per_place else {}
                yield Gap(
                    facts=message("The plan has %(there)s; none still pursued is linked to it.", there=there)
                    if not is_over_enough
                    else message("The plan has %(there)s; none is linked to it.", there=there),
                    mend=_adding(by, **{link: head.id}, **given),
                    entry=head,
                )

    return gaps


def _followers(facts: Facts, head: EntryHead, by: type[Entry]) -> list[EntryHead]:
    """Return what follows from the entry; from a measure or activity also by way of what was done or learnt there."""
    ways = {(Measure, Learning): Activity, (Measure, Commitment): Activity, (Activity, Commitment): Learning}
    way = ways.get((head.type, by))
    own = facts.linking_to(head.id, by)
    if way is None:
        return own
    return [*own, *(one for middle in facts.linking_to(head.id, way) for one in facts.linking_to(middle.id, by))]


RULES = (
    Rule(
        code="section-empty",
        said=message("Nobody has begun this section yet."),
        why=message("The plan has six sections, and an edition needs all of them."),
        gaps=_empty_sections,
        due_when=State.IN_PROGRESS,
    ),
    Rule(
        code="side-wrote-nothing",
        said=message("This side has written nothing here yet."),
        why=message("A joint section is joint when every side has a hand in it; else one signs what the other wrote."),
        gaps=_silent_sides,
        due_when=State.IN_PROGRESS,
    ),
    Rule(
        code="place-wrote-nothing",
        said=message("This place has written nothing here yet."),
        why=message("In this section each place speaks for itself: nobody else knows what is true there."),
        gaps=_silent_places,
        due_when=State.IN_PROGRESS,
    ),
    Rule(
        code="type-missing",
        said=message("Something that belongs here is missing."),
        why=message("A section is whole with at least one of each such entry; where they belong to places, for each."),
        gaps=_missing_types,
    ),
    Rule(
        code="area-without-objective",
        said=message("No objective says yet what should come of this area."),
        why=message("Each area of cooperation holds one to four specific objectives."),
        gaps=_unfollowed(Area, Objective, "area"),
    ),
    Rule(
        code="area-with-many-objectives",
        said=message("This area has more objectives than two cities can keep in view."),
        why=message("Each area of cooperation holds one to four specific objectives; put one into another area."),
        gaps=_crowded_areas,
    ),
    Rule(
        code="objective-without-measure",
        said=message("No measure serves this objective yet."),
        why=message("What no transfer measure serves stays a wish: each objective is served by at least one."),
        gaps=_unfollowed(Objective, Measure, "objectives"),
    ),
    Rule(
        code="measure-without-module",
        said=message("This measure has not been taken apart into modules yet."),
        why=message("Cities seldom take a practice whole: its modules are checked one by one against what is there."),
        gaps=_unfollowed(Measure, Module, "measure"),
    ),
    Rule(
        code="measure-without-activity",
        said=message("No activity carries this measure out yet."),
        why=message("A measure happens by what places do: each is carried by at least one activity."),
        gaps=_unfollowed(Measure, Activity, "measures"),
    ),
    Rule(
        code="measure-taught-nothing",
        said=message("Nobody has written down what this measure taught."),
        why=message("Before it is decided what stays, each measure has taught something, if only why it failed."),
        gaps=_unfollowed(Measure, Learning, "learnt_from", is_over_followed=True, is_over_enough=True),
        since=Phase.DECIDED,
    ),
    Rule(
        code="activity-taught-nothing",
        said=message("Nobody has written down what this activity taught."),
        why=message("Before it is decided what stays, each activity has taught something, if only why it was dropped."),
        gaps=_unfollowed(Activity, Learning, "learnt_from", is_over_followed=True, is_over_enough=True),
        since=Phase.DECIDED,
    ),
    Rule(
        code="learning-not-carried-on",
        said=message("No commitment carries this learning on."),
        why=message("What worked is promised for the time after the plan; else it ends with the project."),
        gaps=_unfollowed(Learning, Commitment, "carries"),
        since=Phase.DECIDED,
    ),
    Rule(
        code="activity-not-carried-on",
        said=message("No commitment carries this activity on."),
        why=message("What was done is kept up by a promise of its place, of its own or by way of what it taught."),
        gaps=_unfollowed(Activity, Commitment, "carries"),
        since=Phase.DECIDED,
    ),
)
"""The rules about the plan as a whole."""
