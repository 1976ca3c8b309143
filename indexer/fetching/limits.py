"""What a fetch may ask, take and wait for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from indexer.settings import Settings

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Bounds and manners of a fetch.

    Attributes:
        contact: E-mail address or page told to the sites in the User-Agent, so that they can complain; may be empty.
        delay_seconds: Pause between two requests to one host, at least; a robots.txt may ask for more.
        longest_delay_seconds: A robots.txt that asks for a longer pause gets this one.
        connect_seconds: To reach a host.
        read_seconds: Between two pieces of an answer.
        total_seconds: For a whole answer, from the request to its last byte.
        max_bytes: Of one file, as sent and once decompressed.
        max_total_bytes: Received by one run, all sources together.
        max_listing_bytes: Of one feed, sitemap or page of an interface, as sent and once decompressed.
        redirects: Followed at most for one address.
        tries: Requests for one address at most, while the failures are such as may pass.
        longest_wait_seconds: A site that asks to come back later than that is left for the next run.
        private_hosts: Host names, addresses or networks (`10.2.0.0/16`) that may be asked although private.
        ports: TCP ports that may be asked.
        types: Suffixes that may be fetched, such as `.pdf`; empty: all that can be indexed.
        recheck_days: A page that its listing tells as unchanged, or no longer tells, is asked again after that.
        full_listing_days: A WordPress site is listed whole after that, so that removals are seen.
        gone_hours: A page answering 404 is removed when it still does, in another run, after that. 410 is at once.
        settle_seconds: A file of a watched folder younger than that is left until it stops changing.
    """

    contact: str = ""
    delay_seconds: float = 1.0
    longest_delay_seconds: float = 60.0
    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    total_seconds: float = 300.0
    max_bytes: int = 100 * MEGABYTE
    max_total_bytes: int = 5_000 * MEGABYTE
    max_listing_bytes: int = 50 * MEGABYTE
    redirects: int = 5
    tries: int = 4
    longest_wait_seconds: float = 120.0
    private_hosts: tuple[str, ...] = ()
    ports: tuple[int, ...] = (80, 443)
    types: tuple[str, ...] = ()
    recheck_days: float = 7.0
    full_listing_days: float = 7.0
    gone_hours: float = 1.0
    settle_seconds: float = 2.0

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """As the operator set them."""
        return cls(
            contact=settings.fetch_contact,
            delay_seconds=settings.fetch_delay,
            max_bytes=settings.fetch_megabytes * MEGABYTE,
            private_hosts=tuple(host.strip() for host in settings.fetch_private_hosts.split(",") if host.strip()),
            ports=tuple(map(int, settings.fetch_ports.split(","))),
        )
