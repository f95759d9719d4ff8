from collections.abc import Iterator

import pytest
from flask import Flask

from config import OidcSettings
from tests.providers import CLIENT_ID, CLIENT_SECRET, TestProvider, running_provider


@pytest.fixture
def provider(app: Flask) -> Iterator[TestProvider]:
    """Let a provider run, and the application know it."""
    with running_provider() as found:
        app.config["UCAP_OIDC"] = OidcSettings(
            issuer=found.issuer, client_id=CLIENT_ID, client_secret=CLIENT_SECRET, name="City of Surat"
        )
        yield found
        app.config["UCAP_OIDC"] = None
