"""For the site of the documentation: what pages name outside of `docs/` goes with them, under `depot/`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from properdocs.structure.files import File

if TYPE_CHECKING:
    from properdocs.config.defaults import ProperDocsConfig
    from properdocs.structure.files import Files
    from properdocs.structure.pages import Page

APART: Final = "depot"
BEYOND: Final = re.compile(r"\]\(\.\./(?P<path>[^)#\s]+)")
"""A link to a file of the repository."""
PROGRAMS: Final = (".py", ".yaml")


def on_files(files: Files, *, config: ProperDocsConfig) -> Files:
    """Adds what pages name; programs that stand in the folder are no page."""
    for file in list(files):
        if file.src_uri.endswith(PROGRAMS) and f"]({file.src_uri}" not in _all(config):
            files.remove(file)
    for path in sorted({found["path"] for found in BEYOND.finditer(_all(config))}):
        place = Path(config.docs_dir).parent / path
        files.append(File.generated(config, f"{APART}/{path}", abs_src_path=str(place)))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: ProperDocsConfig, files: Files) -> str:
    """Leads to them, and from them back."""
    del config, files
    if page.file.src_uri.startswith(f"{APART}/"):
        return markdown.replace("](docs/", f"]({'../' * page.file.src_uri.count('/')}")
    return BEYOND.sub(rf"]({APART}/\g<path>", markdown)


def _all(config: ProperDocsConfig) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(config.docs_dir).glob("*.md")))
