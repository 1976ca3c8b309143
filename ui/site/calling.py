"""From a request to a visit: who it is, and whether the page is open to them. Every route of our pages takes one.

```
Visiting    anybody, whatever the mode of access: what the service is, the way in
Reading     whoever may read: where reading is not open, others are sent to sign in
Acting      whoever may read and sends a form or a script's request: the session's token must come with it
opened(Right.…)   a page for those who have a right;    sending(Right.…)   a form of theirs
```
"""

from __future__ import annotations

from collections.abc import AsyncIterator  # noqa: TC003 — FastAPI reads the types of what it calls
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Depends, Form, Path, Request

from assistant.accounts.drawing import same
from assistant.accounts.messages_fr import RIGHT_NAMES
from assistant.accounts.rights import Right
from assistant.api.access import TOKEN_HEADER, gate_of, visitor
from assistant.api.turns import turn_of
from indexer.errors import RightMissing, SignInNeeded, TokenMissing
from ui.site.visiting import House, Visit

if TYPE_CHECKING:
    from collections.abc import Callable

TOKEN_FIELD: Final = "jeton"  # noqa: S105 — the name of a form's field
Number = Annotated[int, Path(ge=1, le=2_147_483_647)]
"""Of an address, as databases number what they keep; what is out of their reach is not found there."""


def house_of(request: Request) -> House:
    """What the pages were mounted with."""
    held: House = request.app.state.house
    return held


def visit_of(request: Request) -> Visit:
    """A visit by whoever it is."""
    stranger, known = gate_of(request).stranger, visitor(request)
    caller = replace(known, rights=known.rights | stranger.rights) if known else stranger
    return Visit(request, house_of(request), caller)


def opened(right: Right) -> Callable[[Visit], Visit]:
    """The dependency of a page that a right opens."""

    def entered(visit: Visiting) -> Visit:
        """Lets in whoever has it.

        Raises:
            SignInNeeded: Nobody known asks.
            RightMissing: Somebody known, who may not.
        """
        return admitted(visit, right)

    return entered


def admitted(visit: Visit, right: Right) -> Visit:
    """A visit by somebody who has a right.

    Raises:
        SignInNeeded: Nobody known asks.
        RightMissing: Somebody known, who may not.
        DatabaseStateError, WritingError: It cannot be told who asks.
    """
    if not visit.caller.may(right):
        if visit.caller.doubt:
            raise visit.caller.doubt
        raise RightMissing(right=RIGHT_NAMES[right]) if visit.caller.login else SignInNeeded
    return visit


def token_checked(visit: Visit, given: str) -> Visit:
    """A visit that changes something, by somebody whose session's token came with it; strangers have none.

    Raises:
        TokenMissing: It is not theirs.
    """
    if visit.caller.token and not same(given, visit.caller.token):
        raise TokenMissing
    return visit


def acting(visit: Reading) -> Visit:
    """A request of a script of ours, whose token is in a header.

    Raises:
        TokenMissing: It is not the session's.
    """
    return token_checked(visit, visit.request.headers.get(TOKEN_HEADER, ""))


def sending(right: Right) -> Callable[[Visit, str], Visit]:
    """The dependency of a form that a right allows: the session's token comes with it."""

    def sent(visit: Visiting, jeton: Annotated[str, Form()] = "") -> Visit:
        """Lets in whoever has the right and sent the form from a page of ours.

        Raises:
            SignInNeeded: Nobody known asks.
            RightMissing: Somebody known, who may not.
            TokenMissing: Another site may have sent it.
        """
        return token_checked(admitted(visit, right), jeton)

    return sent


async def in_turn(visit: Reading) -> AsyncIterator[None]:
    """The dependency of pages that answer or search, held until all of the answer was sent.

    Raises:
        TooManyRequests: Too many questions of this visitor wait already.
    """
    async with turn_of(visit.request, visit.caller):
        yield


IN_TURN = Depends(in_turn)
Visiting = Annotated[Visit, Depends(visit_of)]
Reading = Annotated[Visit, Depends(opened(Right.READING))]
Acting = Annotated[Visit, Depends(acting)]
