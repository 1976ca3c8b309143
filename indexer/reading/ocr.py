"""Recognising the words of a page from its image, with tesseract where it is installed with French.

*pytesseract* calls tesseract's own program, one process a page: a page that hangs or crashes it is lost alone, and
the tesseract of the system (Debian: `tesseract-ocr`, `tesseract-ocr-fra`) is the one that people can update.
*pypdfium2* draws the page, with Chrome's PDF engine. Both are imported when the first page needs them.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import logging
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Self

from indexer.lasting import whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from PIL.Image import Image
    from pypdfium2 import PdfDocument

LANGUAGE = "fra"
RESOLUTION = 300
"""Dots an inch; below, tesseract loses small type (its own documentation asks for 300)."""
_MOST_PIXELS = 6000
"""On a side: a poster is drawn smaller rather than filling the memory."""
_GLANCE = 40
"""Dots an inch at which a page is looked at to know whether anything is on it."""
_DARKER, _INK = 48, 0.0002
"""A page is blank when fewer than so many of its pixels are darker, by so many levels of 255, than most of it."""
_SECONDS = 90
_THREADS = "OMP_THREAD_LIMIT"
_LEAST_SIGN, _LEAST_LINE = 60, 35
"""Out of 100. Left out: signs without a letter or a figure below the first, lines below the second on average.

Not single words: « l’Insee » well read is given 0 (its straight apostrophe is in no dictionary), while stains, rules
and pictures come out as signs and as lines of which nothing is sure.
"""
_LEAST_MEAN = 60
"""Out of 100: a page whose words are less sure on average is turned, then left unread: it is a photograph or a hand."""
_FORM = 1
"""Of the cached results; a change of what is kept or dropped counts it up."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OcrEngine:
    """What recognises words here.

    Attributes:
        name: « tesseract ».
        version: As it says.
        languages: Those used, by tesseract's names, joined by a plus sign.
    """

    name: str
    version: str
    languages: str


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word and its box, in pixels from the upper left corner.

    Attributes:
        text: As recognised, no space in it.
        left, top, right, bottom: Of its ink.
        line: Number of its line on the page; words of a line are in order.
        confidence: 0–100, as tesseract judges.
    """

    text: str
    left: int
    top: int
    right: int
    bottom: int
    line: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """The words of a page.

    Attributes:
        words: In tesseract's order: block by block, line by line.
        width, height: Of the image, in pixels, as it was read (turned upright).
        resolution: Pixels an inch.
    """

    words: tuple[Word, ...]
    width: int
    height: int
    resolution: float


@functools.cache
def ocr_available() -> OcrEngine | None:
    """The engine that can read French here, or `None` when tesseract or its French data is not installed."""
    import pytesseract

    try:
        languages = pytesseract.get_languages()
        version = str(pytesseract.get_tesseract_version())
    except (OSError, RuntimeError, SystemExit):
        return None
    return OcrEngine("tesseract", version, LANGUAGE) if LANGUAGE in languages else None


class PageImages:
    """The pages of a PDF file as images; a context manager that closes the file.

    Args:
        path: A file that a reader could open.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._document: PdfDocument | None = None

    def __enter__(self) -> Self:
        """Nothing is opened before the first page is asked for."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Close the file."""
        if self._document is not None:
            self._document.close()

    def is_blank(self, number: int) -> bool:
        """Whether nothing can be seen on a page (1-based); a page that cannot be drawn is not known to be blank."""
        image = self._draw(number, _GLANCE)
        if image is None:
            return False
        levels = image.histogram()
        ground = max(range(len(levels)), key=levels.__getitem__)
        return sum(levels[: max(0, ground - _DARKER)]) <= _INK * sum(levels)

    def recognise(self, number: int, cache: Path | None = None) -> Recognised | None:
        """The words of a page (1-based).

        Args:
            number: Of the page.
            cache: Folder where results are kept by the digest of the image; `None` keeps none.

        Returns:
            Its words, possibly none; `None` when it cannot be drawn, when tesseract fails or takes more than
            90 seconds, or when what it read is too unsure to be quoted.
        """
        engine = ocr_available()
        image = self._draw(number, RESOLUTION) if engine else None
        if engine is None or image is None:
            return None
        kept = cache / f"{_digest(image, engine)}.json" if cache is not None else None
        if kept is not None and (found := _load(kept)) is not None:
            return found
        found = _read_upright(image, RESOLUTION * _scale(image))
        if kept is not None and found is not None:
            _keep(kept, found)
        return found

    def _draw(self, number: int, resolution: float) -> Image | None:
        """A page in shades of grey, as a viewer shows it."""
        from pypdfium2 import PdfDocument, PdfiumError

        try:
            if self._document is None:
                self._document = PdfDocument(self._path)
            page = self._document[number - 1]
            longest = max(page.get_size()) / 72 * resolution
            scale = resolution / 72 * min(1.0, _MOST_PIXELS / longest)
            image: Image = page.render(scale=scale, grayscale=True).to_pil()
        except (PdfiumError, ValueError, IndexError, ZeroDivisionError, OSError) as exc:
            _LOG.warning("page %d of %s cannot be drawn: %s", number, self._path, exc)
            return None
        image.info["resolution"] = scale * 72
        return image


def _scale(image: Image) -> float:
    return float(image.info["resolution"]) / RESOLUTION


def _digest(image: Image, engine: OcrEngine) -> str:
    """What the words depend on: the pixels, the engine, its language, and what we make of it."""
    made = f"{_FORM} {engine.name} {engine.version} {engine.languages} {image.mode} {image.size}"
    return hashlib.sha256(made.encode() + image.tobytes()).hexdigest()


def _load(kept: Path) -> Recognised | None:
    """A kept result; `None` when there is none, or when it is damaged."""
    try:
        found = json.loads(kept.read_text(encoding="utf-8"))
        return Recognised(**(found | {"words": tuple(Word(**word) for word in found["words"])}))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _keep(kept: Path, found: Recognised) -> None:
    """Keep a result, whole or not at all; a folder that cannot be written costs time, not the page."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with whole(kept) as part:
            part.write_text(json.dumps(asdict(found), ensure_ascii=False), encoding="utf-8")
    except OSError as exc:
        _LOG.warning("recognised page not kept in %s: %s", kept.parent, exc)


def _read_upright(image: Image, resolution: float) -> Recognised | None:
    """The words of an image; when they make little sense, those of the image turned as tesseract says."""
    found = _read(image, resolution)
    if found is None or _mean(found.words) >= _LEAST_MEAN:
        return found
    turn = _turn(image)
    if turn:
        found = _read(image.rotate(-turn, expand=True), resolution)
    # A picture without a word was read as well as can be; unsure words must not be quoted.
    return found if found is not None and (not found.words or _mean(found.words) >= _LEAST_MEAN) else None


def _turn(image: Image) -> int:
    """Degrees, clockwise, that would set an image upright; 0 when tesseract cannot tell."""
    import pytesseract

    with _one_thread(), contextlib.suppress(RuntimeError, OSError, ValueError, KeyError):
        return int(pytesseract.image_to_osd(image, output_type=pytesseract.Output.DICT, timeout=_SECONDS)["rotate"])
    return 0


def _read(image: Image, resolution: float) -> Recognised | None:
    import pytesseract

    image.format = "BMP"  # how pytesseract hands it over: its own choice, PNG, takes half a second a page
    try:
        with _one_thread():
            found = pytesseract.image_to_data(
                image,
                lang=LANGUAGE,
                config=f"--psm 3 --dpi {resolution:.0f}",
                timeout=_SECONDS,
                output_type=pytesseract.Output.DICT,
            )
    except (RuntimeError, OSError, ValueError, KeyError) as exc:
        _LOG.warning("tesseract failed: %s", exc)
        return None
    return Recognised(_words(found), image.width, image.height, resolution)


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Bound tesseract 5.3 to one thread, which it takes from the environment.

    With its own choice of four on two cores a page took 7 to 13 s, with one 2.5 s (measured November 2026).
    """
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(_THREADS, None)
        else:
            os.environ[_THREADS] = before


def _words(found: dict[str, list[str | int | float]]) -> tuple[Word, ...]:
    """Tesseract's table (one row a page, block, paragraph, line or word) as words, the unsure ones left out."""
    lines: dict[tuple[object, ...], list[Word]] = {}
    names = ("text", "conf", "left", "top", "width", "height", "block_num", "par_num", "line_num")
    for shown, conf, left, top, width, height, *place in zip(*(found[name] for name in names), strict=True):
        text, confidence = str(shown).strip(), float(conf)
        if text and (confidence >= _LEAST_SIGN or any(map(str.isalnum, text)) or len(text) == 1):
            line = lines.setdefault(tuple(place), [])
            x, y = int(left), int(top)
            line.append(Word(text, x, y, x + int(width), y + int(height), len(lines) - 1, confidence))
    return tuple(word for line in lines.values() if _mean(line) >= _LEAST_LINE for word in line)


def _mean(words: Sequence[Word]) -> float:
    """How sure words are, 0–100, long ones counting more."""
    return sum(word.confidence * len(word.text) for word in words) / max(1, sum(len(word.text) for word in words))
