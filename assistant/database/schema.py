"""All tables together, for whoever makes or compares them."""

from __future__ import annotations

# Importing a room's tables is what declares them.
import assistant.accounts.tables
import assistant.conversations.tables
import assistant.maintenance.tables
import assistant.solicitations.tables  # noqa: F401 — imported for their tables
from assistant.database.base import Base

__all__ = ["Base"]
