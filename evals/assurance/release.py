"""What is released: the archive of the sources, the wheel, their digests; the same bytes wherever they are built.

    python -m evals.assurance.release [--twice]        from the last commit, into dist/

`git archive` gives the files and `SOURCE_DATE_EPOCH` their time (reproducible-builds.org). setuptools heeds it for the
wheel, but writes the archive of the sources with the owner and the hour of its folder: it is written again. `--twice`
builds again and compares. Signing comes after, by whoever releases: docs/publier.md.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from evals.assurance.closure import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

DIST: Final = ROOT / "dist"
SUMS: Final = "SHA256SUMS"
EPOCH: Final = "SOURCE_DATE_EPOCH"


def build(commit: str, into: Path) -> list[Path]:
    """Builds a commit.

    Args:
        commit: As git names it.
        into: A folder, made if need be.

    Returns:
        The archive of the sources and the wheel.
    """
    at = int(_git("show", "--no-patch", "--format=%ct", commit))
    with tempfile.TemporaryDirectory() as place:
        sources = Path(place) / "sources"
        with tarfile.open(fileobj=io.BytesIO(_git_bytes("archive", commit))) as archive:
            archive.extractall(sources, filter="data")
        asked = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(into), str(sources)]
        env = {**os.environ, EPOCH: str(at)}
        subprocess.run(asked, check=True, env=env, stdout=subprocess.DEVNULL)  # noqa: S603 — ourselves
    for sdist in into.glob("*.tar.gz"):
        sdist.write_bytes(levelled(sdist.read_bytes(), at))
    return sorted([*into.glob("*.tar.gz"), *into.glob("*.whl")])


def levelled(archive: bytes, at: int) -> bytes:
    """An archive with the same files and nothing of where and when it was made.

    Args:
        archive: A tar, compressed by gzip.
        at: Seconds since 1970 that every file is dated of.
    """
    raw = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as old,
        tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as new,
    ):
        for member in sorted(old.getmembers(), key=lambda each: each.name):
            content = old.extractfile(member) if member.isfile() else None
            member.mtime, member.uid, member.gid, member.uname, member.gname = at, 0, 0, "", ""
            member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
            member.pax_headers = {}
            new.addfile(member, content)
    return gzip.compress(raw.getvalue(), mtime=at)


def sums(paths: Sequence[Path]) -> str:
    """Digests as `sha256sum --check` reads them."""
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths)


def main() -> None:
    """Builds the last commit; with `--twice`, ends with 1 where a second build differs."""
    commit = _git("rev-parse", "HEAD")
    DIST.mkdir(exist_ok=True)
    for old in (*DIST.glob("*.tar.gz"), *DIST.glob("*.whl")):
        old.unlink()
    told = sums(build(commit, DIST))
    (DIST / SUMS).write_text(told, encoding="ascii")
    print(told, end="")
    if "--twice" in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as place:
            same = sums(build(commit, Path(place))) == told
        print("Une seconde construction donne les mêmes octets." if same else "Une seconde construction diffère.")
        raise SystemExit(not same)


def _git(*asked: str) -> str:
    return _git_bytes(*asked).decode().strip()


def _git_bytes(*asked: str) -> bytes:
    return subprocess.run(["git", *asked], cwd=ROOT, check=True, capture_output=True).stdout  # noqa: S603, S607 — git


if __name__ == "__main__":
    main()
