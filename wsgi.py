"""What a WSGI server imports: the application, set up from the environment, with its static files in front."""

import gc
import os
from wsgiref.headers import Headers

from whitenoise import WhiteNoise

from config import ROOT, Settings
from ucap.app import create_app
from ucap.web.doors import SafeAnswers, safe_headers

_A_YEAR_SECONDS = 365 * 24 * 60 * 60


def _revalidate_scripts(headers: Headers, path: str, _url: str) -> None:
    """Let browsers ask again for scripts: those that import each other do so without a mark of their content."""
    if path.endswith(".js"):
        headers["Cache-Control"] = "public, no-cache"


_settings = Settings.from_environment(os.environ)
app = create_app(_settings)
server = SafeAnswers(
    WhiteNoise(
        app.wsgi_app,
        root=ROOT / "static",
        prefix="static/",
        max_age=_A_YEAR_SECONDS,
        allow_all_origins=False,
        add_headers_function=_revalidate_scripts,
    ),
    safe_headers(is_production=_settings.is_production),
)
gc.collect()
gc.freeze()  # what is made once is not looked through again and again for garbage while people wait
