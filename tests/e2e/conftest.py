"""A server over the publications of `corpus/`, as `make run` starts it, and a browser to visit it with.

Pages of a test that fails are kept as pictures in the folder that `E2E_SCREENSHOTS` names, where it does.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright
from sharing import made_once

from benchmarks.served import FLAGS, ROOT, chromium_path, reperes, started
from indexer.publishing import VECTORS_NAME
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DESKTOP = (1280, 800)
INDEX_SECONDS = 900
SCREENSHOTS = "E2E_SCREENSHOTS"
FAILED = pytest.StashKey[bool]()
ANSWER_SECONDS = 60
"""Longest wait for what a page should show: how fast it comes is for `benchmarks` to say, on any machine."""


@dataclass(frozen=True)
class Server:
    """A running `reperes serve`."""

    url: str
    log: Path


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser, as the system installs it; without one these tests are skipped, before any indexing."""
    path = chromium_path()
    if not path:
        pytest.skip("NO BROWSER TEST RAN: Chromium is missing (apt-get install -y chromium)")
    return path


@pytest.fixture(scope="session")
def data_dir(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of `corpus/`, made by `reperes index`: two minutes on two cores, once for all processes.

    Much less where the repository's own data folder has the vectors of its texts, which `.ci/run` sees to: they go by
    content, and what is not there is embedded.
    """
    folder = tmp_path_factory.mktemp("index") / "data"
    shutil.copytree(made_once("corpus-index", _index, tmp_path_factory), folder)  # each server writes in its own
    return folder


def _index(folder: Path) -> None:
    known = ROOT / Settings.model_fields["data_dir"].default / VECTORS_NAME
    if known.exists():
        shutil.copyfile(known, folder / VECTORS_NAME)
    with reperes("index", "--data-dir", str(folder), environment=_environment()) as indexing:
        told, _ = indexing.communicate(timeout=INDEX_SECONDS)
    assert indexing.returncode == 0, told


@pytest.fixture(scope="session")
def server(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`reperes serve` on a free port, ready."""
    with serving(data_dir, tmp_path_factory.mktemp("server") / "server.log") as started:
        yield started


@contextmanager
def serving(data_dir: Path, log: Path, port: int = 0, **variables: str) -> Iterator[Server]:
    """`reperes serve` over an index, for as long as it is wanted, on a port that is given or free."""
    with started(data_dir, log, _environment() | variables, port) as site:
        yield Server(site.url, log)


def _environment() -> dict[str, str]:
    """Ours, without the settings of whoever runs the tests."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("REPERES_")}
    return ours | {name: value for name, value in os.environ.items() if name == "REPERES_MODEL_CACHE"}


@pytest.fixture(scope="module")  # and no longer: Playwright holds an event loop in this thread, and others need theirs
def browser(chromium: str) -> Iterator[Browser]:
    """A Chromium that phones nobody."""
    expect.set_options(timeout=ANSWER_SECONDS * 1000)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield launched
        launched.close()


@dataclass
class Faults:
    """What goes wrong in the browsers of a test: errors of scripts and of the console, requests that fail.

    Whatever the pages' policy stops is an error of the console; a request to anybody else is a fault too.
    """

    host: str
    told: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Listens to all pages of a visitor."""
        context.on("weberror", lambda error: self.told.append(f"script: {error.error}"))
        context.on("console", lambda line: line.type == "error" and self.told.append(f"console: {line.text}"))
        context.on("requestfailed", self._failed)
        context.on("request", self._asked)

    def expected(self, *words: str) -> None:
        """A loss that the test means: forgiven, but only where each fault has one of these words."""
        self.told[:] = [fault for fault in self.told if not any(word in fault for word in words)]

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that is left, a question that is stopped
            self.told.append(f"request: {request.url} {request.failure}")

    def _asked(self, request: Request) -> None:
        if request.url.startswith(("http", "ws")) and not request.url.startswith(self.host):
            self.told.append(f"elsewhere: {request.url}")


@pytest.fixture
def faults(server: Server) -> Iterator[Faults]:
    """Any fault fails the test, whatever it looks at."""
    found = Faults(server.url)
    yield found
    assert found.told == []


@pytest.fixture
def context_of(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., BrowserContext]]:
    """Makes visitors: each has a context, and so a conversation, of their own."""
    opened: list[BrowserContext] = []

    def visitor(size: tuple[int, int] = DESKTOP, locale: str = "fr-FR", **more: object) -> BrowserContext:
        width, height = size
        opened.append(browser.new_context(locale=locale, viewport={"width": width, "height": height}, **more))  # type: ignore[arg-type]  # as Playwright takes them
        return opened[-1]

    yield visitor
    if request.node.stash.get(FAILED, False):
        _keep(request.node.name, [page for context in opened for page in context.pages])
    for context in opened:
        context.close()


def _keep(test: str, pages: list[Page]) -> None:
    if not os.environ.get(SCREENSHOTS):
        return
    folder = Path(os.environ[SCREENSHOTS])
    folder.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(pages, 1):
        page.screenshot(path=folder / f"{re.sub(r'[^a-zA-Z0-9]+', '-', test)}-{number}.png", full_page=True)


@pytest.fixture
def visit(server: Server, faults: Faults, context_of: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Opens the page as a new visitor."""

    def visited(size: tuple[int, int] = DESKTOP, locale: str = "fr-FR", **more: object) -> Page:
        context = context_of(size, locale, **more)
        faults.watch(context)
        page = context.new_page()
        page.goto(server.url)
        page.get_by_role("textbox", name="Votre question").wait_for()
        return page

    return visited


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Adds the server's log to the report of a test that fails, and remembers that it does."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    running = getattr(item, "funcargs", {}).get("server")
    if report.failed and running:
        report.sections.append(("server log", running.log.read_text(encoding="utf-8")))
    return report
