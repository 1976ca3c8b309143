"""Looks for secrets in what git follows, with detect-secrets; what only looks like one is listed with its reason.

    python -m evals.assurance.secrets         tells each, and ends with 1 where there is one

A list of our own rather than the tool's baseline, which notes lines: any edit above would make it stale. What is not
written by hand is left out: vendored scripts, whose digests `ui.site.vendoring` checks, publications, data.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from detect_secrets.core.scan import scan_file
from detect_secrets.settings import transient_settings

from evals.assurance.closure import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KNOWN: Final = Path(__file__).with_name("not_secrets.txt")
OWN: Final = KNOWN.relative_to(ROOT).as_posix()
LEFT_OUT: Final = ("ui/site/static/pdfjs/", "corpus/", "assistant/refusal_model.json", OWN)
DATA: Final = frozenset(
    {*(".csv", ".docx", ".gz", ".jpg", ".jsonl", ".npz", ".ods", ".odt", ".pdf", ".png", ".po", ".pot", ".pptx")}
    | {*(".safetensors", ".svg", ".woff2", ".xlsx", ".zip")}
)
PLUGINS: Final = (
    *(
        "AWSKeyDetector",
        "AzureStorageKeyDetector",
        "Base64HighEntropyString",
        "BasicAuthDetector",
        "GitHubTokenDetector",
    ),
    *("GitLabTokenDetector", "JwtTokenDetector", "KeywordDetector", "NpmDetector", "OpenAIDetector"),
    *("PrivateKeyDetector", "PypiTokenDetector"),
)
"""Of detect-secrets' 27, those for services that a contributor here may hold keys of: each reads every line. Not that
for hexadecimal strings: digests of contents stand everywhere, and our own secrets are base64url."""


@dataclass(frozen=True, slots=True)
class Found:
    """What looks like a secret.

    Attributes:
        path: From the root.
        line: 1-based.
        kind: As detect-secrets names it.
        value: What it is.
    """

    path: str
    line: int
    kind: str
    value: str


def looked_through(root: Path = ROOT) -> list[str]:
    """The files that git follows, and those that are new, without what is left out."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(asked, cwd=root, check=True, capture_output=True, text=True).stdout  # noqa: S603 — git
    return [
        name
        for name in told.splitlines()
        if not name.startswith(LEFT_OUT) and Path(name).suffix not in DATA and (root / name).is_file()
    ]


def found(names: Iterable[str], root: Path = ROOT) -> Iterator[Found]:
    """What looks like a secret in some files and is not known for none."""
    known = not_secrets()
    with transient_settings({"plugins_used": [{"name": plugin} for plugin in PLUGINS]}):
        for name in names:
            for each in scan_file(str(root / name)):
                if each.secret_value not in known:
                    yield Found(name, each.line_number, each.type, each.secret_value or "")


def not_secrets(path: Path = KNOWN) -> frozenset[str]:
    """What only looks like a secret: a line each, after the comment that says why."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def main() -> None:
    """Tells where, never what: logs are kept."""
    told = list(found(looked_through()))
    for each in told:
        print(f"{each.path}:{each.line} : {each.kind}")
    if told:
        print(f"Si ce n’en est pas un, dites-le avec sa raison dans {KNOWN.relative_to(ROOT)}.")
    raise SystemExit(bool(told))


if __name__ == "__main__":
    main()
