"""A contact person, whose name is planted, at a stakeholder of a plan."""

from tests.functional.contacts.conftest import contacting

__all__ = ["contacting"]
