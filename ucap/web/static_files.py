"""Static files, answered in front of the application, under names that browsers may keep for a year."""

from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

_A_YEAR_SECONDS = 365 * 24 * 60 * 60


def serve_static_files(app: Flask) -> None:
    """Let the files that are there when the application starts be answered without it."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign] # Flask's own way
        app.wsgi_app,
        root=app.static_folder,
        prefix="static/",
        max_age=_A_YEAR_SECONDS,
        allow_all_origins=False,
        add_headers_function=_revalidate_scripts,
    )


def _revalidate_scripts(headers: Headers, path: str, _url: str) -> None:
    """Let browsers ask again for scripts: those that import each other do so without a mark of their content."""
    if path.endswith(".js"):
        headers["Cache-Control"] = "public, no-cache"
