"""What the library's pages say, in French, where a template does not say it itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from assistant.understood import Field

FACETS: Final[dict[Field, str]] = {
    "theme": "Thème",
    "kind": "Type de publication",
    "year": "Année",
    "publisher": "Éditeur",
    "territory": "Territoire",
}
