"""The ucap command."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

import click
import structlog
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from sqlalchemy.exc import DBAPIError

from config import ROOT, Settings, SettingsError
from ucap.accounts.models import LinkPurpose, Person
from ucap.accounts.operations.links import make_link
from ucap.accounts.queries import people, person_by_email
from ucap.administration.operations import deactivate_account, reactivate_account, reset_second_step_of
from ucap.app import MIGRATIONS, create_app
from ucap.core.clock import utc_now
from ucap.core.database import db as database
from ucap.core.errors import RuleBroken
from ucap.core.languages import DEFAULT_LANGUAGE, words_in
from ucap.core.mail import sender_of_mails
from ucap.core.outbox import send_mails
from ucap.demo.load import load_demonstration
from ucap.directory.operations import load_networks, load_vocabularies
from ucap.entries.operations.attaching import clear_away
from ucap.entries.operations.kept_facts import rebuild_kept_facts
from ucap.entries.verify import verify_chain
from ucap.exports.commands import export
from ucap.exports.typesetters import TypesettingError
from ucap.history.queries import kept_chains
from ucap.history.verify import KeptChain, Verified
from ucap.pairings.operations.listing import keep_for_lists
from ucap.pairings.queries.plans import plans
from ucap.pairings.queries.verify import verify_pairing
from ucap.places.queries.verify import names_of_changed_places, verify_place
from ucap.stakeholders.operations.contacts import remind_of_reviews
from ucap.stakeholders.queries.verify import verify_record
from ucap.web.addresses import addresses_of, public_address

_WORKERS = 2
_PROGRESS_EVERY = timedelta(seconds=1)
_ROUND_EVERY = timedelta(seconds=2)

_logger = structlog.get_logger()


def main() -> None:
    """Run the command; errors are one clear line on stderr and a non-zero exit."""
    try:
        commands(prog_name="ucap")
    except SettingsError as error:
        _give_up(str(error))
    except RuleBroken as broken:
        _give_up(words_in(broken.message, DEFAULT_LANGUAGE))
    except TypesettingError as error:
        _give_up(f"the PDF could not be made: {_last_line(error)}")
    except OSError as error:
        _give_up(f"{error.filename or 'a file'} cannot be used: {error.strerror or error}")
    except DBAPIError as error:
        _give_up(f"the database cannot be used ({_last_line(error.orig)}); `ucap db upgrade` makes its tables")
    except CommandError as error:
        _give_up(f"the database cannot be brought up to date: {error}")


def _last_line(error: BaseException | None) -> str:
    lines = str(error or "").strip().splitlines()
    return lines[-1] if lines else type(error).__name__


def _give_up(reason: str) -> None:
    click.echo(f"ucap: {reason}", err=True)
    sys.exit(1)


@contextmanager
def _application(settings: Settings | None = None) -> Iterator[Flask]:
    """Give the application as the settings say, or the environment, its context open; close its connections."""
    app = create_app(settings or Settings.from_environment(os.environ))
    try:
        with app.app_context():
            yield app
    finally:
        with app.app_context():  # of its own: by now the session has given its connection back
            database.engine.dispose()


@click.group()
@click.pass_context
def commands(context: click.Context) -> None:
    """Look after a UCAP tracker."""
    context.obj = _application


@commands.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database's tables to what this release needs."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with _application():
        command.upgrade(config, "head")
        load_vocabularies()
        load_networks()
        rebuild_kept_facts()
        keep_for_lists()


@commands.group()
def demo() -> None:
    """Try the tracker with a demonstration."""


@demo.command()
def load() -> None:
    """Fill the database with the demonstration, unless it is there already."""
    settings = Settings.from_environment(os.environ)
    if not settings.is_demo:
        raise SettingsError("demonstration accounts have a public password: set UCAP_DEMO=1 if you want them.")
    with _application(settings):
        is_new = load_demonstration(tell=lambda said: click.echo(said, err=True))
    click.echo("Demonstration loaded." if is_new else "The demonstration is there already.")


@commands.group(name="plans")
def plans_group() -> None:
    """Look at the plans."""


@plans_group.command(name="list")
def list_plans() -> None:
    """List the plans: id and places."""
    with _application():
        for plan in plans():
            click.echo(f"{plan.id}  {plan.title}")


@commands.group()
def users() -> None:
    """Look after who can sign in."""


@users.command()
@click.argument("email")
@click.option("--name", default="", help="Filled in for the person to correct.")
@click.option("--admin", "is_admin", is_flag=True, help="Make the person an administrator.")
def add(email: str, *, name: str, is_admin: bool) -> None:
    """Print a one-use link by which the person of EMAIL sets up an account; it works for 48 hours."""
    purpose = LinkPurpose.FIRST_ADMINISTRATOR if is_admin else LinkPurpose.INVITATION
    with _application():
        if person_by_email(email) is not None and not is_admin:
            raise click.ClickException(f"{email} has an account already")
        _link, token = make_link(email, purpose, at=utc_now())
        parts = {"name": name} if name else {}
        click.echo(public_address("links.follow_link", token=token, **parts))


@users.command(name="list")
@click.option("--json", "is_json", is_flag=True, help="Answer in JSON.")
def list_users(*, is_json: bool) -> None:
    """List who can sign in, and who could."""
    with _application():
        found = [{"email": one.email, "name": one.name, "active": one.is_active} for one in people()]
    if is_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        for one in found:
            click.echo(f"{one['email']}  {one['name']}{'' if one['active'] else '  (deactivated)'}")


@users.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Let the person of EMAIL in no more, and end all their sessions."""
    with _application():
        deactivate_account(_known_person(email).id, by=None, at=utc_now())
    click.echo(f"{email} is let in no more.")


@users.command()
@click.argument("email")
def reactivate(email: str) -> None:
    """Let the person of EMAIL in again."""
    with _application():
        reactivate_account(_known_person(email).id, by=None, at=utc_now())
    click.echo(f"{email} is let in again.")


@users.command(name="reset-second-step")
@click.argument("email")
def reset_second_step(email: str) -> None:
    """Let the person of EMAIL, who lost their device and recovery codes, sign in by the password alone."""
    with _application():
        reset_second_step_of(_known_person(email).id, by=None, at=utc_now())
    click.echo(f"{email} signs in by the password alone.")


def _known_person(email: str) -> Person:
    person = person_by_email(email)
    if person is None or person.erased_at is not None:
        raise click.ClickException(f"nobody has the address {email}; `ucap users list` shows them")
    return person


commands.add_command(export)


@commands.command()
@click.option("--json", "is_json", is_flag=True, help="Answer in JSON.")
def verify(*, is_json: bool) -> None:
    """Check that nobody changed the plans, the pairings, the places or their history behind the log's back."""
    with _application():
        chains = _named_chains()
        found = _verified(chains)
    events = sum(one.events for _named, one in found)
    kinds = Counter(named.kind for named in chains)
    faults = [
        {
            named.kind: str(named.chain.id),
            "title": named.title,
            "event": one.fault.number,
            "problem": one.fault.problem,
        }
        for named, one in found
        if one.fault is not None
    ]
    if is_json:
        counts = {"plans": kinds["plan"], "pairings": kinds["pairing"], "places": kinds["place"], "events": events}
        click.echo(json.dumps({**counts, "faults": faults}, ensure_ascii=False))
    elif not faults:
        places = f", and {kinds['place']} changed places" if kinds["place"] else ""
        click.echo(f"All {kinds['plan']} plans and {kinds['pairing']} pairings{places} verify: {events} events.")
    for named, one in found if not is_json else ():
        if one.fault is not None:
            event = "" if one.fault.number is None else f"event {one.fault.number} "
            click.echo(f"ucap: {named.kind} {named.chain.id} ({named.title}): {event}{one.fault.problem}", err=True)
    if faults:
        sys.exit(1)


_VERIFIERS: dict[str, Callable[[KeptChain], Iterator[int | Verified]]] = {
    "plan": verify_chain,
    "pairing": verify_pairing,
    "place": verify_place,
    "record": verify_record,
}
"""What checks the chains of each kind, in the order in which they are checked."""


@dataclass(frozen=True)
class _NamedChain:
    """A chain, and whose it is: a plan's, a pairing's, a place's, or that of a record beside them."""

    chain: KeptChain
    kind: str
    title: str | None


def _named_chains() -> list[_NamedChain]:
    """Return all chains, those of plans first, by title."""
    found = plans()
    titles = {plan.id: plan.title for plan in found}
    pairings = {plan.pairing_id: plan.title for plan in found}
    places = names_of_changed_places()
    named = {**titles, **pairings, **places}
    kinds = {
        **dict.fromkeys(titles, "plan"),
        **dict.fromkeys(pairings, "pairing"),
        **dict.fromkeys(places, "place"),
    }
    chains = [_NamedChain(chain, kinds.get(chain.id, "record"), named.get(chain.id)) for chain in kept_chains()]
    order = list(_VERIFIERS)
    return sorted(chains, key=lambda one: (order.index(one.kind), one.title or "", one.chain.id))


def _verified(chains: Sequence[_NamedChain]) -> list[tuple[_NamedChain, Verified]]:
    """Verify the chains, and tell now and then how far it is."""
    found: list[tuple[_NamedChain, Verified]] = []
    events, told_at = 0, utc_now()
    for done, named in enumerate(chains):
        for step in _VERIFIERS[named.kind](named.chain):
            if isinstance(step, Verified):
                found.append((named, step))
                continue
            events += 1
            if events % 500 == 0 and utc_now() - told_at > _PROGRESS_EVERY:
                told_at = utc_now()
                click.echo(f"{done}/{len(chains)} histories, {events} events", err=True)
    return found


@commands.command()
@click.option("--beside", type=int, hidden=True, help="Stop when the process of this number has, which started this.")
def worker(*, beside: int | None) -> None:
    """Send mails, and once a day remind of contact people and clear away files of cut-off saves, until stopped."""
    settings = Settings.from_environment(os.environ)
    send = sender_of_mails(settings.mail_url, folder=settings.data_dir / "outbox", sender=settings.mail_from)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with create_app(settings).app_context(), suppress(KeyboardInterrupt):
        reminded_on = None
        while beside in {None, os.getppid()}:
            try:
                if reminded_on != utc_now().date():
                    clear_away(at=utc_now())
                    remind_of_reviews(at=utc_now(), address_of=addresses_of("contacts.list_contacts"))
                    reminded_on = utc_now().date()
                send_mails(send, clock=utc_now)
            except DBAPIError as error:
                _logger.warning("database_unavailable", error=type(error).__name__)
            time.sleep(_ROUND_EVERY.total_seconds())


@contextmanager
def _worker_beside(*, is_wanted: bool) -> Iterator[None]:
    """Run the worker as a process of its own; it ends with this one, whatever that dies of."""
    if not is_wanted:
        yield
        return
    command_line = [sys.executable, "-c", "from ucap.cli import main; main()", "worker", f"--beside={os.getpid()}"]
    with subprocess.Popen(command_line, cwd=ROOT) as process:  # noqa: S603 - our own command
        try:
            yield
        finally:
            process.terminate()


@commands.command()
@click.option("--no-worker", is_flag=True, help="Leave sending mail to `ucap worker` elsewhere.")
def serve(*, no_worker: bool) -> None:
    """Serve the tracker."""
    settings = Settings.from_environment(os.environ)
    server = Granian(
        "wsgi:server",
        address="127.0.0.1",
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=_WORKERS,
        blocking_threads=1,
        working_dir=ROOT,
        log_access=False,
        websockets=False,
    )
    import_module("wsgi")  # before the workers fork, so that they share the memory of what is loaded
    click.echo(f"Serving on {settings.base_url} - stop with Ctrl+C.")
    with _worker_beside(is_wanted=not no_worker):
        server.serve()
