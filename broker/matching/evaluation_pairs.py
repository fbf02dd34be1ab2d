"""Task `pairs`: a need's text -> the items that share its subject, out of a judged collection.

Words, characters, the signs of the tag list and learned tags are four opinions that are added.
With nothing to learn from, the shipped theme reader takes the place of the learned tags.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from broker.matching.encoder import Encoder
from broker.matching.encoder import likeness as meant
from broker.matching.errors import BadData
from broker.matching.evaluation import Outcome, Prediction, read
from broker.matching.evaluation_baselines import word_likeness
from broker.matching.evaluation_themes import split, tag_knowledge
from broker.matching.labels import LabelModel
from broker.matching.parts import best_three
from broker.matching.text import characters, tidy, words_and_pairs

Array = NDArray[np.float64]

SHOWN = 100
SHARES = {"words": 1.0, "characters": 0.5, "tags": 0.4, "signs": 0.4, "themes": 0.2, "meaning": 0.6}
"""How loud each opinion is, chosen on the judged development set."""


def run(train: Path | None, test: Path | None, encoder: Encoder | None = None) -> Outcome:
    folds = None
    if test is None:
        if train is None:
            raise BadData("Without --test, --train must hold the judged set.")
        test, folds = train / "judged", ("0", "1")
    needs, items = read(test / "needs.csv", "id", "text"), read(test / "items.csv", "id", "text")
    if folds is not None:
        items = [row for row in items if row.get("fold") in folds]
    own = {(row["need"], row["item"]) for row in read(test / "own.csv", "need", "item")} if _has(test, "own") else set()
    ids = list(dict.fromkeys(row["id"] for row in items))
    at = {one: column for column, one in enumerate(ids)}
    owner = np.array([at[row["id"]] for row in items], dtype=np.int64)
    asked, offered = [row["text"] for row in needs], [row["text"] for row in items]

    def ranked(alike: Array) -> tuple[Array, NDArray[np.int64]]:
        scores = np.vstack([best_three(row, owner, len(ids)) for row in alike]) if len(needs) else alike
        for need_at, row in enumerate(needs):
            for item in [item for need, item in own if need == row["id"] and item in at]:
                scores[need_at, at[item]] = -np.inf
        return scores, np.argsort(-scores, axis=1, kind="stable")[:, :SHOWN]

    scores, order = ranked(similarity(asked, offered, train, folds, encoder))
    predictions: list[Prediction] = [
        (row["id"], ids[item], float(scores[need_at, item]))
        for need_at, row in enumerate(needs)
        for item in order[need_at]
        if np.isfinite(scores[need_at, item])
    ]
    if not _has(test, "gains"):
        return {"n": len(needs)}, predictions
    gains: dict[str, dict[str, float]] = {}
    for row in read(test / "gains.csv", "need", "item", "gain"):
        if row["item"] in at and (row["need"], row["item"]) not in own:
            gains.setdefault(row["need"], {})[row["item"]] = float(row["gain"])
    truth = [gains.get(row["id"], {}) for row in needs]
    plain = {"words alone": word_likeness(asked, offered)}
    if encoder is not None:
        plain["meaning alone"] = meant(encoder.encode(asked), encoder.encode(offered))
    named = {"ours": order, **{name: ranked(alike)[1] for name, alike in plain.items()}}
    measured = {name: metrics([[ids[item] for item in row] for row in found], truth) for name, found in named.items()}
    result = measured.pop("ours")
    return {**result, "baselines": measured}, predictions


def _has(folder: Path, name: str) -> bool:
    return (folder / f"{name}.csv").is_file()


def similarity(
    needs: Sequence[str],
    items: Sequence[str],
    train: Path | None,
    folds: tuple[str, ...] | None,
    encoder: Encoder | None = None,
) -> Array:
    """Likeness of every need to every item: (n_needs, n_items). ``folds`` are kept out of learning."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    plain_needs, plain_items = [tidy(text) for text in needs], [tidy(text) for text in items]
    rows: list[dict[str, str]] = []
    if train is not None:
        rows = read(train / "themes" / "ukcat_half_a.csv", "activities", "objects", "tags", "themes")
        rows = [row for row in rows if folds is None or row.get("fold") not in folds]
    texts = [tidy(f"{row['activities']}. {row['objects']}") for row in rows]
    total = np.zeros((len(needs), len(items)))
    for name, view, settings in (
        ("words", words_and_pairs, {"max_df": 0.3}),
        ("characters", characters, {"min_df": 2}),
    ):
        corpus = texts + plain_needs + plain_items
        settings = settings if len(corpus) > 50 else {}
        space = TfidfVectorizer(analyzer=view, sublinear_tf=True, **settings).fit(corpus)
        total += SHARES[name] * np.asarray((space.transform(plain_needs) @ space.transform(plain_items).T).todense())
    if encoder is not None:
        total += SHARES["meaning"] * np.nan_to_num(meant(encoder.encode(needs), encoder.encode(items)))
    if train is None:
        from broker.matching.engine import Engine

        reader = Engine.shipped().reading.themes
        return total + SHARES["themes"] * _cosine(reader.posterior(needs), reader.posterior(items))
    tags = [split(row["tags"]) for row in rows]
    signs, _ = tag_knowledge(train, "code")
    model = LabelModel(cost=3.0, balanced=False, push=0.0, decide=False).fit(texts, tags, signs=signs, least=3)
    themes = LabelModel(cost=3.0, balanced=False, push=0.0, decide=False).fit(
        texts, [split(row["themes"]) for row in rows], signs=tag_knowledge(train, "theme")[0]
    )
    total += SHARES["tags"] * _cosine(model.likely(needs), model.likely(items))
    total += SHARES["themes"] * _cosine(themes.likely(needs), themes.likely(items))
    if signs:
        seen = np.array([[sign.seen(text) for sign in signs] for text in texts], dtype=float)
        rarity = np.log(len(texts) / (1.0 + seen.sum(axis=0)))
        met = [np.array([[sign.seen(text) for sign in signs] for text in one], dtype=float) for one in (needs, items)]
        total += SHARES["signs"] * _cosine(met[0] * rarity, met[1] * rarity)
    return total


def _cosine(one: Array, other: Array) -> Array:
    one, other = np.nan_to_num(one), np.nan_to_num(other)
    size = np.outer(np.linalg.norm(one, axis=1), np.linalg.norm(other, axis=1))
    return np.asarray(one @ other.T) / np.where(size > 0, size, 1.0)


def metrics(ranked: Sequence[Sequence[str]], gains: Sequence[dict[str, float]]) -> dict[str, Any]:
    """nDCG@10, P@5, MRR and hit@10 over the needs that have anything to find."""
    judged = [(found, gain) for found, gain in zip(ranked, gains, strict=True) if any(gain.values())]
    ndcg: list[float] = []
    precision: list[float] = []
    reciprocal: list[float] = []
    hit: list[float] = []
    for found, gain in judged:
        got = [gain.get(item, 0.0) for item in found]
        ndcg.append(_dcg(got[:10]) / _dcg(sorted(gain.values(), reverse=True)[:10]))
        precision.append(sum(value > 0 for value in got[:5]) / 5)
        first = next((at for at, value in enumerate(got) if value > 0), None)
        reciprocal.append(0.0 if first is None else 1 / (first + 1))
        hit.append(float(any(got[:10])))
    figures = {"ndcg_at_10": ndcg, "p_at_5": precision, "mrr": reciprocal, "hit_at_10": hit}
    return {"n": len(judged), **{name: round(float(np.mean(one)), 4) if one else 0.0 for name, one in figures.items()}}


def _dcg(gains: Sequence[float]) -> float:
    return float(sum(gain / np.log2(at + 2) for at, gain in enumerate(gains)))
