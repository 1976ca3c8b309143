"""An application that is made when somebody first comes."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ui.bench.visited import AtFirstVisit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Making:
    """Makes an application whose life is noted."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.noted: list[str] = []

    def __call__(self) -> FastAPI:
        """One that greets."""
        if self.failures:
            self.failures -= 1
            self.noted.append("failed")
            raise MemoryError
        self.noted.append("made")

        @asynccontextmanager
        async def life(_: FastAPI) -> AsyncIterator[None]:
            self.noted.append("opened")
            yield
            self.noted.append("closed")

        inside = FastAPI()
        inside.get("/bonjour")(lambda: "bonjour")
        whole = FastAPI(lifespan=life, docs_url=None, redoc_url=None, openapi_url=None)
        whole.mount("/banc", inside)
        return whole


def hosted(make: Making) -> FastAPI:
    """An application with a life of its own, where it is mounted."""

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        make.noted.append("host closed")

    host = FastAPI(lifespan=life)
    host.mount("/banc", AtFirstVisit(host, make))
    return host


def test_it_is_made_once_and_ends_before_what_holds_it() -> None:
    """Nothing is made until a request comes; a second one finds it."""
    make = Making()
    with TestClient(hosted(make)) as client:
        assert make.noted == []
        assert [client.get("/banc/bonjour").json() for _ in range(2)] == ["bonjour", "bonjour"]
        assert make.noted == ["made", "opened"]
    assert make.noted == ["made", "opened", "closed", "host closed"]


def test_it_is_tried_again_when_it_could_not_be_made() -> None:
    """As where memory ran short."""
    make = Making(failures=1)
    with TestClient(hosted(make)) as client:
        with pytest.raises(MemoryError):
            client.get("/banc/bonjour")
        assert client.get("/banc/bonjour").json() == "bonjour"
    assert make.noted == ["failed", "made", "opened", "closed", "host closed"]


def test_nobody_comes() -> None:
    """Its host ends as if it were not there."""
    make = Making()
    with TestClient(hosted(make)):
        pass
    assert make.noted == ["host closed"]
