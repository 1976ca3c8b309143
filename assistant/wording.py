"""How a question is worded, as counts that a linear model can weigh: its words, word pairs and pieces of words.

Hashed, so that no vocabulary has to be shipped; scikit-learn's hash (MurmurHash3) is the same on every machine.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.pipeline import FeatureUnion, make_union

from indexer.french import without_accents, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

PIECES, WORDS = 4096, 4096
"""Numbers kept for pieces of words, and for words with pairs of them."""


@functools.cache
def _vectorizer() -> FeatureUnion:
    return make_union(
        HashingVectorizer(
            preprocessor=without_accents,
            analyzer="char_wb",
            ngram_range=(2, 5),
            n_features=PIECES,
            alternate_sign=False,
        ),
        HashingVectorizer(
            tokenizer=words,
            token_pattern=None,
            lowercase=False,
            ngram_range=(1, 2),
            n_features=WORDS,
            alternate_sign=False,
        ),
    )


def wording(text: str) -> NDArray[np.float64]:
    """`(PIECES + WORDS,)`: each half of length 1 (L2), or 0 for a text without any word."""
    return np.asarray(_vectorizer().transform([text]).toarray()[0], dtype=np.float64)
