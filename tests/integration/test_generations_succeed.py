"""Another generation is published while questions are answered: who waits for it, and what becomes of the former."""

from __future__ import annotations

import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from assistant import serving as module
from assistant.questions import Question
from assistant.serving import Serving

if TYPE_CHECKING:
    from places import Place

    from indexer.index import Index
    from indexer.settings import Settings

pytestmark = pytest.mark.integration

NOTE = "# Une permanence\n\nLa permanence de Lodève a reçu {count} personnes en 2025.\n"
WAITING_SECONDS = 60


def test_only_one_question_waits_for_a_generation_that_is_being_opened(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are answered from the one at hand meanwhile; then everybody has the new one."""
    opening, may_open = threading.Event(), threading.Event()
    real = module.open_index

    def slow(settings: Settings) -> Index:
        opening.set()
        assert may_open.wait(WAITING_SECONDS)
        return real(settings)

    with Serving(place.settings) as serving, ThreadPoolExecutor(1) as asking:
        before = serving.assistant().index.manifest.generation
        place.write("permanence.md", NOTE.format(count=214))
        place.index()
        monkeypatch.setattr(module, "open_index", slow)
        first = asking.submit(serving.assistant)
        assert opening.wait(WAITING_SECONDS)
        assert serving.assistant().index.manifest.generation == before
        may_open.set()
        assert first.result(WAITING_SECONDS).index.manifest.generation == place.generation.name
        assert serving.assistant().index.manifest.generation == place.generation.name


def test_the_vectors_of_a_generation_that_is_no_longer_served_are_given_back(place: Place) -> None:
    """Chroma keeps each client that nobody closes, and memory would grow with every publication."""
    held = SharedSystemClient._identifier_to_system
    with Serving(place.settings) as serving:
        serving.assistant().ask(Question("Combien de QPV compte la France en 2024 ?"))
        gc.collect()
        before = len(held)
        for count in (300, 310, 320):
            place.write("permanence.md", NOTE.format(count=count))
            place.index()
            assert serving.assistant().index.manifest.generation == place.generation.name
        gc.collect()
        assert len(held) == before
