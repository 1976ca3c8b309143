"""Accounts over HTTP: signing in and out, one's own account, and what administrators give and take.

```
session ─▶ who am I, in, out      me ─▶ my name, password, sessions, keys
users, keys, invitations, audit ─▶ for whoever has the right « administration »
```

May not enter: passwords and rights themselves: `assistant.accounts` decides.
"""

from __future__ import annotations

from fastapi import APIRouter, Depends

from assistant.accounts.rights import Right
from assistant.api.access import ACCESS_ERRORS, anyone, needs, signed_in
from assistant.api.accounts.audit import audit_router
from assistant.api.accounts.giving import invitations_router, keys_router
from assistant.api.accounts.me import me_router
from assistant.api.accounts.session import session_router
from assistant.api.accounts.shapes import REFUSALS
from assistant.api.accounts.users import users_router
from assistant.api.caching import NEVER_KEPT
from assistant.contract import API


def accounts_router() -> APIRouter:
    """All these routes, each with what it wants of whoever calls."""
    router = APIRouter(prefix=API, dependencies=[NEVER_KEPT], responses={**ACCESS_ERRORS, **REFUSALS})
    router.include_router(session_router(), dependencies=[Depends(anyone)])
    router.include_router(me_router(), dependencies=[Depends(signed_in)])
    for part in (users_router, keys_router, invitations_router, audit_router):
        router.include_router(part(), dependencies=[Depends(needs(Right.ADMINISTRATION))])
    return router
