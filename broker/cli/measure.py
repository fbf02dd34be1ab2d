"""Measure the model. Needs no database and starts no engine; prints one JSON object."""

import json
from pathlib import Path

import click

from ..matching.errors import BadData


@click.command("evaluate")
@click.argument("task", type=click.Choice(["sectors", "themes", "pairs", "programme"]))
@click.option("--train", type=click.Path(path_type=Path, file_okay=False), help="Folder to learn from.")
@click.option("--test", type=click.Path(path_type=Path), help="File or folder to measure on.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the predictions as CSV.")
@click.option("--encoder/--no-encoder", default=False, help="Use the sentence encoder.")
@click.option("--level", type=click.Choice(["division", "section"]), default="division", help="For sectors.")
def evaluate(task: str, train: Path | None, test: Path | None, out: Path | None, encoder: bool, level: str) -> None:
    """Measure TASK on judged data: by cross-validation on --train, or on --test."""
    from ..matching.evaluation import evaluate as measure

    try:
        result = measure(task, train, test, out, encoder, level)
    except BadData as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(json.dumps(result, indent=2))
