"""Task `sectors`: an owner's words -> five divisions (or sections)."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from broker.matching.encoder import Encoder
from broker.matching.errors import BadData
from broker.matching.evaluation import SEED, Outcome, Prediction, read
from broker.matching.evaluation_baselines import sector_rankings as baselines
from broker.matching.sectors import SectorModel, section_of, without_branch
from broker.matching.starter import shipped

MOST = 5


def run(train: Path | None, test: Path | None, level: str, encoder: Encoder | None = None) -> Outcome:
    if level not in ("division", "section"):
        raise BadData("The level is division or section.")
    if test is None:
        if train is None:
            raise BadData("Without --test, --train must say what to cross-validate on.")
        return _cross_validate(train, level, encoder)
    codes, phrases = _known(train)
    rows = read(test, "id", "text")
    texts = [row["text"] for row in rows]
    labels, scores = _label_scores(SectorModel(encoder=encoder).fit(codes, phrases), texts, level)
    best = _best(labels, scores)
    predictions = _predictions([row["id"] for row in rows], best, scores, labels)
    truth = [_truth(row, level) for row in rows]
    if not any(truth):
        return {"n": len(rows)}, predictions
    measured = _metrics(best, truth)
    measured["baselines"] = {
        name: _metrics(found, truth) for name, found in baselines(codes, phrases, texts, level, MOST).items()
    }
    return measured, predictions


def _known(train: Path | None, activities: Sequence[int] | None = None) -> tuple[list[str], list[str]]:
    """Codes and phrases to learn from: our own always, the official files where a folder is given."""
    pairs = list(shipped().sectors)
    if train is not None:
        index = read(train / "sic" / "index_train.csv", "activity", "code5")
        chosen = range(len(index)) if activities is None else activities
        pairs += [(index[at]["code5"], index[at]["activity"]) for at in chosen]
        for row in read(train / "sic" / "structure.csv", "code", "title"):
            pairs.append((row["code"], row["title"]))
        for row in read(train / "sic" / "notes.csv", "code", "kind", "text"):
            if row["kind"] in ("detail", "includes"):
                pairs.append((row["code"], row["text"]))
    pairs = list(dict.fromkeys((code, text) for code, text in pairs if code[:2].isdigit() and text))
    return [code for code, _ in pairs], [text for _, text in pairs]


def _cross_validate(train: Path, level: str, encoder: Encoder | None) -> Outcome:
    """Five folds by first word: every phrase that begins with a word is on one side. Measured as the
    phrases stand, and again with the branch in brackets cut off, which no owner writes."""
    index = read(train / "sic" / "index_train.csv", "activity", "code5")
    first = [(re.findall(r"[a-z0-9]+", row["activity"].lower()) or [""])[0] for row in index]
    words = sorted(set(first))
    order = np.random.RandomState(SEED).permutation(len(words))
    fold_of = {word: int(order[at]) % 5 for at, word in enumerate(words)}
    fold = np.array([fold_of[word] for word in first])
    predictions: list[Prediction] = []
    best: dict[str, list[list[str]]] = {}
    truth: list[set[str]] = []
    for at in range(5):
        codes, phrases = _known(train, np.flatnonzero(fold != at).tolist())
        left = np.flatnonzero(fold == at)
        model = SectorModel(encoder=encoder).fit(codes, phrases)
        whole = [index[row]["activity"] for row in left]
        cut = [without_branch(text) for text in whole]
        labels, scores = _label_scores(model, whole, level)
        found = _best(labels, scores)
        best.setdefault("ours", []).extend(found)
        best.setdefault("cut", []).extend(_best(*_label_scores(model, cut, level)))
        for form, texts in (("whole", whole), ("cut", cut)):
            for name, said in baselines(codes, phrases, texts, level, MOST).items():
                best.setdefault(f"{form}: {name}", []).extend(said)
        truth += [_truth({"code": index[row]["code5"]}, level) for row in left]
        predictions += _predictions([str(row) for row in left], found, scores, labels)
    measured = {name: _metrics(found, truth) for name, found in best.items()}
    result = measured.pop("ours")
    result["brackets_cut"] = measured.pop("cut")
    for form, into in (("whole", result), ("cut", result["brackets_cut"])):
        into["baselines"] = {
            name.partition(": ")[2]: found for name, found in measured.items() if name.startswith(f"{form}: ")
        }
    return result, predictions


def _label_scores(model: SectorModel, texts: Sequence[str], level: str) -> tuple[list[str], NDArray[np.float64]]:
    scores = model.scores(texts)
    shares = np.exp(model.sharpness * (scores - scores.max(axis=1, keepdims=True)))
    shares /= shares.sum(axis=1, keepdims=True)
    divisions = [str(one) for one in model.divisions_]
    if level == "division":
        return divisions, shares
    letters = sorted({section_of(one) or "" for one in divisions})
    summed = np.zeros((len(texts), len(letters)))
    for at, division in enumerate(divisions):
        summed[:, letters.index(section_of(division) or "")] += shares[:, at]
    return letters, summed


def _best(labels: Sequence[str], scores: NDArray[np.float64]) -> list[list[str]]:
    return [[labels[at] for at in np.argsort(-row, kind="stable")[:MOST]] for row in scores]


def _predictions(
    ids: Sequence[str], best: Sequence[Sequence[str]], scores: NDArray[np.float64], labels: Sequence[str]
) -> list[Prediction]:
    at = {label: column for column, label in enumerate(labels)}
    return [
        (one, label, float(row[at[label]]))
        for one, found, row in zip(ids, best, scores, strict=True)
        for label in found
    ]


def _truth(row: dict[str, str], level: str) -> set[str]:
    """The right labels of a row; none where it carries no truth of this level."""
    code = row.get("code", "").strip()
    if code and level == "division":
        return {code[:2]}
    if code:
        return {section_of(code) or code[:1]}
    if level == "section":
        return {one.strip() for one in row.get("sections", "").split(";") if one.strip()}
    return set()


def _metrics(best: Sequence[Sequence[str]], truth: Sequence[set[str]]) -> dict[str, Any]:
    judged = [(found, right) for found, right in zip(best, truth, strict=True) if right]
    metrics: dict[str, Any] = {"n": len(judged)}
    for most in (1, 3, 5):
        metrics[f"accuracy_at_{most}"] = round(
            float(np.mean([bool(right & set(found[:most])) for found, right in judged])), 4
        )
    by_label: dict[str, list[bool]] = {}
    for found, right in judged:
        for label in right:
            by_label.setdefault(label, []).append(bool(found) and found[0] in right)
    metrics["balanced_at_1"] = round(float(np.mean([np.mean(hits) for hits in by_label.values()])), 4)
    return metrics
