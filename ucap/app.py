"""The application: the one module that knows every feature. Start reading here."""

import structlog
from flask import Flask, g, request, url_for
from flask_babel import Babel
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings
from ucap.accounts.routes.account import blueprint as account
from ucap.accounts.routes.accounts import ask_to_sign_in
from ucap.accounts.routes.accounts import blueprint as accounts
from ucap.accounts.routes.elsewhere import blueprint as elsewhere
from ucap.accounts.routes.links import blueprint as links
from ucap.accounts.routes.passwords import blueprint as passwords
from ucap.accounts.routes.second_step import blueprint as second_step
from ucap.accounts.routes.sessions import blueprint as sessions
from ucap.accounts.sessions import OWN_LANGUAGE, DatabaseSessions
from ucap.core import languages
from ucap.core.database import db, prepare_engine
from ucap.core.languages import DEFAULT_LANGUAGE
from ucap.core.text import message
from ucap.entries.fields import Section
from ucap.entries.routes.arranging import blueprint as arranging
from ucap.entries.routes.comparing import blueprint as comparing
from ucap.entries.routes.deleting import blueprint as deleting
from ucap.entries.routes.drafts import blueprint as drafts
from ucap.entries.routes.drafts import keep_held_form
from ucap.entries.routes.entries import blueprint as entries
from ucap.entries.routes.pasting import blueprint as pasting
from ucap.entries.routes.previewing import blueprint as previewing
from ucap.entries.routes.restoring import blueprint as restoring
from ucap.exports.routes import blueprint as exports
from ucap.history import log
from ucap.plans.models import activities, commitments, context, learnings, measures, objectives
from ucap.plans.pages.section import plan_tabs
from ucap.plans.routes import blueprint as plans
from ucap.web.access import csrf, public, refuse_unlabelled_views
from ucap.web.addresses import converter_of
from ucap.web.doors import guard
from ucap.web.errors import answer_errors
from ucap.web.filters import register_filters, said
from ucap.web.held import SignInNeeded, keep_held_forms
from ucap.web.navigation import Link, frame_pages
from ucap.web.routes import blueprint as web

SECTIONS = (context, objectives, measures, activities, learnings, commitments)
"""The modules that declare entry types: what is not imported here is not in the plan."""

MIGRATIONS = ROOT / "migrations"
_LARGEST_REQUEST = 2 * 1024 * 1024


def create_app(settings: Settings) -> Flask:
    """Return the application, ready to serve.

    Raises:
        UnlabelledViewError: if a view does not say who may use it.
    """
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    _set_up_logs(is_production=settings.is_production)
    _configure(app, settings)
    _set_up_database(app)
    _set_up_pages(app, settings)
    app.session_interface = DatabaseSessions()
    csrf.init_app(app)
    guard(app, is_production=settings.is_production)
    answer_errors(app)
    app.register_error_handler(SignInNeeded, ask_to_sign_in)
    keep_held_forms(app, [keep_held_form])
    app.url_map.converters["section"] = converter_of(Section)
    for blueprint in (
        web,
        account,
        accounts,
        elsewhere,
        links,
        passwords,
        second_step,
        sessions,
        plans,
        entries,
        arranging,
        comparing,
        deleting,
        drafts,
        pasting,
        previewing,
        restoring,
        exports,
    ):
        app.register_blueprint(blueprint)
    public(app.view_functions["static"])
    refuse_unlabelled_views(app)
    if settings.is_production:  # nginx is in front and says whom it speaks for; of anything else it is not believed
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=0)  # type: ignore[method-assign] # Flask's own way
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},  # what people typed stays out of logs
        SESSION_COOKIE_SECURE=settings.is_production,
        TRUSTED_HOSTS=settings.hosts,
        MAX_CONTENT_LENGTH=_LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=_LARGEST_REQUEST,
        MAX_FORM_PARTS=1_000,
        WTF_CSRF_CHECK_DEFAULT=False,  # the labels of the views check it, after asking for sign-in
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session
        WTF_CSRF_SSL_STRICT=False,  # the doors look at where a request comes from
        BABEL_DEFAULT_LOCALE=DEFAULT_LANGUAGE,
        BABEL_TRANSLATION_DIRECTORIES=str(languages.CATALOGS),
        UCAP_MIGRATIONS=MIGRATIONS,
        UCAP_BASE_URL=settings.base_url,
        UCAP_OIDC=settings.oidc,
    )


def _set_up_database(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    log.listen()


def _set_up_pages(app: Flask, settings: Settings) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    _set_up_languages(app)
    register_filters(app)
    frame_pages(app, is_demo=settings.is_demo, navigation=_navigation)
    app.jinja_env.globals["plan_tabs"] = plan_tabs


def _set_up_languages(app: Flask) -> None:
    """Show pages in the language that the person chose, else the browser, of those they are translated into."""
    translated = languages.translated_languages()

    def chosen() -> str:
        own: str | None = g.get(OWN_LANGUAGE)  # the session itself is not there when the database is away
        return own if own in translated else request.accept_languages.best_match(translated) or DEFAULT_LANGUAGE

    Babel(app, locale_selector=chosen)


def _set_up_logs(*, is_production: bool) -> None:
    """Write logs for machines in production, for people otherwise."""
    renderer = structlog.processors.JSONRenderer() if is_production else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            renderer,
        ]
    )


def _navigation() -> list[Link]:
    """Return the links on top of each page for somebody who is signed in."""
    own = url_for("plans.list_own_plans")
    return [Link(said(message("Your plans")), own, current=request.path == own)]
