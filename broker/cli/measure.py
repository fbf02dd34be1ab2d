"""Measure the model. Needs no database and starts no engine; prints one JSON object."""

import json
from datetime import date
from pathlib import Path

import click

from ..matching.encoder import NoEncoder
from ..matching.errors import BadData
from ..settings import Settings


@click.command("evaluate")
@click.argument("task", type=click.Choice(["sectors", "themes", "pairs", "programme"]))
@click.option("--train", type=click.Path(path_type=Path, file_okay=False), help="Folder to learn from.")
@click.option("--test", type=click.Path(path_type=Path), help="File or folder to measure on.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the predictions as CSV.")
@click.option("--encoder/--no-encoder", default=False, help="Use the sentence encoder.")
@click.option("--level", type=click.Choice(["division", "section"]), default="division", help="For sectors.")
def evaluate(task: str, train: Path | None, test: Path | None, out: Path | None, encoder: bool, level: str) -> None:
    """Measure TASK on judged data: by cross-validation on --train, or on --test."""
    from ..matching.encoder import encoder_at
    from ..matching.evaluation import evaluate as measure

    settings = Settings.from_environment()
    try:
        used = encoder_at(settings.encoder_model, settings.encoder_tokenizer) if encoder else None
        if encoder and used is None:
            raise NoEncoder("No sentence encoder is set up: set ENCODER_MODEL and ENCODER_TOKENIZER.")
        result = measure(task, train, test, out, used, level)
    except (BadData, NoEncoder) as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(json.dumps(result, indent=2))


@click.command("bench")
@click.option("--needs", type=click.IntRange(1, 100_000), required=True, help="How many needs.")
@click.option("--businesses", type=click.IntRange(1, 1_000_000), required=True, help="How many businesses.")
@click.option("--brokers", type=click.IntRange(0, 10_000), required=True, help="How many brokers.")
@click.option("--seed", type=int, default=13, show_default=True, help="What the instance is made from.")
@click.option("--rivals", is_flag=True, help="Also run other packages, where they are installed.")
@click.option(
    "--mentor-match",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The Python of an environment in which mentor-match is installed.",
)
def bench(needs: int, businesses: int, brokers: int, seed: int, rivals: bool, mentor_match: Path | None) -> None:
    """Time the whole run on a made-up programme of this size, beside simpler ways."""
    from ..matching.bench import bench as measure

    result = measure(needs, businesses, brokers, seed, rivals=rivals, mentor_match=mentor_match)
    click.echo(json.dumps(result, indent=2))


@click.command("evaluate-learning")
@click.option(
    "--programme",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder with businesses.csv and needs.csv. [the illustrative programme]",
)
@click.option("--seeds", type=click.IntRange(1, 100), default=5, show_default=True, help="How many draws are averaged.")
@click.option("--seed", type=int, default=13, show_default=True, help="The first of them.")
def evaluate_learning(programme: Path | None, seeds: int, seed: int) -> None:
    """Measure what learning does for simulated coordinators: steady, random, hostile."""
    from ..matching.evaluation_learning import evaluate_learning as measure

    folder = programme or Path(__file__).parent.parent / "illustrative"
    try:
        result = measure(folder, range(seed, seed + seeds), date(2026, 3, 2))
    except BadData as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(json.dumps(result, indent=2))
