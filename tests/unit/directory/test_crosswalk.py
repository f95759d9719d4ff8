"""The crosswalk names terms that are in the vocabularies."""

import csv
from pathlib import Path

import ucap.directory
from ucap.directory.queries import PARTNERSHIP, crosswalk

DATA = Path(ucap.directory.__file__).parent / "data"


def test_it_offers_targets_for_every_theme_and_for_the_partnership() -> None:
    themes = {("iuc_theme", row["code"]) for row in rows("vocabularies.csv") if row["scheme"] == "iuc_theme"}

    assert set(crosswalk()) == {*themes, PARTNERSHIP}


def test_it_offers_only_targets_that_there_are() -> None:
    targets = {("sdg_target", row["code"]) for row in rows("sdg_targets.csv")}

    assert {other for others in crosswalk().values() for other in others} <= targets


def test_each_line_says_that_it_is_only_suggested() -> None:
    assert all("not official" in row["source"] for row in rows("crosswalk.csv"))


def test_no_line_is_there_twice() -> None:
    lines = [tuple(row.values()) for row in rows("crosswalk.csv")]

    assert len(set(lines)) == len(lines)


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
