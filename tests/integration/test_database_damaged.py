"""The SQLite file of accounts, conversations and solicitations is damaged under a running service, then put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from insider import API, MAIL, QUESTION, Insider, signed_in, whole_app
from starlette.testclient import TestClient

from assistant.database.opening import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from places import Place, Ran

pytestmark = pytest.mark.timeout(300)


def test_it_is_told_and_a_copy_put_back_is_enough(place: Place, reperes: Callable[..., Ran]) -> None:
    """Answers go on, for whoever is signed in too; nothing is a fault of the program; nothing is restarted."""
    app = whole_app(place.settings.model_copy(update={"limit_reader": "", "selector": False}))
    path = place.settings.data_dir / FILE_NAME
    with TestClient(app):
        insider = Insider(app, signed_in(app.state.accounts))
        conversation = insider.post("/conversations", 201, json={"title": "Avant"})["id"]
        kept = path.read_bytes()
        for damage in (
            kept[: len(kept) // 2],
            kept[:100] + bytes(len(kept) - 100),
            b"Ceci n\xe2\x80\x99en est pas une. " * 500,
        ):
            path.write_bytes(damage)
            assert insider.post("/ask", 200, json={"question": QUESTION})["citations"]
            told = insider.get(f"/conversations/{conversation}", 503)
            assert "Remettez en place une copie de sauvegarde" in str(told["detail"])
            insider.post("/solicitations", 503, json={"text": MAIL})
            assert insider.client.get("/conversations").status_code == 503
            assert insider.client.get("/").status_code == 200
            assert list(insider.ready()["troubles"]) == ["database"]  # type: ignore[call-overload]
            examined = reperes("doctor", "--data-dir", place.settings.data_dir)
            assert (examined.code, "Remettez en place une copie" in examined.out) == (1, True)
            path.write_bytes(kept)
            assert insider.get(f"/conversations/{conversation}")["title"] == "Avant"
            assert insider.ready()["status"] == "ready"
        assert TestClient(app).post(f"{API}/ask", json={"question": QUESTION}).status_code == 200
