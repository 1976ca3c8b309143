"""What Repères is made of: licences, bill of materials, secrets, known flaws, what is released."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tomllib
from typing import TYPE_CHECKING

import pytest

from evals.assurance.audit import read
from evals.assurance.closure import SERVING, closure, wanted
from evals.assurance.licences import REVIEWED, Kind, incompatible, kind_of, licences
from evals.assurance.release import levelled, sums
from evals.assurance.secrets import found, looked_through

if TYPE_CHECKING:
    from pathlib import Path

INSTALLED = closure(wanted(SERVING))


def test_all_that_is_asked_for_is_followed_to_its_end() -> None:
    """What ours ask for in turn, with the extras that they name, once each."""
    assert {"chromadb", "fastapi", "starlette", "psycopg-binary", "cryptography", "redis"} <= set(INSTALLED)
    assert not {"pytest", "ruff", "weasyprint"} & set(INSTALLED)
    assert set(closure(wanted())) < set(INSTALLED)


def test_nothing_that_serves_binds_the_whole_by_its_licence() -> None:
    """No GPL nor AGPL, no licence that is not told; LGPL and MPL where the reason is written."""
    assert [(each.name, each.told) for each in incompatible(licences())] == []
    assert set(REVIEWED) <= set(INSTALLED)


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("MIT", Kind.PERMISSIVE),
        ("Apache-2.0 WITH LLVM-exception AND BSD-2-Clause", Kind.PERMISSIVE),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", Kind.WEAK),
        ("GPL-3.0-only OR MIT", Kind.PERMISSIVE),
        ("GPL-2.0-or-later AND MIT", Kind.STRONG),
        ("AGPL-3.0-only", Kind.STRONG),
        ("LGPL-3.0-only", Kind.WEAK),
        ("", Kind.UNKNOWN),
        ("All rights reserved", Kind.UNKNOWN),
        ("see (LICENSE", Kind.UNKNOWN),
    ],
)
def test_a_licence_is_read_as_what_it_asks(told: str, kind: Kind) -> None:
    """Of a choice the least demanding, of a sum the most; what is not understood is not waved through."""
    assert kind_of(told) is kind


def test_the_page_of_licences_names_what_the_project_asks_for(root: Path) -> None:
    """Run `make licences` when a dependency comes."""
    named = set(
        re.findall(r"^\| ([\w.-]+) \|", (root / "docs" / "licences.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert set(closure(wanted(SERVING))) & {each.name.lower() for each in wanted(SERVING)} <= named


def test_the_bill_of_materials_names_all_that_is_installed(root: Path) -> None:
    """In CycloneDX, each with its version."""
    asked = [sys.executable, "-m", "cyclonedx_py", "environment", "--pyproject", "pyproject.toml", "--no-validate"]
    done = subprocess.run([*asked, sys.executable], cwd=root, capture_output=True, text=True, check=True)
    bill = json.loads(done.stdout)
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "reperes"
    told = {re.sub(r"[-_.]+", "-", each["name"]).lower(): each["version"] for each in bill["components"]}
    assert {name: told.get(name) for name in INSTALLED} == {name: each.version for name, each in INSTALLED.items()}


def test_a_secret_is_found_and_what_only_looks_like_one_is_not(tmp_path: Path) -> None:
    """The values are put together here, so that no scanner finds them in this file."""
    key = "-----BEGIN " + "PRIVATE KEY-----"
    drawn = "4f9aKq2L" + "xV8sT0bY" + "wPzRm3Nd"
    (tmp_path / "a.py").write_text(f'KEY = """{key}\n"""\n', encoding="utf-8")
    (tmp_path / "b.env").write_text(f"REPERES_LLM_API_KEY={drawn}\n", encoding="utf-8")
    (tmp_path / "c.py").write_text("MOT = 'quatre lampes vertes au grenier'\n", encoding="utf-8")
    told = [(each.path, each.line) for each in found(["a.py", "b.env", "c.py"], tmp_path)]
    assert sorted(set(told)) == [("a.py", 1), ("b.env", 1)]


def test_what_is_new_is_looked_through_before_it_is_kept(root: Path) -> None:
    """Files that git follows, and those that it does not yet; not the vendored ones."""
    names = looked_through(root)
    assert {"Makefile", "evals/assurance/secrets.py", ".env.example", "tests/unit/test_supply_chain.py"} <= set(names)
    assert not [name for name in names if "pdfjs" in name]


def test_an_audit_that_looked_at_nothing_is_no_audit() -> None:
    """pip-audit ends well where its service knows none of the distributions: here that is told."""
    skipped = {"name": "click", "skip_reason": "not found"}
    known = {"name": "jinja2", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3.1"]}]}
    assert not read("pypi", json.dumps({"dependencies": [skipped]})).answered
    assert not read("osv", "no service").answered
    told = read("pypi", json.dumps({"dependencies": [skipped, known]}))
    assert told.answered
    assert told.flaws == ("jinja2 2.0 : PYSEC-1 (corrigé : 3.1)",)
    assert told.unknown == ("click",)


def test_an_archive_is_the_same_wherever_it_is_made(tmp_path: Path) -> None:
    """Whoever owned its files and whenever they were written; nothing in them changes."""

    def made(owner: str, at: int, backwards: bool) -> bytes:
        raw = io.BytesIO()
        with tarfile.open(fileobj=raw, mode="w:gz") as archive:
            for name in sorted(("a/b.txt", "a/c.sh"), reverse=backwards):
                info = tarfile.TarInfo(name)
                info.size, info.mtime, info.uname, info.mode = len(name), at, owner, 0o775 if "sh" in name else 0o664
                archive.addfile(info, io.BytesIO(name.encode()))
        return raw.getvalue()

    one, other = (levelled(made(*each), 1_700_000_000) for each in (("ana", 1, False), ("bob", 2, True)))
    assert one == other
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(one))) as archive:
        assert [(each.name, oct(each.mode), each.mtime) for each in archive] == [
            ("a/b.txt", "0o644", 1_700_000_000),
            ("a/c.sh", "0o755", 1_700_000_000),
        ]
    (tmp_path / "x.whl").write_bytes(b"")
    assert sums([tmp_path / "x.whl"]) == f"{hashlib.sha256().hexdigest()}  x.whl\n"


def test_what_is_released_carries_its_licence_and_its_notice(root: Path) -> None:
    """As Apache-2.0 wants (4d)."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license-files"] == ["LICENSE", "NOTICE"]


def test_every_linter_that_is_silenced_says_why(root: Path) -> None:
    """Of the rules of security (S), each with its reason on the line."""
    bare = re.compile(r"# noqa: (?=[\w, ]*\bS\d{3})[A-Z]+\d+(?:, ?[A-Z]+\d+)*\s*$")
    rooms = ("assistant", "indexer", "ui", "evals", "benchmarks")
    silent = [
        f"{path.relative_to(root)}:{number}"
        for room in rooms
        for path in sorted((root / room).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert silent == []
