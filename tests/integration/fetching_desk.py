"""What the tests of fetching work with: a data folder with a clock, and sources of the test site."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from indexer.catalogue import load_catalogue
from indexer.fetching.addresses import system_resolver
from indexer.fetching.configuration import Source, SourceKind
from indexer.fetching.run import FETCHED, fetch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from web_site import Site

    from indexer.fetching.limits import FetchLimits
    from indexer.fetching.report import SourceReport

DAY, HOUR = 86_400, 3600


@dataclass
class Desk:
    """A data folder, a clock that is set by hand, and waits that are noted rather than waited."""

    data_dir: Path
    limits: FetchLimits
    now: float = 1_750_000_000.0
    waits: list[float] = field(default_factory=list)

    def fetch(self, source: Source, *, names: Mapping[str, str] | None = None, **limits: object) -> SourceReport:
        """Fetches one source; `names` are what the machine knows of host names."""

        async def resolver(host: str, _port: int) -> list[str]:
            assert names is not None
            return [names[host]]

        async def sleep(seconds: float) -> None:
            self.waits.append(seconds)

        report = fetch(
            [source],
            self.data_dir,
            replace(self.limits, **limits),  # type: ignore[arg-type]
            sleep=sleep,
            clock=lambda: self.now,
            resolver=system_resolver if names is None else resolver,
        )
        return report.sources[0]

    def urls(self, site: Site, *paths: str, **limits: object) -> SourceReport:
        """Fetches some addresses of a site."""
        return self.fetch(addresses(site, *paths), **limits)

    def files(self, source: str = "essai") -> dict[str, bytes]:
        """The copies of a source, by name, its catalogue left out."""
        folder = self.data_dir / FETCHED / source
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != "catalogue.yaml"
        }

    def catalogue(self, source: str = "essai") -> dict[str, tuple[str, str, str]]:
        """Title, day and address of each file, as indexing reads them."""
        entries = load_catalogue(self.data_dir / FETCHED / source).entries.values()
        return {entry.file: (entry.title, entry.date or "", entry.official_url or "") for entry in entries}


def addresses(site: Site, *paths: str, **others: object) -> Source:
    """A source that is a list of addresses of a site."""
    urls = tuple(path if "://" in path else f"{site.url}{path}" for path in paths)
    return Source(id="essai", kind=SourceKind.URLS, urls=urls, **others)


def outcome(report: SourceReport) -> dict[str, list[str]]:
    """The lists of a report that are not empty, by the paths in them."""
    found = {}
    for state in ("new", "changed", "unchanged", "removed", "refused", "failed", "waiting"):
        names = sorted(entry.name.split("://")[-1].partition("/")[2] for entry in report.entries(state))
        if names:
            found[state] = names
    return found


def feed(site: Site) -> Source:
    """The feed of a site."""
    return Source(id="essai", kind=SourceKind.FEED, url=f"{site.url}/feed/")


def of_sitemap(site: Site, path: str = "/") -> Source:
    """A site by its sitemap."""
    return Source(id="essai", kind=SourceKind.SITEMAP, url=f"{site.url}{path}")


def wordpress(site: Site, **others: object) -> Source:
    """A WordPress site."""
    return Source(id="essai", kind=SourceKind.WORDPRESS, url=site.url, **others)
