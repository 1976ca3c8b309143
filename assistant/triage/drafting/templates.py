"""The templates of drafts: those that come with the software, and those of the staff, which take their place.

Jinja in its sandbox, made smaller still: no global, few filters, nothing called but macros, no operator that can fill
the memory. A template of the staff that cannot be used never blocks: the packaged one serves, and the trouble is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.triage.drafting import wording
from indexer.errors import SourceNotFound, TemplateInvalid
from indexer.room import writing_error

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

    from jinja2 import BaseLoader

    from assistant.triage.drafting.context import DraftContext
    from indexer.errors import ReperesError

SUFFIX: Final = ".md.j2"
ANSWERED: Final = ("A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "B5", "B6", "B7", "C1", "C2", "C5")
"""Categories that get a draft; unsolicited offers and frauds get none."""
FILTERS: Final = frozenset(
    "capitalize default first join last length list lower map reject rejectattr replace select selectattr sort title "
    "trim unique upper".split()
)
"""Of Jinja, those that only choose or join words."""
PACKAGE: Final = "assistant.triage.drafting"
_Stamp = tuple[tuple[str, int], ...]


class Environment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, made smaller."""

    intercepted_binops = frozenset(["*", "**", "%"])

    def __init__(self, loader: BaseLoader) -> None:
        """Reads templates through a loader, once each."""
        super().__init__(
            loader=loader,
            auto_reload=False,
            undefined=StrictUndefined,
            autoescape=False,  # drafts are plain text
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.globals.clear()
        self.filters = {name: made for name, made in self.filters.items() if name in FILTERS}

    def is_safe_callable(self, obj: object) -> bool:
        """Macros and blocks, nothing else; and what does not exist, which says so when it is called."""
        return isinstance(obj, Macro | BlockReference | Undefined)

    def call_binop(self, _context: object, operator: str, _left: object, _right: object) -> object:
        """« 'a' * 10**9 »: no draft needs it."""
        raise SecurityError(operator)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text made from a template.

    Attributes:
        text: With the marks of `drafting.marks`.
        template: Name of its file.
        trouble: Why the staff's template did not serve; `None` when there is none or when it did.
    """

    text: str
    template: str
    trouble: ReperesError | None = None


class Templates:
    """The templates in use. Those of the folder are read again whenever they change."""

    def __init__(self, folder: Path | None = None) -> None:
        """Takes the packaged templates, and the folder's in their place where it has some of the same name."""
        self.folder = folder
        self._packaged = Environment(PackageLoader(PACKAGE))
        self._read: tuple[_Stamp, Environment] = ((), self._packaged)

    def render(self, context: DraftContext) -> Rendered:
        """The text of a draft; by the packaged template when the staff's cannot be used.

        Args:
            context: Of a category that gets a draft.
        """
        name = name_of(context.category)
        if self.folder is None:
            return Rendered(_rendered(self._packaged, name, context.values()), name)
        trouble: ReperesError
        try:
            if self.folder.is_dir():
                return Rendered(self.staff(name, context), name)
            trouble = SourceNotFound(path=self.folder)
        except TemplateInvalid as exc:
            trouble = exc
        return Rendered(_rendered(self._packaged, name, context.values()), name, trouble)

    def environment(self) -> Environment:
        """What reads the templates in use; another one once a file of the folder came, went or changed."""
        if self.folder is None:
            return self._packaged
        stamp = tuple(sorted((path.name, path.stat().st_mtime_ns) for path in self.folder.glob(f"*{SUFFIX}")))
        read, environment = self._read
        if read != stamp:
            loaders = [FileSystemLoader(self.folder), PackageLoader(PACKAGE)]
            environment = Environment(ChoiceLoader(loaders))
            self._read = stamp, environment
        return environment

    def staff(self, name: str, context: DraftContext) -> str:
        """The text that the templates of the folder make, the packaged ones around them.

        Raises:
            TemplateInvalid: One of them cannot be used.
        """
        try:
            return _rendered(self.environment(), name, context.values())
        except Exception as exc:  # a template may fail in as many ways as a program
            raise invalid(name, exc) from exc


def name_of(category: str) -> str:
    """The file of a category's template."""
    return f"{category}{SUFFIX}"


def packaged() -> Mapping[str, str]:
    """Every template that comes with the software: name of its file → its text."""
    folder = files(PACKAGE) / "templates"
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(SUFFIX))
    return {name: (folder / name).read_text(encoding="utf-8") for name in names}


def copy(folder: Path) -> tuple[str, ...]:
    """Writes the packaged templates in a folder, to be edited there; files already there are left alone.

    Returns:
        Names of the files written.

    Raises:
        WritingError: No right to write there.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in packaged().items():
            path = folder / name
            if not path.exists() and not path.is_symlink():
                path.write_text(text, encoding="utf-8")
                written.append(name)
    except OSError as exc:
        raise writing_error(folder, exc) from exc
    return tuple(written)


def invalid(name: str, exc: Exception) -> TemplateInvalid:
    """A failure of a template as an error of ours: in which file, at which line, why."""
    if isinstance(exc, TemplateSyntaxError):
        where = located(exc.name or name, exc.lineno)
        return TemplateInvalid(where=where, detail=wording.SYNTAX.format(said=_said(exc)))
    where = _at(exc.__traceback__, name)
    if isinstance(exc, TemplateNotFound):
        return TemplateInvalid(where=where, detail=wording.NOT_FOUND.format(name=_said(exc)))
    if isinstance(exc, SecurityError):
        return TemplateInvalid(where=where, detail=wording.FORBIDDEN)
    if isinstance(exc, UnicodeDecodeError | OSError):
        return TemplateInvalid(where=where, detail=wording.NOT_TEXT)
    if isinstance(exc, UndefinedError):
        return TemplateInvalid(where=where, detail=wording.FAILED.format(said=_said(exc)))
    return TemplateInvalid(where=where, detail=wording.FAILED.format(said=type(exc).__name__))


def located(name: str, line: int) -> str:
    """« A1.md.j2, ligne 12 »."""
    return wording.LINE.format(name=name, line=line) if line else name


def _said(exc: Exception) -> str:
    """Jinja's own words, in English, on one line and without typewriter quotes."""
    return " ".join(str(exc).splitlines()[:1]).replace("'", "’").replace('"', "’").rstrip(".")


def _at(traceback: TracebackType | None, name: str) -> str:
    """The last line of a template that was being run: Jinja names its files in the traceback."""
    where, line = name, 0
    while traceback is not None:
        ran = traceback.tb_frame.f_code.co_filename
        if ran.endswith(SUFFIX):
            where, line = ran.replace("\\", "/").rpartition("/")[2], traceback.tb_lineno
        traceback = traceback.tb_next
    return located(where, line)


def _rendered(environment: Environment, name: str, values: Mapping[str, object]) -> str:
    return environment.get_template(name).render(values)
