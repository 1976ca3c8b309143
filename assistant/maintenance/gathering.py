"""Which files a backup takes, and what it does with links.

```
what this service, or a setting, names    a link is followed, wherever it leads: somebody put it there on purpose;
(databases, added/, templates…)           one that leads nowhere is a disk that is absent, and there is no backup
below the data folder                     a link is followed to a file of the same folder, as an indexing does
below the operator's own templates        a link is followed to a file, wherever it is (a Kubernetes ConfigMap)
```

Other links are left out, and told. One below `added/` that leads elsewhere is served by nobody, and no file that was
added is one: whoever runs a backup may read more than whoever could slip a link in there, `staff-key` to begin with. A
link to a folder is never gone through, so none can go round.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.database.opening import FILE_NAME
from assistant.gaps import GAPS_NAME
from indexer.catalogue import CATALOGUE_NAME
from indexer.errors import IndexNotReadable, IndexStateError
from indexer.index import ADDED, CURRENT_NAME, GENERATIONS, current_manifest, original_path
from indexer.room import is_there, readable

if TYPE_CHECKING:
    from indexer.settings import Settings

DATA, BESIDE = "data", "beside"
"""Folders of the archive: what goes back into the data folder; files of the operator's, to be put back by hand."""
WITHDRAWN: Final = "withdrawn"
KEPT: Final = (ADDED, WITHDRAWN, "triage_model.npz", "evals", "evaluations", "reports")
REMADE: Final = ("fetched", "vectors.sqlite")
"""Of the data folder, besides the databases: always; with the index."""
_PASSING = (".lock", ".part")
_JOURNALS = frozenset({".sqlite-journal", ".sqlite3-wal", ".sqlite3-shm"})
_RECEIVED = ".incoming"
_OF_KUBERNETES = ".."
"""How what a mounted ConfigMap consists of begins: its links, beside, lead to the same files (kubernetes.io/docs)."""


@dataclass(slots=True)
class Gathered:
    """What a backup takes.

    Attributes:
        files: `(name in the archive, file)`, in the order of the archive.
        left_out: Links that it does not follow, by their name in the archive.
        absent: Links that should be followed and lead nowhere.
    """

    files: list[tuple[str, Path]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    absent: list[Path] = field(default_factory=list)

    def take(self, path: Path, name: str, *, anywhere: bool = False) -> None:
        """Takes a file, or the files of a folder; nothing where there is nothing.

        Args:
            path: Followed when it is a link.
            name: In the archive.
            anywhere: Whether links inside are followed to files out of the folder.

        Raises:
            NotReadable: No right to look.
        """
        with readable(path):
            if not is_there(path):
                if path.is_symlink():
                    self.absent.append(path)
            elif path.is_file():
                self._take_file(path, name)
            elif path.is_dir():
                self._take_below(path, name, None if anywhere else path.resolve())

    def _take_below(self, folder: Path, name: str, root: Path | None) -> None:
        for inner in sorted(folder.iterdir()):
            told = f"{name}/{inner.name}"
            if inner.name == _RECEIVED or inner.name.startswith(_OF_KUBERNETES):
                continue
            if inner.is_symlink() and not _is_followed(inner, root):
                self.left_out.append(told)
            elif inner.is_file():
                self._take_file(inner, told)
            elif inner.is_dir():
                self._take_below(inner, told, root)

    def _take_file(self, file: Path, name: str) -> None:
        if not file.name.endswith(_PASSING) and file.suffix not in _JOURNALS:
            self.files.append((name, file))


def gather(settings: Settings, *, with_index: bool) -> Gathered:
    """All that a backup is made of.

    Raises:
        NotReadable, IndexNotReadable: No right to look.
    """
    data_dir = settings.data_dir
    gathered = Gathered()
    names = [GAPS_NAME, *KEPT, *(REMADE if with_index else ())]
    if not settings.database_url.get_secret_value():
        names.insert(0, FILE_NAME)
    for name in names:
        gathered.take(data_dir / name, f"{DATA}/{name}")
    if with_index:
        _take_served(gathered, data_dir)
    if settings.templates_dir:
        gathered.take(Path(settings.templates_dir), f"{BESIDE}/templates", anywhere=True)
    gathered.take(settings.source / CATALOGUE_NAME, f"{BESIDE}/{settings.source.name}/{CATALOGUE_NAME}")
    gathered.take(settings.fetch_sources, f"{BESIDE}/{settings.fetch_sources.name}")
    return gathered


def _take_served(gathered: Gathered, data_dir: Path) -> None:
    """The generation that serves, and the originals that it opens."""
    try:
        manifest = current_manifest(data_dir)
    except IndexNotReadable:
        raise
    except IndexStateError:
        return
    originals = sorted({original_path(data_dir, document) for document in manifest.documents})
    folder = data_dir / GENERATIONS / manifest.generation
    for path in (data_dir / CURRENT_NAME, folder, *originals):
        gathered.take(path, f"{DATA}/{path.relative_to(data_dir).as_posix()}")


def _is_followed(link: Path, root: Path | None) -> bool:
    """Whether a link leads to a file, of its folder unless this is `None`."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: Python 3.11's word for a loop of links
        return False
    return target.is_file() and (root is None or target.is_relative_to(root))
