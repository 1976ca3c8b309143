"""Every text that readers see, by its French words: gettext, whose French catalogue is the code itself.

The words in templates and in `messages` modules are the identities of a gettext catalogue, `ui/locale/reperes.pot`,
which `make catalogue` writes and a test compares. Another language is a `.po` beside it (docs/exploitation.md).
"""

from __future__ import annotations

import functools
import gettext
from pathlib import Path
from typing import Final

from markupsafe import Markup, escape

from ui.typography import french

DOMAIN: Final = "reperes"
FOLDER: Final = Path(__file__).parents[1] / "locale"
LANGUAGE: Final = "fr"


class French(gettext.NullTranslations):
    """The words as they are written; in French, none is singular."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The first words for 0 and 1, the others from 2 on."""
        return msgid1 if abs(n) < 2 else msgid2  # noqa: PLR2004 — French grammar


@functools.cache
def translations(language: str = LANGUAGE) -> gettext.NullTranslations:
    """The catalogue of a language; French for one that has none."""
    found = gettext.find(DOMAIN, FOLDER, [language])
    return gettext.translation(DOMAIN, FOLDER, [language]) if found else French()


def text(words: str, /, **values: object) -> str:
    """A text for readers, its unbreakable spaces put in, `%(name)s` filled in.

    Safe in a template: what is filled in is escaped there unless it is `Markup` already.
    """
    return _filled(translations().gettext(words), values)


def counted(one: str, several: str, n: int, /, **values: object) -> str:
    """Likewise, for a number of things: `%(n)s` is the number."""
    return _filled(translations().ngettext(one, several, n), {"n": n, **values})


def _filled(words: str, values: dict[str, object]) -> str:
    set_out = french(words)
    if not values:
        return set_out
    if any(isinstance(value, Markup) for value in values.values()):
        return Markup(escape(set_out)) % {name: escape(value) for name, value in values.items()}  # noqa: S704 — escaped
    return set_out % values
