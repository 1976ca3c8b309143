"""Scans of PDF pages: pixels only, a little askew, grey and noisy, the same each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from pypdfium2 import PdfDocument

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RESOLUTION = 200
"""Dots an inch: what office scanners do unless told otherwise."""
_MOST_ASKEW = 0.6
"""Degrees."""
_NOISE = 10.0
"""Standard deviation, of 255 levels."""
_PAPER = 247


def scan(path: Path, pages: Sequence[int], target: Path, seed: int = 7) -> Path:
    """Write the scan of some pages as a PDF file without any text; returns its path.

    Args:
        path: The PDF file.
        pages: 1-based, in the order of the scan.
        target: The file to write.
        seed: Of the noise.
    """
    chance = np.random.default_rng(seed)
    document = PdfDocument(path)
    images = [
        _scanned(document[page - 1].render(scale=RESOLUTION / 72, grayscale=True).to_pil(), chance) for page in pages
    ]
    document.close()
    images[0].save(target, "PDF", save_all=True, append_images=images[1:], resolution=RESOLUTION)
    return target


def _scanned(image: Image.Image, chance: np.random.Generator) -> Image.Image:
    turned = image.rotate(chance.uniform(-_MOST_ASKEW, _MOST_ASKEW), Image.Resampling.BICUBIC, fillcolor=255)
    levels = np.asarray(turned, dtype=np.float32) * (_PAPER / 255) + chance.normal(0, _NOISE, turned.size[::-1])
    return Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))
