"""Two editors of one entry against a model of it."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.factories import NOON, entry_of, make_entry, make_member, make_plan
from ucap.accounts.models import Person
from ucap.core.errors import EditConflict
from ucap.entries.operations.saving import save_entry
from ucap.entries.queries.reading import values_at
from ucap.history.merge import merge, proposal, sentences_of
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Objective

SENTENCES = ("Rain is stored.", "Rain is stored and measured.", "The market is open.", "Schools visit.", "夜も開く。")
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["begun", "a", "b"]),
        "practice": st.lists(st.sampled_from(SENTENCES), max_size=4).map(" ".join),
        "mode": st.sampled_from([None, *TransferMode]),
        "links": st.sets(st.integers(0, 2)),
    },
)


def test_whatever_two_editors_do_nothing_vanishes_unseen(app: Flask) -> None:
    of_plan = make_plan()
    members = [make_member(of_plan), make_member(of_plan, side=1)]

    class OfThisPlan(TwoEditors):
        plan = of_plan
        people = members
        objectives: ClassVar = [make_entry(of_plan, Objective, by=members[0], statement=text) for text in "123"]

    run_state_machine_as_test(
        OfThisPlan,
        settings=settings(
            max_examples=8, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


class TwoEditors(RuleBasedStateMachine):
    """A model of the entry: its values in every version, and which one each editor has before them."""

    plan: ClassVar[PlanFacts]
    people: ClassVar[Sequence[Person]]
    objectives: ClassVar[Sequence[UUID]]

    def __init__(self) -> None:
        super().__init__()
        self.measure = make_entry(self.plan, Measure, by=self.people[0], title="begun")
        self.versions: list[dict[str, Any]] = [self.now()]
        self.seen = [1, 1]

    def now(self) -> dict[str, Any]:
        return said(entry_of(self.plan, self.measure).values())

    @rule(editor=st.integers(0, 1))
    def read(self, editor: int) -> None:
        self.seen[editor] = len(self.versions)

    @rule(editor=st.integers(0, 1), changed=CHANGES)
    def save(self, editor: int, changed: dict[str, Any]) -> None:
        base, theirs = self.versions[self.seen[editor] - 1], self.versions[-1]
        linked = (
            {"objectives": [self.objectives[number] for number in changed.pop("links")]} if "links" in changed else {}
        )
        mine = said({**base, **changed, **linked})
        contested = [
            name
            for name in ("title", "practice", "mode")
            if mine[name] != base[name] != theirs[name] and mine[name] != theirs[name]
        ]
        try:
            self.send(editor, mine)
        except EditConflict:
            assert contested
            self.settle(editor, base, theirs, mine)
            return
        assert not contested
        self.acknowledged(editor, base, theirs, mine)

    def send(self, editor: int, values: dict[str, Any]) -> None:
        sent = {**values, "objectives": tuple(values["objectives"])}
        save_entry(
            self.plan.id, self.measure, values=sent, seen_version=self.seen[editor], by=self.people[editor], at=NOON
        )

    def settle(self, editor: int, base: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]) -> None:
        """Look at both, then save the proposed text, what stands in the plan, and what oneself linked."""
        text = proposal(merge(base["practice"], theirs["practice"], mine["practice"]))
        for one in (theirs["practice"], mine["practice"]):
            for sentence in set(sentences(one)) - set(sentences(base["practice"])):
                assert sentence in text
        self.seen[editor] = len(self.versions)
        settled = {**theirs, "practice": text}
        self.send(editor, settled)
        self.acknowledged(editor, theirs, theirs, settled)

    def acknowledged(self, editor: int, base: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]) -> None:
        now = self.now()
        for name in ("title", "practice", "mode"):
            assert now[name] == (theirs[name] if mine[name] == base[name] else mine[name])
        for one in self.objectives:
            before, other, own = (one in values["objectives"] for values in (base, theirs, mine))
            assert (one in now["objectives"]) == (own if other == before else other)
        if now != theirs:
            self.versions.append(now)
        self.seen[editor] = len(self.versions)

    @invariant()
    def what_was_acknowledged_stands(self) -> None:
        assert self.now() == self.versions[-1]
        assert entry_of(self.plan, self.measure).version == len(self.versions)

    def teardown(self) -> None:
        """Find every acknowledged save in the history."""
        facts = entry_of(self.plan, self.measure)
        for number, values in enumerate(self.versions, start=1):
            assert said(values_at(self.plan.id, facts, number)) == values


def said(values: dict[str, Any]) -> dict[str, Any]:
    """Return what the fields of the model say: no text is an empty one, links have no order."""
    links = values["objectives"] or ()
    texts = {name: values[name] or "" for name in ("title", "practice")}
    return {**texts, "mode": values["mode"], "objectives": frozenset(links)}


def sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in sentences_of(text)]
