"""A fetch of a site that has changed: one document new, one changed, one gone, one of another type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fetching_desk import addresses
from web_site import html_page, pdf

from indexer.fetching.limits import FetchLimits
from indexer.fetching.run import FETCHED, fetch
from indexer.sources import find

if TYPE_CHECKING:
    from pathlib import Path

    from killing import Act
    from web_site import Site

KEPT, CHANGED, GONE, OTHER, NEW = "/garde", "/change", "/parti", "/autre", "/nouveau"


class Fetch:
    """As `reperes fetch`; what the site is to give is written in the folder."""

    def __init__(self, site: Site | None = None, *, disowned: bool = False) -> None:
        """As the class says.

        Args:
            site: The server; `None` in the process that is killed.
            disowned: Whether the new document is gone again when the fetch is done again.
        """
        self._site, self._disowned = site, disowned

    def prepare(self, folder: Path) -> None:
        """A first fetch, then the site changes."""
        assert self._site is not None
        (folder / "port").write_text(str(self._site.port), encoding="ascii")
        for path in (KEPT, CHANGED, GONE):
            self._site.gives(path, pdf(f"un {path}"), "application/pdf")
        self._site.gives(OTHER, pdf("un autre"), "application/pdf")
        (folder / "paths").write_text(f"{KEPT} {CHANGED} {GONE} {OTHER}", encoding="ascii")
        self.run(folder)
        assert len(copies(folder)) == 4
        self._site.gives(CHANGED, pdf("deux, et plus long", 70_000), "application/pdf")
        self._site.gives(OTHER, html_page("Autre", day="2025-02-03"))
        self._site.gives(NEW, pdf("nouveau"), "application/pdf")
        (folder / "paths").write_text(f"{KEPT} {CHANGED} {OTHER} {NEW}", encoding="ascii")

    def run(self, folder: Path) -> None:
        """One fetch."""
        from types import SimpleNamespace

        port = int((folder / "port").read_text(encoding="ascii"))
        limits = FetchLimits(
            delay_seconds=0, private_hosts=("127.0.0.1",), ports=(port,), settle_seconds=0, max_bytes=1_000_000
        )
        site = SimpleNamespace(url=f"http://127.0.0.1:{port}")
        source = addresses(site, *(folder / "paths").read_text(encoding="ascii").split())  # type: ignore[arg-type]  # its address is all that is read
        report = fetch([source], folder / "data", limits)
        assert not report.sources[0].failed, report.sources[0].failed

    def holds(self, folder: Path) -> None:
        """Each copy is whole, of one time or the other; what the site still gives is there; an indexing may be run."""
        whole = {pdf(f"un {path}") for path in (KEPT, CHANGED, GONE)} | {pdf("un autre"), pdf("nouveau")}
        whole |= {pdf("deux, et plus long", 70_000), html_page("Autre", day="2025-02-03").encode()}
        there = {name: content for name, content in copies(folder).items() if not name.startswith(".")}
        assert set(there.values()) <= whole
        assert {"garde.pdf", "change.pdf"} <= there.keys()
        assert {"autre.pdf", "autre.html"} & there.keys()
        find([folder / "data" / FETCHED / "essai"])
        if self._disowned:  # before it is done again
            (folder / "paths").write_text(f"{KEPT} {CHANGED} {OTHER}", encoding="ascii")

    def ended(self, folder: Path) -> None:
        """What the site gives now, each once, named by the catalogue; nothing half received."""
        wanted = {"garde.pdf": pdf(f"un {KEPT}"), "change.pdf": pdf("deux, et plus long", 70_000)}
        wanted["autre.html"] = html_page("Autre", day="2025-02-03").encode()
        if NEW in (folder / "paths").read_text(encoding="ascii"):
            wanted["nouveau.pdf"] = pdf("nouveau")
        assert copies(folder) == wanted
        found = find([folder / "data" / FETCHED / "essai"])
        assert found.missing == ()
        assert all(file.metadata for file in found.files)
        assert [*(folder / "data" / FETCHED / ".parts").iterdir()] == []


def copies(folder: Path) -> dict[str, bytes]:
    """What was fetched, the catalogue left out."""
    source = folder / "data" / FETCHED / "essai"
    return {path.name: path.read_bytes() for path in source.iterdir() if path.name != "catalogue.yaml"}


ACTS: Final[dict[str, Act]] = {"fetch": Fetch()}
