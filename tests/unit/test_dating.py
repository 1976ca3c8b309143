"""The day on which a publication came in: kept through what happens to it, told once for what is older than the field."""

from __future__ import annotations

from dataclasses import replace

from indexer.dating import dated
from indexer.documents import Document, Metadata
from indexer.manifest import FORMAT, Manifest, corpus_digest

FIRST, SECOND, NOW = "2026-01-05T08:00:00+00:00", "2026-02-05T08:00:00+00:00", "2026-03-05T08:00:00+00:00"


def document(doc: str, digest: str = "d1", **told: object) -> Document:
    """A publication."""
    return Document(doc, "/corpus", digest, Metadata(title=doc), **told)  # type: ignore[arg-type]


def manifest(built_at: str, *documents: Document) -> Manifest:
    """What a generation says of itself."""
    return Manifest(FORMAT, built_at, built_at, "m", 64, 1, "c", "p", 0, 0, (), documents)


def dates(found: dict[str, Document]) -> dict[str, tuple[str, str]]:
    """Added and changed, by path."""
    return {doc: (each.added, each.changed) for doc, each in found.items()}


def test_what_is_new_is_of_today() -> None:
    """In the first generation as in any other."""
    assert dates(dated({"a.md": document("a.md")}, None, (), NOW)) == {"a.md": (NOW, "")}
    served = manifest(FIRST, document("b.md", added=FIRST))
    assert dates(dated({"a.md": document("a.md")}, served, (served,), NOW)) == {"a.md": (NOW, "")}


def test_what_is_read_again_keeps_its_day() -> None:
    """And tells when its content changed; another reader changes nothing."""
    served = manifest(SECOND, document("a.md", added=FIRST), document("b.md", added=FIRST, changed=SECOND))
    read = {"a.md": document("a.md", "d2"), "b.md": document("b.md", read_by="v2")}
    assert dates(dated(read, served, (served,), NOW)) == {"a.md": (FIRST, NOW), "b.md": (FIRST, SECOND)}


def test_a_renamed_file_keeps_its_day() -> None:
    """Its new path holds it already; another file at its former path is new."""
    served = manifest(SECOND, document("a.md", added=FIRST))
    moved = replace(served.documents[0], doc="b.md", former=("a.md",))
    found = dated({"b.md": moved, "a.md": document("a.md", "d9")}, None, (served,), NOW)
    assert dates(found) == {"b.md": (FIRST, ""), "a.md": (NOW, "")}


def test_what_was_missing_for_a_while_is_not_new() -> None:
    """As long as a generation that had it is kept; other content at its path is."""
    older, served = manifest(FIRST, document("a.md", added=FIRST)), manifest(SECOND)
    assert dates(dated({"a.md": document("a.md")}, served, (served, older), NOW)) == {"a.md": (FIRST, "")}
    assert dates(dated({"a.md": document("a.md", "d2")}, served, (served, older), NOW)) == {"a.md": (NOW, "")}


def test_generations_without_days_tell_them_by_when_they_were_built() -> None:
    """The oldest that is kept and has the publication, under this name or a former one."""
    older = manifest(FIRST, document("a.md"))
    served = manifest(SECOND, document("b.md", former=("a.md",)), document("c.md"))
    taken_over = {each.doc: each for each in served.documents}
    moved = document("e.md", former=("c.md",))
    found = dated({**taken_over, "e.md": moved}, served, (served, older), NOW)
    assert dates(found) == {"b.md": (FIRST, ""), "c.md": (SECOND, ""), "e.md": (SECOND, "")}


def test_days_do_not_make_another_corpus() -> None:
    """Two generations of the same publications have the same digest."""
    assert corpus_digest((document("a.md", added=FIRST),)) == corpus_digest((document("a.md", changed=NOW),))
