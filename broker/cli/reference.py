"""``flask broker reference ...``: learn from official lists that an operator has."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from ..extensions import WRITING, db
from ..imports.cells import FileProblem
from ..matching import model_file, official
from ..matching.errors import BadData
from ..neighbourhoods.official import load_small_areas
from ..reference.places import EDITIONS
from ..suggestions.fitted import model_status
from ..suggestions.refit import model_folder, refit
from .database import needs_database

FILE = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))


@click.group("reference")
def reference() -> None:
    """Load official lists, and fit the model anew. The lists stay in the folder MODEL_FOLDER."""


def _load(which: str, file: Path) -> None:
    try:
        pairs = official.read(which, file)
    except BadData as problem:
        raise click.ClickException(str(problem)) from problem
    official.keep(which, pairs, model_folder())
    click.echo(f"{len(pairs):,} rows of {file.name} are kept as {which}.")
    _fit()


def _fit() -> None:
    problem = model_status().problem
    if problem:
        click.echo(f"{problem} It is replaced.")
    about = refit(db.session)
    db.session.commit()
    learned = ", ".join(f"{count:,} from {name}" for name, count in about.learned.items())
    click.echo(f"The model was fitted anew, version {about.version}: beside the starter texts, {learned}.")
    _tell_compared(about)


def _tell_compared(about: model_file.About) -> None:
    """How the new one did beside the one that comes with the service, and which is used."""
    for name, one in about.compared.items():
        which = "the new one is used" if one.is_better else "the shipped one is kept, and these examples are left out"
        click.echo(
            f"  {name}: of {one.texts:,} texts held back, the model that comes with the service reads "
            f"{one.shipped:.1%} rightly, the new one {one.refitted:.1%}: {which}."
        )
    for name in sorted({"sectors", "themes", "kinds"} - set(about.compared)):
        click.echo(f"  {name}: too few new texts to compare.")


@reference.command("sic-index")
@FILE
@with_appcontext
@needs_database
def sic_index(file: Path) -> None:
    """The index of UK SIC 2007: what people call activities, with their codes."""
    _load("sic-index", file)


@reference.command("sic-structure")
@FILE
@with_appcontext
@needs_database
def sic_structure(file: Path) -> None:
    """The structure of UK SIC 2007: codes and titles."""
    _load("sic-structure", file)


@reference.command("sic-notes")
@FILE
@with_appcontext
@needs_database
def sic_notes(file: Path) -> None:
    """The notes on UK SIC 2007. What a code leaves out teaches nothing and is passed over."""
    _load("sic-notes", file)


@reference.command("charity-themes")
@FILE
@with_appcontext
@needs_database
def charity_themes(file: Path) -> None:
    """Texts of charities with their themes."""
    _load("charity-themes", file)


@reference.command("small-areas")
@FILE
@click.option("--edition", type=click.Choice([str(one) for one in EDITIONS]), help="Where the file does not say.")
@with_appcontext
@needs_database
def small_areas(file: Path, edition: str | None) -> None:
    """The official file of small areas with rank and decile, of the Indices of Deprivation."""
    WRITING.set(True)
    try:
        loaded = load_small_areas(db.session, file, int(edition) if edition else None)
    except FileProblem as problem:
        raise click.ClickException(str(problem)) from problem
    db.session.commit()
    click.echo(
        f"{loaded.rows:,} small areas of the edition of {loaded.edition} are here now, in place of "
        f"{loaded.replaced:,}. {loaded.changed:,} neighbourhoods have another decile now."
    )


@reference.command("refit")
@with_appcontext
@needs_database
def refit_now() -> None:
    """Fit the model anew on the lists kept and the records of the programme, without waiting for the night."""
    _fit()


@reference.command("status")
@with_appcontext
def status() -> None:
    """Say which model is in use, and whether the sentence encoder is on."""
    found = model_status()
    if found.problem:
        click.echo(f"{found.problem} The model that comes with the service is in use.")
    elif found.about is None:
        click.echo("The model that comes with the service is in use.")
    else:
        learned = ", ".join(f"{count:,} from {name}" for name, count in found.about.learned.items())
        click.echo(f"Version {found.about.version}, made {found.about.made_at}: beside the starter texts, {learned}.")
        _tell_compared(found.about)
    if found.encoder_problem:
        click.echo(f"The sentence encoder is off. {found.encoder_problem}")
    else:
        click.echo(f"The sentence encoder is on: {found.encoder}." if found.encoder else "The sentence encoder is off.")


@reference.command("forget")
@click.argument("which", type=click.Choice([*official.LISTS, "model"]))
@with_appcontext
@needs_database
def forget(which: str) -> None:
    """Take a list out again and fit anew; or, with "model", go back to the model that comes with the service."""
    name = model_file.NAME if which == "model" else f"{which}.csv"
    path = model_folder() / name
    if not path.is_file():
        raise click.ClickException(f"There is no {name} in {model_folder()}.")
    path.unlink()
    if which == "model":
        click.echo("The model that comes with the service is in use again.")
    else:
        _fit()
