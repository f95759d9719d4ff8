"""The command that exports plans."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from uuid import UUID

import click
from babel import UnknownLocaleError

from ucap.core.clock import utc_now
from ucap.core.languages import DEFAULT_LANGUAGE, locale_of
from ucap.document.queries import records_of, records_of_many
from ucap.document.records import PlanRecords
from ucap.exports.catalogue import DATA, DocumentKind, FileFormat, Wanted, ending_of, exported, types_for
from ucap.exports.workbook import write_workbook
from ucap.pairings.queries.plans import PlanFacts, plans

Application = Callable[[], AbstractContextManager[object]]
"""Opens the application for as long as a command takes."""

_HALF_WRITTEN = ".new"


def _known_language(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    try:
        locale_of(value)
    except (UnknownLocaleError, ValueError) as error:
        raise click.BadParameter(f"{value!r} is no language that can be written; en, de or pt-BR are.") from error
    return value


@click.command()
@click.argument("plan", required=False, type=click.UUID)
@click.option("--all", "is_all", is_flag=True, help="Export every plan; what is there already is left as it is.")
@click.option(
    "--document",
    type=click.Choice([kind.value for kind in DocumentKind]),
    help="What to tell; the full plan unless said.",
)
@click.option("--format", "ending", type=click.Choice([one.value for one in FileFormat]), required=True)
@click.option("--lang", "language", default=DEFAULT_LANGUAGE, show_default=True, callback=_known_language)
@click.option("--output", type=click.Path(path_type=Path), help="A file; with --all a folder, or one workbook (.xlsx).")
@click.pass_obj
def export(  # noqa: PLR0913, PLR0917 - the options of the command
    application: Application,
    plan: UUID | None,
    is_all: bool,  # noqa: FBT001 - click gives it by name
    document: str | None,
    ending: str,
    language: str,
    output: Path | None,
) -> None:
    """Write a document or the data of PLAN, or of all plans, to files.

    With --all it goes on where it was stopped: files that are there are not made again. All plans in one workbook are
    had by an --output that ends in .xlsx.
    """
    if is_all == (plan is not None):
        raise click.UsageError("name one PLAN, or say --all")
    file_format, kind = FileFormat.of(ending), DocumentKind.of(document or DocumentKind.PLAN)
    if file_format in DATA and document not in {None, DocumentKind.PLAN}:
        raise click.UsageError(f"{ending} holds data of the whole plan; leave --document out")
    with application():
        found = plans(None if plan is None else [plan], language)
        if plan is not None and not found:
            raise click.ClickException(f"there is no plan {plan}; `ucap plans list` shows them")
        wanted = Wanted(language, utc_now(), kind)
        if is_all and file_format is FileFormat.XLSX and output is not None and output.suffix == ".xlsx":
            _write_one_workbook(found, output, language)
        else:
            _write_files(found, file_format, wanted, output, is_all=is_all)


def _write_files(
    found: Sequence[PlanFacts], file_format: FileFormat, wanted: Wanted, output: Path | None, *, is_all: bool
) -> None:
    named = "data" if file_format in DATA else str(wanted.kind)
    for number, plan in enumerate(found, start=1):
        name = f"{named}-{plan.id}.{ending_of(file_format)}"
        path = (output or Path()) / name if is_all else output or Path(name)
        is_there = is_all and path.exists()
        if not is_there:
            records = records_of(plan, wanted.language, types_for(wanted.kind, file_format))
            _write(path, exported(records, file_format, wanted))
        there = "  (was there)" if is_there else ""
        click.echo(f"{number}/{len(found)}  {plan.title}  {path}{there}", err=True)


def _write(path: Path, content: bytes) -> None:
    """Write a file so that a half-written one never takes its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + _HALF_WRITTEN)
    half.write_bytes(content)
    half.replace(path)


def _write_one_workbook(found: Sequence[PlanFacts], output: Path, language: str) -> None:
    def read() -> Iterator[PlanRecords]:
        for number, records in enumerate(records_of_many(found, language), start=1):
            yield records
            click.echo(f"{number}/{len(found)}  {records.plan.title}", err=True)

    gc.freeze()  # what is there already stays: without it a tenth of the time goes to looking at it again and again
    output.parent.mkdir(parents=True, exist_ok=True)
    half = output.with_name(output.name + _HALF_WRITTEN)
    write_workbook(half, read(), language=language)
    half.replace(output)
    click.echo(f"{output}", err=True)
