"""What a WSGI server imports: the application, set up from the environment, with its static files in front."""

import os
from wsgiref.headers import Headers

from whitenoise import WhiteNoise

from config import ROOT, Settings
from ucap.app import create_app

_A_YEAR_SECONDS = 365 * 24 * 60 * 60


def _revalidate_scripts(headers: Headers, path: str, _url: str) -> None:
    """Let browsers ask again for scripts: those that import each other do so without a mark of their content."""
    if path.endswith(".js"):
        headers["Cache-Control"] = "public, no-cache"


app = create_app(Settings.from_environment(os.environ))
server = WhiteNoise(
    app.wsgi_app,
    root=ROOT / "static",
    prefix="static/",
    max_age=_A_YEAR_SECONDS,
    add_headers_function=_revalidate_scripts,
)
