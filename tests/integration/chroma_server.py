"""A Chroma server of the tests' own, as the benchmarks start one."""

from __future__ import annotations

from benchmarks.chroma_server import ChromaServer

__all__ = ["ChromaServer"]
