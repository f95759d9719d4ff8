"""The form with which two organisations are merged."""

from typing import Self

from wtforms import HiddenField

from ucap.stakeholders.forms.organisations import version_from
from ucap.stakeholders.queries.organisations import OrganisationFacts
from ucap.web.forms import PageForm


class MergeForm(PageForm):
    """Which versions of the two were looked at."""

    goes_version = HiddenField()
    stays_version = HiddenField()

    @classmethod
    def of(cls, goes: OrganisationFacts, stays: OrganisationFacts) -> Self:
        """Return the form for the two as they stand, or with what was posted."""
        return cls(data={"goes_version": str(goes.version), "stays_version": str(stays.version)})

    def show_versions(self, goes: OrganisationFacts, stays: OrganisationFacts) -> None:
        """Stand for the two as they are shown now."""
        self.goes_version.data, self.stays_version.data = str(goes.version), str(stays.version)

    @property
    def seen_versions(self) -> tuple[int, int]:
        """Return the versions that were looked at; 0 where the form does not say."""
        return version_from(self.goes_version.data), version_from(self.stays_version.data)
