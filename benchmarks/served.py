"""A server over a copy of the data folder, an administrator of that copy, and the browser that visits it."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from assistant.accounts.rights import NOBODY, Right
from assistant.accounts.store import Accounts
from assistant.database.held import HeldDatabase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser

    from indexer.settings import Settings

ROOT = Path(__file__).parents[1]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
"""Chromium as the browser tests start it: it phones nobody."""
OVERRIDDEN = {
    "REPERES_ACCESS": "open",
    "REPERES_DATABASE_URL": "",
    "REPERES_LIMITS_URL": "",
    "REPERES_LIMIT_READER": "",
    "REPERES_PUBLIC_URL": "",
}
"""Nothing is written elsewhere than in the copy, and one reader who asks all questions is not slowed down."""
LOGIN = "mesure@exemple.fr"
START_SECONDS = 600
"""A million passages take minutes to open."""
STOP_SECONDS = 20


class Missing(Exception):
    """What the measure needs and this machine lacks, with what installs it."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where pages are served.

    Attributes:
        url: Without a slash at its end.
        cookie: Of an administrator's session; empty where nobody may be made one.
        pid: Of the process that serves; 0 where it is not ours.
    """

    url: str
    cookie: str = ""
    pid: int = 0


@contextmanager
def served(settings: Settings) -> Iterator[Site]:
    """`reperes serve` on a free port over a copy of the data folder, which is forgotten afterwards.

    Raises:
        RuntimeError: The server does not start; with what it wrote.
    """
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(settings.data_dir, data)
        cookie = _administrator(
            settings.model_copy(update={"data_dir": data, "database_url": type(settings.database_url)("")})
        )
        with started(data, Path(folder) / "server.log", os.environ | OVERRIDDEN) as site:
            yield replace(site, cookie=cookie)


@contextmanager
def started(data_dir: Path, log: Path, environment: Mapping[str, str], port: int = 0) -> Iterator[Site]:
    """`reperes serve` on a port that is given or free, for as long as it is wanted.

    Args:
        data_dir: With an index.
        log: What the server writes goes there.
        environment: Of the server, whole.
        port: 0 for a free one.

    Raises:
        RuntimeError: The server does not start; with what it wrote.
    """
    with log.open("w", encoding="utf-8") as written:
        asked = ("serve", "--port", str(port), "--data-dir", str(data_dir))
        process = reperes(*asked, environment=environment, output=written)
        try:
            yield Site(_address(process, log), pid=process.pid)
        finally:
            process.terminate()
            process.wait(timeout=STOP_SECONDS)


def reperes(
    *arguments: str, environment: Mapping[str, str], output: IO[str] | int = subprocess.PIPE
) -> subprocess.Popen[str]:
    """A command of ours, begun; what it writes goes to one place."""
    return subprocess.Popen(  # noqa: S603 — our own command
        [sys.executable, "-m", "ui.cli", *arguments],
        cwd=ROOT,
        env=dict(environment),
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window.

    Raises:
        Missing: Neither Chromium nor Playwright goes without saying.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as absent:
        raise Missing("playwright (pip install -e .[test])") from absent
    path = chromium_path()
    if not path:
        raise Missing("Chromium (apt-get install -y chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def chromium_path() -> str:
    """Path of the browser, as the system installs it; empty without one."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or ""


def _administrator(settings: Settings) -> str:
    """The cookie of somebody who may see every page of this data folder."""
    held = HeldDatabase.of(settings)
    try:
        accounts, password = Accounts(held), secrets.token_urlsafe(24)
        accounts.add(
            LOGIN, "Mesure", [Right.ADMINISTRATION, Right.TEAM, Right.MAINTENANCE], by=NOBODY, password=password
        )
        return accounts.sign_in(LOGIN, password).cookie
    finally:
        held.close()


def _address(process: subprocess.Popen[str], log: Path) -> str:
    for _ in range(START_SECONDS * 10):
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text(encoding="utf-8"))
        if found:
            return found.group()
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8')}")
