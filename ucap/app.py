"""The application: the one module that knows every feature. Start reading here."""

from functools import lru_cache

from babel import Locale
from flask import Flask, current_app, g, request, session, url_for
from flask_babel import Babel
from jinja2 import StrictUndefined
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from config import ROOT, Settings
from ucap.accounts.routes.account import blueprint as account
from ucap.accounts.routes.accounts import ask_to_sign_in
from ucap.accounts.routes.accounts import blueprint as accounts
from ucap.accounts.routes.elsewhere import blueprint as elsewhere
from ucap.accounts.routes.links import blueprint as links
from ucap.accounts.routes.passwords import blueprint as passwords
from ucap.accounts.routes.second_step import blueprint as second_step
from ucap.accounts.routes.sessions import blueprint as sessions
from ucap.accounts.routes.visits import LinkFollower, follow_links, require_second_steps
from ucap.accounts.sessions import OWN_LANGUAGE, DatabaseSessions
from ucap.administration.routes import blueprint as administration
from ucap.core import languages
from ucap.core.database import db, end_moment, prepare_engine
from ucap.core.file_store import prepare_store
from ucap.core.languages import DEFAULT_LANGUAGE
from ucap.core.text import message
from ucap.directory.routes.networks import blueprint as networks
from ucap.directory.routes.vocabularies import blueprint as vocabularies
from ucap.entries.fields import Beside, Section
from ucap.entries.routes.arranging import blueprint as arranging
from ucap.entries.routes.comparing import blueprint as comparing
from ucap.entries.routes.deleting import blueprint as deleting
from ucap.entries.routes.drafts import blueprint as drafts
from ucap.entries.routes.drafts import keep_held_form
from ucap.entries.routes.entries import blueprint as entries
from ucap.entries.routes.files import blueprint as files
from ucap.entries.routes.finding import blueprint as finding
from ucap.entries.routes.pasting import blueprint as pasting
from ucap.entries.routes.previewing import blueprint as previewing
from ucap.entries.routes.restoring import blueprint as restoring
from ucap.exports.catalogue import FileFormat
from ucap.exports.routes import blueprint as exports
from ucap.history import log
from ucap.imprint.models import AboutPage
from ucap.imprint.routes import blueprint as imprint
from ucap.pairings.operations.invitations import follow_invitation, tell_of_invitation
from ucap.pairings.operations.listing import note_change
from ucap.pairings.queries.rights import administers, must_prove_twice
from ucap.pairings.routes.pairings import blueprint as pairings
from ucap.pairings.routes.people import blueprint as people
from ucap.pairings.routes.phases import blueprint as phases
from ucap.pairings.routes.posts import blueprint as posts
from ucap.pairings.routes.programmes import blueprint as programmes
from ucap.pilots.models import following, photos, spending
from ucap.pilots.models import pilots as pilots_models
from ucap.pilots.routes.pilots import blueprint as pilots
from ucap.pilots.routes.programme_pilots import blueprint as programme_pilots
from ucap.places.routes import blueprint as places
from ucap.plans.models import activities, commitments, context, learnings, measures, objectives
from ucap.plans.pages.band import plan_band
from ucap.plans.routes import blueprint as plans
from ucap.privacy.routes import blueprint as privacy
from ucap.stakeholders.models import entries as stakeholder_entries
from ucap.stakeholders.routes.answers import blueprint as answers
from ucap.stakeholders.routes.contacts import blueprint as contacts
from ucap.stakeholders.routes.duplicates import blueprint as duplicates
from ucap.stakeholders.routes.entering import blueprint as entering
from ucap.stakeholders.routes.organisations import blueprint as organisations
from ucap.stakeholders.routes.stakeholders import blueprint as stakeholders
from ucap.web.access import csrf, public, refuse_unlabelled_views
from ucap.web.addresses import converter_of
from ucap.web.application import Application
from ucap.web.doors import believe_proxies, guard
from ucap.web.errors import answer_errors
from ucap.web.filters import register_filters, said
from ucap.web.frame import Frame, Link, frame_pages
from ucap.web.held import SignInNeeded, keep_held_forms
from ucap.web.logs import set_up_logs
from ucap.web.routes import blueprint as web
from ucap.web.static_files import serve_static_files

SECTIONS = (
    context,
    objectives,
    measures,
    activities,
    learnings,
    commitments,
    stakeholder_entries,
    pilots_models,
    following,
    photos,
    spending,
)
"""The modules that declare entry types: what is not imported here is not in the plan."""

BLUEPRINTS = (
    web,
    account,
    accounts,
    elsewhere,
    links,
    passwords,
    second_step,
    sessions,
    plans,
    pairings,
    people,
    phases,
    posts,
    programmes,
    entries,
    arranging,
    comparing,
    deleting,
    drafts,
    files,
    finding,
    pasting,
    previewing,
    restoring,
    pilots,
    programme_pilots,
    places,
    networks,
    vocabularies,
    organisations,
    stakeholders,
    contacts,
    answers,
    entering,
    duplicates,
    exports,
    imprint,
    privacy,
    administration,
)
"""The views of every feature."""

MIGRATIONS = ROOT / "migrations"
_LARGEST_REQUEST = 2 * 1024 * 1024


def create_app(settings: Settings) -> Flask:
    """Return the application, ready to serve.

    Raises:
        UnlabelledViewError: if a view does not say who may use it.
    """
    app = Application(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    set_up_logs(is_production=settings.is_production)
    _configure(app, settings)
    _set_up_database(app, settings)
    _set_up_pages(app, settings)
    app.session_interface = DatabaseSessions(administers())
    csrf.init_app(app)
    serve_static_files(app)
    guard(app, is_production=settings.is_production)
    believe_proxies(app, settings.trusted_proxies)
    answer_errors(app)
    app.register_error_handler(SignInNeeded, ask_to_sign_in)
    keep_held_forms(app, [keep_held_form])
    follow_links(app, [LinkFollower(tells=tell_of_invitation, follows=follow_invitation)])
    require_second_steps(app, [] if settings.is_demo else [must_prove_twice])
    app.url_map.converters["section"] = converter_of(Section)
    app.url_map.converters["part"] = converter_of(Section, Beside)
    app.url_map.converters["export_format"] = converter_of(FileFormat)
    app.url_map.converters["about"] = converter_of(AboutPage)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    public(app.view_functions["static"])
    refuse_unlabelled_views(app)
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
        UCAP_OUTBOX=settings.data_dir / "outbox",
        UCAP_OIDC=settings.oidc,
    )


def _set_up_database(app: Flask, settings: Settings) -> None:
    app.teardown_appcontext(end_moment)  # after the session's own, since the last that is registered goes first
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        prepare_store(db.engine, settings.data_dir / "files", most_of_plan=settings.most_plan_files)
    log.listen()
    log.follow(note_change)


def _set_up_pages(app: Flask, settings: Settings) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    _set_up_languages(app)
    register_filters(app)
    linked = {*_PLACES_TO_GO, *_FOR_ADMINISTRATORS, "account.show_account", "imprint.show_page"}
    frame_pages(app, Frame(is_demo=settings.is_demo, navigation=_navigation, about=_about, linked=linked))
    app.jinja_env.globals["plan_band"] = plan_band


def _set_up_languages(app: Flask) -> None:
    """Show pages in the language that the person chose, else the browser, of those they are translated into."""
    translated = {tag: Locale.parse(tag, sep="-") for tag in languages.translated_languages()}

    @lru_cache(maxsize=1_000)
    def best_of(accepted: str) -> str:
        return parse_accept_header(accepted, LanguageAccept).best_match(translated) or DEFAULT_LANGUAGE

    def chosen() -> Locale:
        own: str | None = g.get(OWN_LANGUAGE)  # the session itself is not there when the database is away
        return translated.get(own or "") or translated[best_of(request.headers.get("Accept-Language", ""))]

    Babel(app, locale_selector=chosen)


_PLACES_TO_GO = {
    "plans.list_own_plans": message("Your plans"),
    "pairings.list_pairings": message("Pairings"),
    "places.list_places": message("Places"),
}
_FOR_ADMINISTRATORS = {"administration.list_accounts": message("Accounts")}


def _navigation() -> list[Link]:
    """Return the links on top of each page for somebody who is signed in, of the pages that there are."""
    is_administrator = getattr(session, "is_administrator", False)
    pages = _PLACES_TO_GO | (_FOR_ADMINISTRATORS if is_administrator else {})
    addresses = {endpoint: url_for(endpoint) for endpoint in pages if endpoint in current_app.view_functions}
    return [Link(said(pages[one]), url, current=request.path == url) for one, url in addresses.items()]


def _about() -> list[Link]:
    """Return the links at the foot of each page, for everybody."""
    addresses = {page: url_for("imprint.show_page", page=page) for page in AboutPage}
    return [Link(said(page.label), url, current=request.path == url) for page, url in addresses.items()]
