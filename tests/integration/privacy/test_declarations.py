"""Promises about what is kept about people: every column that names somebody is declared, or exempt for a reason."""

from ucap.accounts.models import Person
from ucap.core.database import Model
from ucap.privacy.operations import KEPT_OF_PERSON
from ucap.privacy.queries.personal import EXEMPT, PERSONAL

ADDRESSES = {"account", "address", "email", "recipient"}


def columns_that_name_people() -> set[str]:
    """Return each column that refers to people or holds an address or its digest."""
    return {
        f"{table.name}.{column.name}"
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if column.name in ADDRESSES or any(key.column.table.name == "people" for key in column.foreign_keys)
    }


def test_every_column_that_names_people_is_handed_out_or_exempt_with_a_reason() -> None:
    declared = {f"{one.model.__tablename__}.{one.names.key}" for one in PERSONAL}

    assert declared | EXEMPT.keys() == columns_that_name_people()
    assert not declared & EXEMPT.keys()
    assert all(len(reason.split()) > 4 for reason in EXEMPT.values())


def test_what_is_declared_has_names_of_its_own_and_shows_something() -> None:
    assert len({one.name for one in PERSONAL}) == len(PERSONAL)
    assert all(one.columns for one in PERSONAL)


def test_every_column_of_an_account_is_written_over_or_says_that_it_was() -> None:
    written_over = {"name", "email", "password_hash", "time_zone", "language", "signed_in_on"}

    assert written_over | KEPT_OF_PERSON == set(Person.__table__.columns.keys())
