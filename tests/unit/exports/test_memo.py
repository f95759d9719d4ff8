from datetime import date
from decimal import Decimal
from io import BytesIO

from pypdf import PdfReader

from tests.unit.exports.documents import TODAY, make_entry_facts, make_facts, make_records, piloted_plan
from ucap.core.money import Money
from ucap.document.memo import memo_document
from ucap.document.records import PlanRecords
from ucap.document.stakeholders import stakeholders_document
from ucap.exports.markdown import markdown_of
from ucap.exports.typesetting import pdf_of
from ucap.plans.models.activities import Activity, ActivityStatus, FundingStatus
from ucap.plans.models.commitments import Commitment
from ucap.stakeholders.models.entries import Engagement, InputOutcome, Stakeholder


def memo(records: PlanRecords) -> str:
    return markdown_of(memo_document(records, language="en", on=TODAY))


def test_it_says_what_is_asked_what_it_costs_and_what_comes_next() -> None:
    plan = make_facts()
    works = make_entry_facts(
        Activity,
        title="Build it",
        legal_step="The council approves the tender.",
        cost=Money(Decimal(5000), "EUR"),
        funding=FundingStatus.SOUGHT,
        starts_on=date(2027, 3, 1),
    )
    sure = make_entry_facts(Activity, title="Plan it", cost=Money(Decimal(700), "EUR"), funding=FundingStatus.IN_BUDGET)
    done = make_entry_facts(
        Activity, title="Done", cost=Money(Decimal(9), "USD"), status=ActivityStatus.DONE, legal_step="Done."
    )
    promise = make_entry_facts(Commitment, promise="Keep it dry", due_on=date(2028, 1, 1))
    past = make_entry_facts(Commitment, promise="Long ago", due_on=date(2020, 1, 1))
    asked = make_entry_facts(Stakeholder, name="Traders", place_id=plan.sides[0].places[0].id)

    told = memo(make_records(works, sure, done, promise, past, asked, plan=plan))

    assert "- The council approves the tender. (Build it)" in told
    assert "- Money: 5,000 EUR for Build it" in told
    assert "| EUR | 5,700 EUR | 700 EUR |" in told
    assert "- Surat: Traders" in told
    assert "- 1 March 2027 – Begins: Build it\n- 1 January 2028 – Promised: Keep it dry" in told
    assert "USD" not in told
    assert "Long ago" not in told


def test_risks_come_with_what_is_done_about_them() -> None:
    told = memo(piloted_plan())

    assert "- The pump is stolen – nobody has said what is done about it" in told


def test_an_empty_plan_says_that_nothing_is_asked() -> None:
    assert "No step of a council and no money has been asked for." in memo(make_records())


def test_it_has_one_page_however_much_there_is() -> None:
    long = "The council of the city approves the tender of the works on the market square and in three lanes. " * 4
    activities = [
        make_entry_facts(Activity, title=long, legal_step=long, starts_on=date(2027, 1, day)) for day in range(1, 29)
    ]

    document = memo_document(make_records(*activities), language="en", on=TODAY)

    assert len(PdfReader(BytesIO(pdf_of(document))).pages) == 1
    assert "lines are left out" in markdown_of(document)


def test_stakeholders_are_told_by_place_with_what_became_of_their_input_and_who_is_missing() -> None:
    plan = make_facts()
    traders = make_entry_facts(Stakeholder, name="Traders", place_id=plan.sides[0].places[0].id)
    asked = make_entry_facts(
        Engagement,
        asked="Where does water stand?",
        stakeholder=(traders.id,),
        done_on=date(2026, 5, 1),
        outcome=InputOutcome.USED,
    )

    told = markdown_of(stakeholders_document(make_records(traders, asked, plan=plan), language="en", on=TODAY))

    assert "## Stakeholders of Surat" in told
    assert "### Traders" in told
    assert "| 1 May 2026 | Where does water stand? | – | Used | – |" in told
    assert "Rotterdam: Government: nobody is involved." in told
    assert "personal data" not in told


def test_lists_are_as_long_as_the_page_has_room_for() -> None:
    promises = [
        make_entry_facts(Commitment, promise=f"Promise {one}", due_on=date(2028 + one, 1, 1)) for one in range(60)
    ]

    few, many = memo(make_records(*promises[:10])), memo(make_records(*promises))

    assert few.count("Promised:") == 10
    assert "For one page" not in few
    assert 10 < many.count("Promised:") < 60
    assert f"For one page: {60 - many.count('Promised:')} lines are left out" in many


def test_a_line_is_whole_where_there_is_room() -> None:
    plan = make_facts()
    names = [f"Association of traders number {one}" for one in range(12)]
    asked = [make_entry_facts(Stakeholder, name=name, place_id=plan.sides[0].places[0].id) for name in names]

    told = memo(make_records(*asked, plan=plan))

    assert names[-1] in told
    assert "shortened" not in told
