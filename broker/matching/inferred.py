"""What such a firm can usually give, and what a need is really asking for.

Nobody writes "I have a lorry that stands idle on Sundays", and nobody in need writes "haulage".
The table of usual offers stands between the two: each row says what firms of one trade can give
and in which plain words people ask for it. A need's words light up rows; a firm's trade and its
own words light up rows; where both are lit the firm can probably do what is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from broker.matching.affinity import NEAR
from broker.matching.everyday import EVERYDAY, PROVES_LITTLE
from broker.matching.jobs import Jobs
from broker.matching.starter import CanGive
from broker.matching.text import TextSpace, tokens
from models.vocabulary import Kind

GUESSED = 0.8
"""How much a usual offer of the trade counts beside one the firm stated itself."""

DIVISION_ALONE, WIDER = 0.8, 0.7

PROVES = {1: 0.5, 2: 0.75}
PROVES_MOST = 0.85
"""How much a whole phrase of one, two or more words proves."""

UNTOLD = 0.15
"""How much a row of the table loses where a text clearly tells of jobs that the row's trade does not do."""

ANSWERS = 0.3
"""From how near a kind of help a job may be what is meant."""

APART, NEAR_BY = 0.35, 1
"""What is left of a phrase whose words stand apart, and how many other words may stand between them:
"clean bedding on the day" is no clean-up day."""


class UsualOffers:
    """The table, ready to compare.

    Parameters
    ----------
    rows : sequence of CanGive
        The table. It may be empty: then nothing is ever guessed.
    space : TextSpace
        A fitted word space, for how rare each word is.
    cannot : set of (SIC code, kind, what)
        Rows that are wrong for the firms of a sector and all narrower ones.

    Attributes
    ----------
    rows_ : tuple of CanGive
    phrases_ : CSR matrix (n_phrases, n_words), each phrase's words weighed to sum 1
    """

    def __init__(
        self,
        rows: Sequence[CanGive],
        space: TextSpace,
        cannot: frozenset[tuple[str, Kind, str]] = frozenset(),
        jobs: Jobs | None = None,
    ) -> None:
        from scipy.sparse import csr_matrix

        self.jobs = Jobs(()) if jobs is None else jobs
        self.table = tuple(rows)
        kinds = [(at, kind) for at, job in enumerate(self.jobs.jobs) for kind in job.kinds]
        self.job_of = np.array([at for at, _ in kinds], dtype=np.int64)
        of_jobs = [CanGive(self.jobs.jobs[at].code(), kind, self.jobs.jobs[at].what, ()) for at, kind in kinds]
        self.rows_ = (*self.table, *of_jobs)
        self._job_rows = range(len(self.table), len(self.rows_))
        self.space = space
        self.cannot = cannot
        self._vocabulary: dict[str, int] = {}
        data: list[float] = []
        words: list[int] = []
        ends: list[int] = [0]
        row_of: list[int] = []
        sureness: list[float] = []
        for at, row in enumerate(self.table):
            for phrase in (*row.words, row.what):
                stems = sorted(set(tokens(phrase)))
                rarities = [self.rarity(one) for one in stems]
                total = sum(rarities)
                if not total:
                    continue
                for one, rarity in zip(stems, rarities, strict=True):
                    words.append(self._vocabulary.setdefault(one, len(self._vocabulary)))
                    data.append(rarity / total)
                ends.append(len(words))
                row_of.append(at)
                # one common word proves little, a rare word more, two words together much
                everyday = PROVES_LITTLE if len(stems) == 1 and stems[0] in EVERYDAY else 1.0
                sureness.append(min(1.0, total / 7.0) * PROVES.get(len(stems), PROVES_MOST) * everyday)
        self.phrases_ = csr_matrix(
            (data, words, ends), shape=(len(row_of), max(1, len(self._vocabulary))), dtype=np.float64
        )
        self._row_of = np.array(row_of, dtype=np.int64)
        self._length = np.diff(self.phrases_.indptr)
        self._sureness = np.array(sureness)
        # phrases of one row stand together: where each row's begin
        self._starts = np.flatnonzero(np.r_[True, np.diff(self._row_of) > 0]) if row_of else self._row_of
        self._compatible: dict[Kind, NDArray[np.float64]] = {}
        self._by_code: dict[str, list[int]] = {}
        for at, row in enumerate(self.table):
            self._by_code.setdefault(row.code, []).append(at)
        self._does = np.zeros((len(self.jobs.jobs), len(self.table)))
        for at, row in enumerate(self.table):
            for job, share in self.jobs.of_sector(row.code).items():
                self._does[job, at] = share
        self._split = {code[:2] for code in self._by_code if len(code) > 2}

    def corrected(self, added: Sequence[CanGive], cannot: frozenset[tuple[str, Kind, str]]) -> "UsualOffers":
        """The same table with rows that somebody added, and without those that somebody called wrong."""
        return UsualOffers([*self.table, *added], self.space, cannot, self.jobs)

    def compatible(self, kind: Kind) -> NDArray[np.float64]:
        """How far each row answers an ask for a kind of help: 1 for the same kind, less for a near one."""
        if kind not in self._compatible:
            near = NEAR.get(kind, {})
            values = [1.0 if row.kind is kind else 0.8 * near.get(row.kind, 0.0) for row in self.rows_]
            self._compatible[kind] = np.array(values)
        return self._compatible[kind]

    def rarity(self, word: str) -> float:
        """How rare a stemmed word is in the corpus: about 2 for common words, 8 for unknown ones."""
        from sklearn.utils import murmurhash3_32

        bucket = abs(int(murmurhash3_32(word.encode(), seed=0))) % len(self.space.idf_)
        return float(self.space.idf_[bucket])

    def lit_by_words(
        self, texts: Sequence[str], *, firms: bool = False, kinds: Iterable[Kind] = ()
    ) -> NDArray[np.float64]:
        """How strongly each text's words light each row: (n_texts, n_rows), 0..1.

        A phrase counts by the share of it (by rarity) that the text holds, squared so that half a
        phrase counts a quarter. Phrases of one row support each other: a second one says that the
        first was no accident.
        """
        lit = np.zeros((len(texts), len(self.rows_)))
        if len(self.job_of):
            cues = self.jobs.said if firms else self.jobs.asked
            of_jobs = cues.lit(texts, self._meant(tuple(kinds)))
            lit[:, len(self.table) :] = of_jobs[:, self.job_of]
        if not self.table:
            return lit
        orders = [tokens(text) for text in texts]
        present = self._present(orders)
        share = np.asarray((present @ self.phrases_.T).todense())
        strength = share**2 * self._sureness
        for text, phrase in zip(*np.nonzero((share > 0.999) & (self._length > 1)), strict=True):
            if not self._together(orders[text], phrase):
                strength[text, phrase] *= APART
        if len(self._row_of) and len(texts):
            doubt = np.log1p(-np.minimum(strength, 0.99))
            lit[:, self._row_of[self._starts]] = 1.0 - np.exp(np.add.reduceat(doubt, self._starts, axis=1))
        if len(self.job_of) and not firms:
            lit[:, : len(self.table)] *= self._borne_out(of_jobs)
        return lit

    def _meant(self, kinds: tuple[Kind, ...]) -> NDArray[np.bool_] | None:
        """Which jobs answer an ask for some kinds of help; None where all may."""
        answers = [any(self.compatible(kind)[row] >= ANSWERS for kind in kinds) for row in self._job_rows]
        meant = np.zeros(len(self.jobs.jobs), dtype=bool)
        for job, answer in zip(self.job_of, answers, strict=True):
            meant[job] |= answer
        return meant if meant.any() else None

    def _borne_out(self, of_jobs: NDArray[np.float64]) -> NDArray[np.float64]:
        """What is left of each row of the table where a text tells of jobs that the row's trade does not do."""
        told = of_jobs.max(axis=1, keepdims=True, initial=0.0)
        share = of_jobs / np.maximum(told, 1e-9)
        done = np.stack([(one[:, None] * self._does).max(axis=0, initial=0.0) for one in share])
        return np.asarray(1.0 - UNTOLD * told * (1.0 - done))

    def lit_sparse(self, texts: Sequence[str], *, firms: bool = False) -> Any:
        """The same as CSR (n_texts, at least one column), made in pieces: almost all of it is 0."""
        from scipy.sparse import csr_matrix, vstack

        width = max(1, len(self.rows_))
        pieces = [csr_matrix((0, width))]
        for at in range(0, len(texts) if self.rows_ else 0, 512):
            pieces.append(csr_matrix(self.lit_by_words(texts[at : at + 512], firms=firms)))
        return vstack(pieces, format="csr") if self.rows_ else csr_matrix((len(texts), width))

    def _together(self, order: Sequence[str], phrase: int) -> bool:
        """Whether all words of a phrase stand near one another somewhere in a text."""
        wanted = self.phrases_.indices[self.phrases_.indptr[phrase] : self.phrases_.indptr[phrase + 1]]
        last: dict[int, int] = {}
        for at, word in enumerate(order):
            number = self._vocabulary.get(word, -1)
            if number in wanted:
                last[number] = at
                if len(last) == len(wanted) and at - min(last.values()) < len(wanted) + NEAR_BY:
                    return True
        return False

    def _present(self, orders: Sequence[Sequence[str]]) -> Any:
        from scipy.sparse import csr_matrix

        columns: list[int] = []
        ends = [0]
        for order in orders:
            found = {self._vocabulary[one] for one in order if one in self._vocabulary}
            columns.extend(sorted(found))
            ends.append(len(columns))
        return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(orders), self.phrases_.shape[1]))

    def lit_by_sector(self, sectors: Mapping[str, float]) -> dict[int, float]:
        """Rows a firm's sectors light: {row: strength}. ``sectors`` is code -> confidence 0..1.

        The rows of the narrowest code that has any count in full, wider ones less. Where only the
        division is known and the table tells its classes apart (laundry from hairdresser), the
        division's rows are less sure too.
        """
        lit: dict[int, float] = {}
        for code, confidence in sectors.items():
            factor = DIVISION_ALONE if len(code) == 2 and code in self._split else 1.0
            for length in range(min(4, len(code)), 1, -1):
                rows = self._by_code.get(code[:length])
                if rows:
                    for row in rows:
                        if self.cannot and self._is_wrong(row, code):
                            continue
                        lit[row] = max(lit.get(row, 0.0), confidence * factor)
                    factor = WIDER
            does = self.jobs.of_sector(code)
            for row, job in enumerate(self.job_of, start=len(self.table)):
                if job in does and not (self.cannot and self._is_wrong(row, code)):
                    lit[row] = max(lit.get(row, 0.0), confidence * does[job])
        return lit

    def _is_wrong(self, row: int, code: str) -> bool:
        """Whether somebody said that firms of a sector cannot give this."""
        known = self.rows_[row]
        return any((code[:length], known.kind, known.what) in self.cannot for length in range(2, len(code) + 1))
