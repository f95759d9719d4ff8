"""A type that is declared once turns up everywhere; tried in a process of its own, for a declaration is for good."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import DATABASES, new_database

DECLARED = """
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID
from sqlalchemy.orm import Mapped
from tests.conftest import settings_for
from tests.factories import make_entry, make_member, make_plan, entry_of
from tests.pages import PageClient
from ucap.app import create_app
from ucap.core.database import Model, db
from ucap.core.money import Money
from ucap.core.text import message, plural_forms
from ucap.directory.operations import load_vocabularies
from ucap.directory.queries import term_by_code
from ucap.document.queries import records_of
from ucap.entries.fields import Choices, Section
from ucap.entries.models import Entry, choice, day, entry_types, line, links, money, number, side, terms
from ucap.entries.models import translated_line, translated_prose
from ucap.history.queries import changes
from ucap.plans.models.objectives import Objective

class Colour(Choices):
    RED = "red", message("Red")
    BLUE = "blue", message("Blue")

class Trial(Entry):
    __tablename__ = "trials"
    section = Section.MEASURES
    singular = message("Trial")
    plural = message("Trials")
    count = plural_forms("%(count)s trial", "%(count)s trials")
    adding = message("Add a trial")
    purpose = message("What is tried.")
    must_differ = ("left_id", "right_id")
    name = translated_line(message("Name"), is_essential=True, help=message("Its name."))
    text = translated_prose(message("Text"), is_needed=True)
    size: Mapped[str | None] = line(message("Size"))
    amount: Mapped[Decimal | None] = number(message("Amount"), is_needed=True)
    on: Mapped[date | None] = day(message("Day"))
    colour: Mapped[Colour | None] = choice(Colour, message("Colour"))
    left_id: Mapped[UUID | None] = side(message("Left"))
    right_id: Mapped[UUID | None] = side(message("Right"))
    objectives = links(message("Objectives"), "objective")
    cost: Mapped[Money | None] = money(message("Cost"))
    themes = terms(message("Themes"), "iuc_theme")

url, folder = sys.argv[1:]
app = create_app(settings_for(url, Path(folder)))
app.testing = True
with app.app_context():
    Model.metadata.create_all(db.engine)
    load_vocabularies()
    theme = term_by_code("iuc_theme", "T3")
    assert Trial in entry_types()
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha, statement="Dry streets")
    client = PageClient(app).sign_in(asha)

    form = client.open(f"/plans/{plan.id}/measures/add/trial")
    for label in ("Name", "Text", "Size", "Amount", "Day", "Colour", "Left", "Right", "Objectives", "Red", "Its name."):
        assert label in form.text, label
    values = {"name": "First trial", "text": "A **text**", "size": "large", "amount": "1,200.5", "on": "2027-12-31",
              "colour": "blue", "left_id": str(plan.sides[0].id), "objectives": [str(objective)],
              "cost": "1 200 EUR", "themes": [str(theme.id)]}
    page = form.submit(values)

    assert page.title == "First trial", page.text
    for shown in ("Text", "A text", "large", "1,200.5", "31 December 2027", "Blue", "Surat", "Dry streets",
                  "1,200 EUR", theme.label):
        assert shown in page.text, shown
    (entry,) = records_of(plan, "en").of_type(Trial)
    assert entry.value("amount") == Decimal("1200.5")
    assert entry.value("colour") is Colour.BLUE
    assert entry.missing == []
    logged = {event.field for change in changes(plan.id, record_id=entry.id)[0] for event in change.events}
    assert logged == {"", *values}
    history = client.open(f"/plans/{plan.id}/measures/{entry.id}/history")
    assert "31 December 2027" in history.text
    edited = client.open(f"/plans/{plan.id}/measures/{entry.id}/edit").submit({"amount": "7", "colour": ""})
    assert (entry_of(plan, entry.id).version, entry_of(plan, entry.id).value("colour")) == (2, None)
    refused = client.open(f"/plans/{plan.id}/measures/{entry.id}/edit").submit({"right_id": str(plan.sides[0].id)})
    assert refused.error_at("right_id")
    assert "First trial" in client.open(f"/plans/{plan.id}/export/html").text
    for ending in ("md", "csv", "json", "xlsx", "ics"):
        assert client.open(f"/plans/{plan.id}/export/{ending}").status == 200, ending
    exported = client.open(f"/plans/{plan.id}/export/json").response.json
    (told,) = [one["fields"] for one in exported["entries"] if one["type"] == "trial"]
    assert (told["amount"], told["colour"], told["cost"]) == ("7", None, {"amount": "1200", "currency": "EUR"})
    section = client.open(f"/plans/{plan.id}/measures/")
    assert "First trial" in section.text, section.text
    assert "1 trial" in client.open(f"/plans/{plan.id}/").text
print("found everywhere")
"""


@pytest.mark.parametrize("kind", DATABASES)
def test_a_type_declared_in_a_test_is_found_everywhere(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = new_database(kind, tmp_path, request)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}

    done = subprocess.run(
        [sys.executable, "-c", DECLARED, url, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=120,
    )

    assert done.stdout == "found everywhere\n", done.stderr[-3_000:]
