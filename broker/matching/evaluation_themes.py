"""Task `themes`: any text -> the themes of a labelled collection."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from broker.matching.encoder import Encoder
from broker.matching.errors import BadData
from broker.matching.evaluation import Outcome, Prediction, read
from broker.matching.evaluation_baselines import given_themes
from broker.matching.labels import LabelModel, Sign


def run(train: Path | None, test: Path | None, encoder: Encoder | None = None) -> Outcome:
    if train is None:
        return _shipped(test)
    rows = read(train / "themes" / "ukcat_half_a.csv", "activities", "objects", "themes")
    texts = [f"{row['activities']}. {row['objects']}" for row in rows]
    labels = [split(row["themes"]) for row in rows]
    signs, hints = tag_knowledge(train, "theme")
    if test is not None:
        model = LabelModel(encoder=encoder).fit(texts, labels, signs=signs, hints=hints)
        return _outcome(model, read(test, "id", "text"), texts, labels)
    fold = np.array([int(row.get("fold") or 0) for row in rows])
    predictions: list[Prediction] = []
    given: list[set[str]] = [set() for _ in rows]
    plain: list[set[str]] = [set() for _ in rows]
    for at in sorted(set(fold)):
        kept, left = np.flatnonzero(fold != at), np.flatnonzero(fold == at)
        learned, taught = [texts[i] for i in kept], [labels[i] for i in kept]
        model = LabelModel(encoder=encoder).fit(learned, taught, signs=signs, hints=hints)
        for row, said in zip(left, given_themes(learned, taught, [texts[i] for i in left]), strict=True):
            plain[row] = said
        for row, found in zip(left, model.given([texts[i] for i in left]), strict=True):
            given[row] = {label for label, _ in found}
            predictions += [(rows[row].get("id", str(row)), label, chance) for label, chance in found]
    truth = [set(one) for one in labels]
    return {**metrics(given, truth), "baselines": {"linear machine": metrics(plain, truth)}}, predictions


def _outcome(
    model: LabelModel, rows: Sequence[dict[str, str]], texts: Sequence[str], labels: Sequence[Sequence[str]]
) -> Outcome:
    found = model.given([row["text"] for row in rows])
    predictions = [(row["id"], label, chance) for row, one in zip(rows, found, strict=True) for label, chance in one]
    if not rows or "themes" not in rows[0]:
        return {"n": len(rows)}, predictions
    truth = [set(split(row["themes"])) for row in rows]
    plain = given_themes(texts, labels, [row["text"] for row in rows])
    measured = metrics([{label for label, _ in one} for one in found], truth)
    return {**measured, "baselines": {"linear machine": metrics(plain, truth)}}, predictions


def _shipped(test: Path | None) -> Outcome:
    """The shipped reader with our own nine themes, at even odds."""
    from broker.matching.engine import Engine

    if test is None:
        raise BadData("Without --train, --test must say what to measure the shipped model on.")
    reader = Engine.shipped().reading.themes
    rows = read(test, "id", "text")
    chances = reader.likely([row["text"] for row in rows])
    predictions, given = [], []
    for row, chance in zip(rows, chances, strict=True):
        order = [at for at in np.argsort(-chance, kind="stable") if chance[at] >= 0.5]
        given.append({reader.labels_[at] for at in order})
        predictions += [(row["id"], reader.labels_[at], float(chance[at])) for at in order]
    if not rows or "themes" not in rows[0]:
        return {"n": len(rows)}, predictions
    return metrics(given, [set(split(row["themes"])) for row in rows]), predictions


def split(cell: str) -> list[str]:
    """The labels of a cell, joined by semicolons."""
    return [one.strip() for one in cell.split(";") if one.strip()]


def tag_knowledge(train: Path, column: str) -> tuple[list[Sign], list[tuple[str, str]]]:
    """Patterns and descriptions of the tag list, where the folder has one, for the labels of a
    column ("theme" or "code"). A pattern that cannot be read is left out."""
    path = train / "themes" / "taglist.csv"
    if not path.is_file():
        return [], []
    signs, hints = [], []
    for row in read(path, "code", "tag", "theme", "regex"):
        if not row[column]:
            continue
        hints.append((row[column], f"{row['tag']}. {row.get('notes', '')}"))
        if not row["regex"].strip():
            continue
        try:
            pattern = re.compile(row["regex"], re.IGNORECASE)
            unless = re.compile(row["regex_exclude"], re.IGNORECASE) if row.get("regex_exclude", "").strip() else None
        except re.error:
            continue
        signs.append(Sign(row[column], pattern, unless))
    return signs, hints


def metrics(given: Sequence[set[str]], truth: Sequence[set[str]]) -> dict[str, Any]:
    """Micro and macro F1 and each theme's own, over the themes that occur in the truth."""
    labels = sorted(set().union(*truth)) if truth else []
    right = {label: sum(label in g and label in t for g, t in zip(given, truth, strict=True)) for label in labels}
    said = {label: sum(label in g for g in given) for label in labels}
    real = {label: sum(label in t for t in truth) for label in labels}
    each = {label: 2 * right[label] / max(1, said[label] + real[label]) for label in labels}
    micro = 2 * sum(right.values()) / max(1, sum(len(g) for g in given) + sum(real.values()))
    return {
        "n": len(truth),
        "micro_f1": round(micro, 4),
        "macro_f1": round(float(np.mean(list(each.values()))) if each else 0.0, 4),
        "per_theme": {label: {"f1": round(each[label], 4), "n": real[label]} for label in labels},
    }
