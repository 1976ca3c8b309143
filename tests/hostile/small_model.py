"""A real sentence-transformers model, tiny and untrained: indexing thousands of passages with it takes seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from pathlib import Path

DIMENSION = 16


def write_model(folder: Path) -> Path:
    """Writes it, and gives its folder back: the mean of a random vector for each of a few pieces of words."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.pre_tokenizers import Whitespace

    letters = [*"abcdefghijklmnopqrstuvwxyz0123456789", *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz0123456789")]
    tokenizer = Tokenizer(WordPiece({piece: rank for rank, piece in enumerate(["[UNK]", *letters])}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    weights = torch.randn(len(letters) + 1, DIMENSION, generator=torch.Generator().manual_seed(0))
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)]).save(str(folder))
    return folder
