"""``flask broker import ...``: real files, for good or into a trial."""

import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from models.vocabulary import EntryState, RowOutcome

from ..extensions import WRITING, db
from ..imports.businesses import BusinessImport
from ..imports.cells import FileProblem, plain
from ..imports.columns import Wishes
from ..imports.needs import NeedImport
from ..imports.report import Report
from ..imports.run import DatabaseRefused, Importer, run_import
from ..reference.load import load_reference
from .database import bring_up_to_date
from .trial import DATABASE, in_trial, progress_bar

#: In the order in which rows are counted, and told.
COUNTED = (RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.HERE, RowOutcome.REFUSED)
TOLD = (RowOutcome.REFUSED, RowOutcome.CHANGED, RowOutcome.HERE, RowOutcome.NEW)


def _pairs(_context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for value in values:
        left, equals, right = value.partition("=")
        if not equals or not left.strip():
            raise click.BadParameter(f"“{value}” is not of the form {parameter.metavar}.")
        found[left.strip()] = right.strip()
    return found


OPTIONS = (
    click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False)),
    click.option(
        "--map",
        "maps",
        multiple=True,
        metavar="THEIRS=OURS",
        callback=_pairs,
        help="Their column is ours, or nobody's.",
    ),
    click.option("--set", "sets", multiple=True, metavar="COLUMN=VALUE", callback=_pairs, help="Where a row has none."),
    click.option("--where", multiple=True, metavar="COLUMN=VALUE", callback=_pairs, help="Only rows with this value."),
    click.option("--yes", is_flag=True, help="Do not ask."),
    click.option("--dry-run", is_flag=True, help="Only show what would happen."),
    click.option("--show", default=20, help="How many rows of each outcome to print."),
    click.option("--trial", is_flag=True, help="Into a database of its own that sends nothing; all is live there."),
    DATABASE,
    with_appcontext,
)


def _file_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@click.group("import")
def imports() -> None:
    """Bring businesses and needs in from CSV files. Looks first, asks, and keeps all or nothing.

    The columns are those of docs/trial.md. Nothing is sent to anybody.
    """


@imports.command("businesses")
@_file_options
def businesses(**asked: Any) -> None:
    """Read businesses from FILE. They are invited: not public and not suggested until somebody has read them."""
    _import(lambda state: BusinessImport(db.session, state), **asked)


@imports.command("needs")
@click.option("--partnership", default="", metavar="NAME", help="Whose needs all of them are.")
@_file_options
def needs(partnership: str, **asked: Any) -> None:
    """Read needs from FILE. They are invited: not public until somebody has read them."""
    _import(lambda state: NeedImport(db.session, state, partnership), **asked)


def _import(
    importer: Callable[[EntryState], Importer],
    *,
    file: Path,
    maps: dict[str, str],
    sets: dict[str, str],
    where: dict[str, str],
    yes: bool,
    dry_run: bool,
    show: int,
    trial: bool,
    database: str | None,
) -> None:
    if database and not trial:
        raise click.UsageError("--database is for --trial. The service's own is named by DATABASE_URL.")
    wishes = Wishes(maps, sets, where)
    state = EntryState.LIVE if trial else EntryState.INVITED
    with in_trial(database) if trial else nullcontext():
        WRITING.set(True)
        if not trial:
            bring_up_to_date()
            load_reference(db.session)
            db.session.commit()
        if not yes or dry_run:
            preview = _run(importer, state, file, wishes, "Looking", show)
            db.session.rollback()
            if dry_run or not preview.writes:
                click.echo("Nothing was kept." if dry_run else "There is nothing to do.")
                return
            left_out = preview.counts[RowOutcome.REFUSED]
            also = f" {left_out:,} refused would be left out." if left_out else ""
            click.confirm(f"Import {preview.writes:,} rows?{also}", abort=True)
        report = _run(importer, state, file, wishes, "Importing", show if yes else 0)
        db.session.commit()
        click.echo(f"Kept {report.writes:,} of {report.rows:,} rows in {report.seconds:.1f} seconds.")


def _run(
    importer: Callable[[EntryState], Importer], state: EntryState, file: Path, wishes: Wishes, label: str, show: int
) -> Report:
    """One pass over the file, told on the screen where ``show`` is more than 0; not committed."""
    try:
        try:
            with progress_bar(label) as progress:
                report = run_import(importer(state), file, wishes, progress)
        except DatabaseRefused as problem:
            db.session.rollback()
            if len(problem.rows) == 1:
                raise
            with progress_bar("Finding the row") as progress:
                run_import(importer(state), file, wishes, progress, chunk=1)
            raise
    except (FileProblem, DatabaseRefused) as problem:
        db.session.rollback()
        raise click.ClickException(str(problem)) from problem
    if show:
        _tell(report, show)
    return report


def _tell(report: Report, show: int) -> None:
    click.echo(f"Read as {report.read_as}.")
    if report.unused:
        click.echo(f"Columns not used: {', '.join(map(plain, report.unused[:20]))}{_more(len(report.unused) - 20)}.")
    if report.passed_over:
        click.echo(f"Rows passed over by --where: {report.passed_over:,}.")
    width = max(30, min(60, shutil.get_terminal_size().columns // 2))
    click.echo(f"\n{'Row':>7}  {'What':<12}  {'Entry':<{width}}  Why")
    for outcome in TOLD:
        lines = report.lines.get(outcome, [])[:show]
        for line in lines:
            name = " ".join(plain(line.name).split())[:width]
            click.echo(f"{line.row:>7,}  {line.outcome.label:<12}  {name:<{width}}  {line.sentence}".rstrip())
        if more := report.counts[outcome] - len(lines):
            click.echo(f"{'':>7}  {outcome.label:<12}  and {more:,} more")
    if report.notes:
        click.echo("\nTaken all the same:")
        for sentence, rows in list(report.notes.items())[:show]:
            count = report.noted[sentence]
            named = ", ".join(f"{row:,}" for row in rows)
            click.echo(f"  {sentence} ({'row' if count == 1 else 'rows'} {named}{_more(count - len(rows))})")
        if more := len(report.notes) - show + report.notes_untold:
            click.echo(f"  {_more(more).strip()} such notes" if more > 0 else "", nl=more > 0)
    counts = ", ".join(f"{report.counts[outcome]:,} {outcome.label}" for outcome in COUNTED)
    click.echo(f"\n{report.rows:,} rows: {counts}. {report.seconds:.1f} seconds.")


def _more(count: int) -> str:
    return f" and {count:,} more" if count > 0 else ""
