"""Turns between callers, when more is asked than can be answered at once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator  # noqa: TC003 — FastAPI reads the route's annotations
from contextlib import AsyncExitStack

import pytest
from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.testclient import TestClient

from assistant.accounts.rights import Caller
from assistant.api.access import caller
from assistant.api.turns import IN_TURN, LEAST, MOST_WAITING, PER_PROCESSOR, PER_PROCESSOR_WRITTEN, Turns
from indexer.errors import TooManyRequests
from indexer.settings import Settings, usable_processors


class Asked:
    """Questions that wait for their turn, and the order in which they had it."""

    def __init__(self, at_once: int) -> None:
        self.turns = Turns(at_once)
        self.order: list[str] = []
        self.going: list[asyncio.Task[None]] = []

    async def ask(self, *callers: str) -> None:
        """One question of each, in this order; each is answered at once when its turn has come."""
        for each in callers:
            self.going.append(asyncio.create_task(self._answer(each)))
            await asyncio.sleep(0)

    async def _answer(self, caller: str) -> None:
        async with self.turns.turn(caller):
            self.order.append(caller)

    async def all(self) -> list[str]:
        """The order of all turns."""
        await asyncio.gather(*self.going)
        return self.order


def test_nobody_waits_while_there_is_room() -> None:
    """Questions are answered as they come."""

    async def scene() -> list[str]:
        asked = Asked(2)
        await asked.ask("a", "a", "b")
        return await asked.all()

    assert asyncio.run(scene()) == ["a", "a", "b"]


def test_whoever_asks_most_waits_like_the_others() -> None:
    """One question of each caller, round after round, whatever the order in which they came."""

    async def scene() -> list[str]:
        asked = Asked(1)
        async with asked.turns.turn("first"):
            await asked.ask("noisy", "noisy", "noisy", "noisy", "b", "c", "b")
            assert asked.turns.waiting == 7
        return await asked.all()

    assert asyncio.run(scene()) == ["noisy", "b", "c", "noisy", "b", "noisy", "noisy"]


def test_so_many_are_answered_at_once_and_no_more() -> None:
    """The next one comes when one has ended, not before."""

    async def scene() -> tuple[list[str], list[str]]:
        asked = Asked(2)
        async with AsyncExitStack() as held:
            await held.enter_async_context(asked.turns.turn("a"))
            async with asked.turns.turn("b"):
                await asked.ask("c")
                before = list(asked.order)
            await asyncio.sleep(0.01)
            return before, list(asked.order)

    assert asyncio.run(scene()) == ([], ["c"])


def test_a_caller_with_too_many_that_wait_is_told_to_come_back() -> None:
    """Told when; the others are not concerned."""

    async def scene() -> None:
        asked = Asked(1)
        async with asked.turns.turn("first"):
            await asked.ask(*["noisy"] * MOST_WAITING)
            with pytest.raises(TooManyRequests) as refused:
                async with asked.turns.turn("noisy"):
                    pass
            assert refused.value.values["seconds"]
            await asked.ask("b")
        assert (await asked.all())[:2] == ["noisy", "b"]

    asyncio.run(scene())


def test_whoever_gives_up_leaves_their_turn_to_the_next() -> None:
    """While waiting, or at the very moment when their turn comes."""

    async def scene() -> list[str]:
        asked = Asked(1)
        async with asked.turns.turn("first"):
            await asked.ask("a", "b", "c")
            asked.going[0].cancel()
            await asyncio.sleep(0)
        asked.going[1].cancel()  # its turn was given, and it does not know yet
        await asyncio.wait(asked.going)
        async with asked.turns.turn("last"):
            return asked.order

    assert asyncio.run(scene()) == ["c"]


def test_those_who_gave_up_wait_no_longer() -> None:
    """Whoever comes back after closing as many pages as may wait is not refused."""

    async def scene() -> tuple[int, list[str]]:
        asked = Asked(1)
        async with asked.turns.turn("first"):
            await asked.ask(*["a"] * MOST_WAITING)
            for each in asked.going:
                each.cancel()
            await asyncio.wait(asked.going)
            left = asked.turns.waiting
            asked.going.clear()
            await asked.ask("a")
        return left, await asked.all()

    assert asyncio.run(scene()) == (0, ["a"])


def test_an_answer_that_fails_gives_its_turn_back() -> None:
    """Or a process that had failed often enough would answer nobody."""

    async def scene() -> list[str]:
        asked = Asked(1)
        with pytest.raises(RuntimeError, match="broken"):
            async with asked.turns.turn("a"):
                raise RuntimeError("broken")
        await asked.ask("b")
        return await asked.all()

    assert asyncio.run(scene()) == ["b"]


@pytest.mark.parametrize(
    ("told", "at_once"),
    [
        ({}, max(LEAST, PER_PROCESSOR * usable_processors())),
        ({"llm_model": "openai:x"}, PER_PROCESSOR_WRITTEN * usable_processors()),
        ({"answers_at_once": 3}, 3),
    ],
)
def test_how_many_at_once_goes_by_the_processors_unless_it_is_set(told: dict[str, object], at_once: int) -> None:
    """More of them where a language model is what is waited for."""

    async def scene() -> int:
        turns = Turns.of(Settings().model_copy(update=told))
        async with AsyncExitStack() as held:
            for number in range(100):
                if number == at_once:
                    waiting = asyncio.create_task(turns.turn("x").__aenter__())
                    await asyncio.sleep(0)
                    found = turns.waiting
                    waiting.cancel()
                    return found
                await held.enter_async_context(turns.turn("x"))
        return 0

    assert asyncio.run(scene()) == 1


def test_a_turn_lasts_until_all_of_an_answer_was_sent() -> None:
    """Also where it is sent sentence by sentence: nothing else is computed in its place meanwhile."""
    app = FastAPI()
    app.state.turns = turns = Turns(1)
    app.dependency_overrides[caller] = Caller
    free: list[int] = []

    @app.get("/stream", dependencies=[IN_TURN], response_class=EventSourceResponse)
    def stream() -> Iterator[ServerSentEvent]:
        for _ in range(2):
            free.append(turns._free)
            yield ServerSentEvent(data="sentence")

    with TestClient(app) as client:
        assert client.get("/stream").text.count("sentence") == 2
        assert client.get("/stream").is_success
    assert free == [0, 0, 0, 0]
    assert turns._free == 1
