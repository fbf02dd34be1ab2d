"""``flask broker trial ...``: what would come out of imported files, in a database of its own."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import with_appcontext

from ..extensions import WRITING, db
from ..imports import trial as trials
from ..imports.reading import plain

DATABASE = click.option("--database", help="The trial's database: a URL or a file. [instance/trial.sqlite3]")


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def progress(done: int, of: int) -> None:
            bar.length = max(1, of)
            bar.update(min(done, of) - bar.pos)

        yield progress


@contextmanager
def in_trial(database: str | None) -> Iterator[None]:
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
    with in_trial(database):
        with progress_bar("Needs looked at") as progress:
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
    with in_trial(database):
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
