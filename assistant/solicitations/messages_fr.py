"""What this package says to people, in French."""

from __future__ import annotations

NO_SUCH_DATABASE = "Une adresse PostgreSQL est attendue (postgresql://nom:mot-de-passe@serveur/base)."
