"""Two people on one message: the second is told, and what they typed is handed back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.routing import APIRoute

from indexer.errors import SolicitationConflict
from indexer.messages import sentence
from ui.staff import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from fastapi import Request, Response

    from ui.staff.visiting import Act


class HandingBack(APIRoute):
    """A form's route: a conflict is a page, with the words of the form."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's own, conflicts aside."""
        answer = super().get_route_handler()

        async def answered(request: Request) -> Response:
            """The route's answer, or the page of a conflict."""
            try:
                return await answer(request)
            except SolicitationConflict as error:
                return _told(request.state.act, error)

        return answered


def _told(act: Act, error: SolicitationConflict) -> Response:
    kept = [(label, act.text(name)) for name, label in messages.TYPED.items() if act.text(name)]
    values = {"sentence": sentence(error), "reference": error.values["reference"], "kept": kept}
    return act.page("conflict.html", values, 409)
