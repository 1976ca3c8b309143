"""A real web server on the loopback, with the habits of real sites, good and bad: what the fetcher is tested against."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

Answer = Callable[["Handler"], None]
DATE = "Mon, 03 Feb 2025 10:00:00 GMT"


@dataclass(frozen=True)
class Asked:
    """A request that came; header names in lower case."""

    path: str
    headers: dict[str, str]
    at: float


class Site:
    """What the server gives, by path (query included when it has one), and what it was asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.pages: dict[str, Answer] = {}
        self.log: list[Asked] = []
        self.closing = threading.Event()
        self.connections = 0

    def asked(self, path: str) -> list[Asked]:
        """The requests for one path, in order."""
        return [asked for asked in self.log if asked.path == path]

    def paths(self) -> list[str]:
        """The paths asked since the last call, robots.txt left out."""
        found = [asked.path for asked in self.log if asked.path != "/robots.txt"]
        self.log.clear()
        return found

    def gives(self, path: str, body: bytes | str, media: str = "text/html; charset=utf-8", **headers: str) -> None:
        """A file with an ETag of its content; conditions and ranges are honoured."""
        self.pages[path] = whole(body.encode() if isinstance(body, str) else body, media, headers)


class Handler(BaseHTTPRequestHandler):
    """Looks the answer up; what it does not know is 404."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are written apart: without this, 40 ms a request
    site: Site

    def setup(self) -> None:
        """A connection begins."""
        self.site.connections += 1
        super().setup()

    def do_GET(self) -> None:
        """Any request of the fetcher."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.site.log.append(Asked(self.path, headers, time.monotonic()))
        answer = self.site.pages.get(self.path) or self.site.pages.get(urlsplit(self.path).path) or status(404)
        with contextlib.suppress(ConnectionError):
            answer(self)

    def reply(self, code: int, body: bytes = b"", **headers: str) -> None:
        """A well-made answer; `_` in header names stands for `-`."""
        self.send_response_only(code)
        self.send_header("Date", DATE)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@contextlib.contextmanager
def serving() -> Iterator[Site]:
    """A server of its own on a free port, until the end of the block."""
    handler = type("SiteHandler", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    site = handler.site = Site(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def status(code: int, body: bytes = b"", **headers: str) -> Answer:
    """Always this status."""
    return lambda handler: handler.reply(code, body, **headers)


def redirect(location: str, code: int = 302) -> Answer:
    """Sends on to another address."""
    return status(code, Location=location)


def whole(body: bytes, media: str, headers: dict[str, str], *, ranges: bool = True) -> Answer:
    """A file as a good server gives it: ETag, 304, ranges with If-Range."""
    etag = headers.get("ETag", f'"{sha256(body).hexdigest()[:12]}"')

    def answer(handler: Handler) -> None:
        told = {"Content_Type": media, "ETag": etag, **headers}
        if handler.headers.get("If-None-Match") == etag:
            handler.reply(304, ETag=etag)
            return
        start = range_start(handler)
        if ranges and start and handler.headers.get("If-Range") == etag:
            span = f"bytes {start}-{len(body) - 1}/{len(body)}"
            handler.reply(206, body[start:], Content_Range=span, **told)
            return
        handler.reply(200, body, **told)

    return answer


def range_start(handler: Handler) -> int:
    """First byte asked for; 0 when no range is."""
    return int(handler.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))


def in_turn(*answers: Answer) -> Answer:
    """One answer after another; the last one for ever."""
    left = list(answers)

    def answer(handler: Handler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return answer


def cut(body: bytes, at: int, media: str = "application/pdf", **headers: str) -> Answer:
    """Promises a whole file, gives its first bytes, hangs up."""

    def answer(handler: Handler) -> None:
        handler.send_response_only(200)
        for name, value in {"Content-Type": media, "Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body[:at])
        handler.wfile.flush()
        handler.close_connection = True

    return answer


def stalled(body: bytes, at: int, **headers: str) -> Answer:
    """The first bytes of a PDF, then nothing more."""

    def answer(handler: Handler) -> None:
        cut(body, at, **headers)(handler)
        handler.site.closing.wait(60)

    return answer


def endless(media: str = "text/plain") -> Answer:
    """A body without end, as fast as it is read."""

    def answer(handler: Handler) -> None:
        handler.send_response_only(200)
        handler.send_header("Content-Type", media)
        handler.send_header("Connection", "close")
        handler.end_headers()
        while not handler.site.closing.is_set():
            handler.wfile.write(b"encore " * 2000)
        handler.close_connection = True

    return answer


def drip(every: float = 0.1, *, headers_too: bool = False) -> Answer:
    """A byte now and then: each is in time, the whole never comes."""

    def answer(handler: Handler) -> None:
        start = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" + (b"X: " if headers_too else b"\r\n")
        handler.wfile.write(start)
        handler.wfile.flush()
        while not handler.site.closing.wait(every):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    return answer


def silent() -> Answer:
    """Takes the request and says nothing."""

    def answer(handler: Handler) -> None:
        handler.site.closing.wait(10)
        handler.close_connection = True

    return answer


def garbage() -> Answer:
    """Something that is not HTTP."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        handler.close_connection = True

    return answer


@dataclass
class Post:
    """An article of a WordPress site; `modified` in its own time zone."""

    id: int
    title: str
    content: str
    modified: str = "2025-02-03T10:00:00"
    categories: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    protected: bool = False
    source_url: str = ""
    mime_type: str = ""
    slug: str = ""

    def row(self, site: Site) -> dict[str, object]:
        """As the interface tells."""
        return {
            "id": self.id,
            "link": f"{site.url}/{self.slug or f'article-{self.id}'}/",
            "date": self.modified,
            "modified": self.modified,
            "title": {"rendered": self.title},
            "content": {"rendered": self.content, "protected": self.protected},
            "categories": self.categories,
            "tags": self.tags,
            "source_url": self.source_url,
            "mime_type": self.mime_type,
        }


class WordPress:
    """The REST interface of a WordPress site: pages, totals, fields, filters."""

    def __init__(self, site: Site, *, pretty: bool = True) -> None:
        self._site = site
        self.largest_page = 100
        self.terms = {"categories": [{"id": 1, "name": "Santé &amp; ville"}], "tags": [{"id": 2, "name": "Mémo"}]}
        self.rows: dict[str, list[Post]] = {"posts": [], "pages": [], "media": []}
        for name in ("categories", "tags", "posts", "pages", "media"):
            if pretty:
                site.pages[f"/wp-json/wp/v2/{name}"] = lambda handler, name=name: self._list(handler, name)
        if not pretty:
            site.pages["/"] = self._by_query

    def _by_query(self, handler: Handler) -> None:
        route = parse_qs(urlsplit(handler.path).query)["rest_route"][0]
        self._list(handler, route.removeprefix("/wp/v2/"))

    def _list(self, handler: Handler, name: str) -> None:
        asked = {key: value[0] for key, value in parse_qs(urlsplit(handler.path).query).items()}
        rows = self._narrowed(name, asked)
        size, number = min(int(asked["per_page"]), self.largest_page), int(asked["page"])
        pages = -(-len(rows) // size)
        if number > max(pages, 1):
            handler.reply(400, b'{"code": "rest_post_invalid_page_number"}')
            return
        shown = [
            {key: value for key, value in row.items() if key in asked["_fields"].split(",")}
            for row in rows[(number - 1) * size : number * size]
        ]
        told = {"X_WP_Total": str(len(rows)), "X_WP_TotalPages": str(pages)}
        handler.reply(200, json.dumps(shown).encode(), Content_Type="application/json; charset=UTF-8", **told)

    def _narrowed(self, name: str, asked: dict[str, str]) -> list[dict[str, object]]:
        if name in self.terms:
            return list(self.terms[name])
        posts = self.rows[name]
        if asked.get("media_type"):
            posts = [post for post in posts if post.mime_type.split("/")[0] == asked["media_type"]]
        if asked.get("modified_after"):
            posts = [post for post in posts if post.modified > asked["modified_after"]]
        if asked.get("include"):
            posts = [post for post in posts if str(post.id) in asked["include"].split(",")]
        key = "modified" if asked.get("orderby") == "modified" else "id"
        ordered = sorted(posts, key=lambda post: getattr(post, key), reverse=asked.get("order") == "desc")
        return [post.row(self._site) for post in ordered]


def rss(site: Site, *entries: tuple[str, str, str]) -> str:
    """A feed: title, path of the page, path of the attached file (or nothing)."""
    items = "".join(
        f"<item><title>{title}</title><link>{site.url}{page}</link>"
        f"<pubDate>Mon, 03 Feb 2025 00:30:00 +0100</pubDate>"
        + (f'<enclosure url="{site.url}{attached}" type="application/pdf" length="1"/>' if attached else "")
        + "</item>"
        for title, page, attached in entries
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>{items}</channel></rss>'


def sitemap(site: Site, *pages: tuple[str, str]) -> str:
    """A sitemap: path, date of change (or nothing)."""
    entries = "".join(
        f"<url><loc>{site.url}{path}</loc>" + (f"<lastmod>{lastmod}</lastmod>" if lastmod else "") + "</url>"
        for path, lastmod in pages
    )
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'


def sitemap_index(site: Site, *paths: str) -> str:
    """A sitemap of sitemaps."""
    entries = "".join(f"<sitemap><loc>{site.url}{path}</loc></sitemap>" for path in paths)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'


def pdf(text: str = "texte", padding: int = 0) -> bytes:
    """What begins and ends as a PDF; nobody here reads it."""
    return b"%PDF-1.4\n% " + text.encode() + b"\n" + b"0" * padding + b"\n%%EOF\n"


def html_page(title: str, text: str = "Une phrase.", day: str = "") -> str:
    """A page with its title and, maybe, its day."""
    meta = f'<meta property="article:published_time" content="{day}T08:00:00+01:00">' if day else ""
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{title} | Le site</title>{meta}</head>'
        f"<body><nav>Menu</nav><main><h1>{title}</h1><p>{text}</p></main></body></html>"
    )
