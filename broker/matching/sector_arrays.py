"""A fitted sector model as plain arrays, and back: for the model file."""

# the two are one thing in two files: what is fitted is private to everybody else

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from broker.matching.sectors import SectorModel, _characters, _words

Arrays = Mapping[str, NDArray[Any]]


def arrays_of(model: SectorModel) -> Arrays:
    """What was fitted. There is no encoder in it: phrases near in meaning are an opinion of a fresh fit."""
    branches = sorted(model._branches)
    return {
        "codes": model.codes_,
        "divisions": model.divisions_,
        "division_of": model._division_of,
        "branches": np.array(branches),
        "branch_seen": np.array([model._branches[one] for one in branches]).reshape(-1, len(model.divisions_)),
        "words": model._views[0].get_feature_names_out().astype(str),
        "words_idf": model._views[0].idf_,
        "characters": model._views[1].get_feature_names_out().astype(str),
        "characters_idf": model._views[1].idf_,
        "known_data": model._known.data,
        "known_indices": model._known.indices,
        "known_indptr": model._known.indptr,
        "coef": model._coef,
        "intercept": model._intercept,
    }


def model_of(arrays: Arrays) -> SectorModel:
    """The model again. Raises KeyError or ValueError on what ``arrays_of`` did not give."""
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    model = SectorModel()
    model.codes_, model.divisions_, model._division_of = arrays["codes"], arrays["divisions"], arrays["division_of"]
    model._branches = {str(one): row for one, row in zip(arrays["branches"], arrays["branch_seen"], strict=True)}
    model._narrow = np.array([len(code) >= 4 for code in model.codes_])
    model._views = []
    for name, view in (("words", _words), ("characters", _characters)):
        vectorizer = TfidfVectorizer(
            analyzer=view, sublinear_tf=True, dtype=np.float32, vocabulary=[str(one) for one in arrays[name]]
        )
        vectorizer.idf_ = arrays[f"{name}_idf"]
        model._views.append(vectorizer)
    model._coef, model._intercept = arrays["coef"], arrays["intercept"]
    shape = (len(model.codes_), model._coef.shape[0])
    known = (arrays["known_data"], arrays["known_indices"], arrays["known_indptr"])
    model._known, model._meant = csr_matrix(known, shape=shape), None
    model._known_by_division = [np.flatnonzero(model._division_of == at) for at in range(len(model.divisions_))]
    return model
