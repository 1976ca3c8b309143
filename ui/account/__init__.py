"""« Se connecter » and « Mon compte »: the way in, the first password, one's own name, password, sessions and keys.

```
entering    /connexion, /connexion/oidc, /deconnexion      welcoming    /bienvenue/{lien}      mine    /compte
```

May not enter: the other rooms' pages; a password, anywhere but in the form that sends it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter

__all__ = ["router"]


def router() -> APIRouter:
    """The routes of these pages."""
    from fastapi import APIRouter

    from ui.account import entering, leaving, mine, vouched, welcoming

    made = APIRouter(include_in_schema=False)
    for module in (entering, leaving, vouched, welcoming, mine):
        made.include_router(module.router)
    return made
