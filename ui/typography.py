"""French typography of our own words; never of a quotation."""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"


def french(text: str) -> str:
    """Our own words with unbreakable spaces inside « » and before : ; ? !. Never applied to a quotation."""
    return re.sub(r" (?=[»:;?!])|(?<=«) ", NO_BREAK, text)
