"""What a WSGI server imports: the application, set up from the environment, with its static files in front."""

import os

from whitenoise import WhiteNoise

from config import ROOT, Settings
from ucap.app import create_app

_A_YEAR_SECONDS = 365 * 24 * 60 * 60

app = create_app(Settings.from_environment(os.environ))
server = WhiteNoise(app.wsgi_app, root=ROOT / "static", prefix="static/", max_age=_A_YEAR_SECONDS)
