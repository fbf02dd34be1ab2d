"""``flask broker import ...`` and ``flask broker trial ...``: real files, for good or to try out."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from models.vocabulary import EntryState

from ..extensions import WRITING, db
from ..imports import trial as trials
from ..imports.businesses import BusinessImport
from ..imports.columns import Wishes
from ..imports.needs import NeedImport
from ..imports.reading import FileProblem, plain
from ..imports.report import Outcome, Report
from ..imports.run import DatabaseRefused, Importer, run_import
from ..reference.load import load_reference
from .database import bring_up_to_date

DATABASE = click.option("--database", help="The trial's database: a URL or a file. [instance/trial.sqlite3]")


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
    with _in_trial(database) if trial else nullcontext():
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
            left_out = preview.counts[Outcome.REFUSED]
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
            with _bar(label) as progress:
                report = run_import(importer(state), file, wishes, progress)
        except DatabaseRefused as problem:
            db.session.rollback()
            if len(problem.rows) == 1:
                raise
            with _bar("Finding the row") as progress:
                run_import(importer(state), file, wishes, progress, chunk=1)
            raise
    except (FileProblem, DatabaseRefused) as problem:
        db.session.rollback()
        raise click.ClickException(str(problem)) from problem
    if show:
        _tell(report, show)
    return report


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def progress(done: int, of: int) -> None:
            bar.length = max(1, of)
            bar.update(min(done, of) - bar.pos)

        yield progress


def _tell(report: Report, show: int) -> None:
    click.echo(f"Read as {report.read_as}.")
    if report.unused:
        click.echo(f"Columns not used: {', '.join(map(plain, report.unused[:20]))}{_more(len(report.unused) - 20)}.")
    if report.passed_over:
        click.echo(f"Rows passed over by --where: {report.passed_over:,}.")
    width = max(30, min(60, shutil.get_terminal_size().columns // 2))
    click.echo(f"\n{'Row':>7}  {'What':<12}  {'Entry':<{width}}  Why")
    for outcome in (Outcome.REFUSED, Outcome.CHANGED, Outcome.HERE, Outcome.CREATED):
        lines = report.lines.get(outcome, [])[:show]
        for line in lines:
            name = " ".join(plain(line.name).split())[:width]
            click.echo(f"{line.row:>7,}  {line.outcome:<12}  {name:<{width}}  {line.sentence}".rstrip())
        if more := report.counts[outcome] - len(lines):
            click.echo(f"{'':>7}  {outcome:<12}  and {more:,} more")
    if report.notes:
        click.echo("\nTaken all the same:")
        for sentence, rows in list(report.notes.items())[:show]:
            count = report.noted[sentence]
            named = ", ".join(f"{row:,}" for row in rows)
            click.echo(f"  {sentence} ({'row' if count == 1 else 'rows'} {named}{_more(count - len(rows))})")
        if more := len(report.notes) - show + report.notes_untold:
            click.echo(f"  {_more(more).strip()} such notes" if more > 0 else "", nl=more > 0)
    counts = ", ".join(f"{report.counts[outcome]:,} {outcome}" for outcome in Outcome)
    click.echo(f"\n{report.rows:,} rows: {counts}. {report.seconds:.1f} seconds.")


def _more(count: int) -> str:
    return f" and {count:,} more" if count > 0 else ""


@contextmanager
def _in_trial(database: str | None) -> Iterator[None]:
    """Inside, ``db`` is the trial's database, brought up to date."""
    try:
        settings = trials.trial_settings(current_app.extensions["settings"], database)
        with trials.trial_app(settings).app_context():
            WRITING.set(True)
            trials.prepare_trial()
            try:
                yield
            finally:
                db.session.rollback()
                db.engine.dispose()
    except trials.NoTrial as problem:
        raise click.ClickException(str(problem)) from problem


@click.group("trial")
def trial() -> None:
    """Suggestions over files imported with --trial, to see what would come out. Nothing is sent."""


@trial.command("suggest")
@DATABASE
@with_appcontext
def suggest(database: str | None) -> None:
    """Look for firms for every need of the trial; print counts and seconds."""
    with _in_trial(database):
        with _bar("Needs looked at") as progress:
            result = trials.suggest_all(db.session, progress)
        click.echo(
            f"{result.needs:,} needs, {result.businesses:,} firms: {result.suggestions:,} suggestions, "
            f"of {result.firms_suggested:,} firms. {result.needs_without:,} needs without any. "
            f"Model {result.version}."
        )
        if result.most[1]:
            click.echo(f"Most often the first suggestion: {plain(result.most[0])}, for {result.most[1]:,} needs.")
        for what, seconds in result.seconds.items():
            click.echo(f"  {what}: {seconds:.1f} seconds")


@trial.command("show")
@click.option("--best", "limit", default=10, help="How many: the highest scores, each need and firm once.")
@click.option("--near", is_flag=True, help="For needs without any: what came nearest to being suggested.")
@click.option("--spread", is_flag=True, help="Not the best, but evenly through all needs.")
@DATABASE
@with_appcontext
def show(limit: int, near: bool, spread: bool, database: str | None) -> None:
    """Print suggestions of the trial with their reasons."""
    with _in_trial(database):
        look = trials.nearest if near else trials.best
        shown = look(db.session, limit, spread=spread)
        for place, each in enumerate(shown, start=1):
            _tell_one(place, each)
        if not shown:
            click.echo("There is none." + ("" if near else " See what came nearest with --near."))


def _tell_one(place: int, shown: trials.Shown) -> None:
    need, firm = shown.need, shown.business
    click.echo(f"\n{place}. {shown.scored.score:.3f}{'' if shown.suggested else '  NOT SUGGESTED'}")
    click.echo(f"   firm: {plain(firm.name)} ({firm.reference}); does: {plain(firm.what_we_do)[:200] or 'not known'}")
    click.echo(f"   need {need.source_key or need.reference}: {plain(need.title)[:200]}")
    for part in shown.scored.parts:
        value = "not known" if part.value is None else f"{part.value:.2f}"
        sentence = part.sentences.get("coordinator", "")
        click.echo(f"   {part.contribution:.3f} of {part.weight:.2f}  {part.label} ({value}). {sentence}")
    for flag in shown.scored.flags:
        click.echo(f"   to be aware of: {flag.sentence}")
