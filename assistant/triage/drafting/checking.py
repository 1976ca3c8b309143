"""Checks the templates of the staff before a message comes: names, syntax, and what they make of sample messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jinja2 import nodes

from assistant.triage.drafting import wording
from assistant.triage.drafting.context import DraftContext, attributes
from assistant.triage.drafting.samples import samples
from assistant.triage.drafting.templates import ANSWERED, SUFFIX, Templates, invalid, located, name_of, packaged
from assistant.triage.drafting.writing import SUBJECT, cut
from indexer.errors import SourceNotFound, TemplateInvalid
from indexer.french import has_word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OF_LOOPS: Final = frozenset({"first", "last", "index", "index0", "length", "revindex", "loop", "caller", "self"})
VARIABLES: Final = frozenset(DraftContext.__dataclass_fields__)
LEAST_LINES: Final = 3
"""Of words, besides the subject and the reminder: below, there is no answer in the draft."""


def check(folder: Path) -> list[TemplateInvalid]:
    """What is wrong with the templates of a folder, in the order of its files; empty when they can serve.

    Each is read, and filled for two sample messages of every category that it serves: it must make a draft with its
    subject, its reminder, every citation that the packaged one has, and no promise.

    Raises:
        SourceNotFound: The folder is not there.
    """
    if not folder.is_dir():
        raise SourceNotFound(path=folder)
    templates = Templates(folder)
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(SUFFIX))
    problems = [problem for name in names for problem in _read(folder, name)]
    told = {str(problem.values["where"]).partition(",")[0] for problem in problems}
    known = {name_of(category): category for category in ANSWERED}
    shared = any(name not in known for name in names)
    for name, category in known.items():
        if (shared or name in names) and name not in told:
            problems += _filled(templates, name, category)
    return list({str(problem): problem for problem in problems}.values())


def _read(folder: Path, name: str) -> Iterator[TemplateInvalid]:
    """What can be told of a template without filling it."""
    if name not in packaged() and not name.startswith("_"):
        names = ", ".join(packaged())
        yield TemplateInvalid(where=name, detail=wording.UNKNOWN_NAME.format(names=names))
    try:
        environment = Templates(folder).environment()
        text = (folder / name).read_text(encoding="utf-8")
        environment.compile(text, name)
        tree = environment.parse(text, name)
    except Exception as exc:  # noqa: BLE001 — told, whatever it is
        yield invalid(name, exc)
        return
    yield from _unknown_names(tree, name)


def _unknown_names(tree: nodes.Template, name: str) -> Iterator[TemplateInvalid]:
    """Variables that do not exist, on branches that no sample takes too."""
    modules = {node.target for node in tree.find_all(nodes.Import)}
    given = {node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")}
    given |= {macro.name for macro in tree.find_all(nodes.Macro)} | modules
    for imported in tree.find_all(nodes.FromImport):
        given |= {each if isinstance(each, str) else each[1] for each in imported.names}
    for node in tree.find_all(nodes.Name):
        if node.ctx == "load" and node.name not in VARIABLES | given | OF_LOOPS:
            where = located(name, node.lineno)
            yield TemplateInvalid(where=where, detail=wording.UNKNOWN_VARIABLE.format(name=node.name))
    for member in tree.find_all(nodes.Getattr):
        of_module = isinstance(member.node, nodes.Name) and member.node.name in modules | {"self"}
        if not of_module and member.attr not in attributes() | OF_LOOPS:
            where = located(name, member.lineno)
            yield TemplateInvalid(where=where, detail=wording.UNKNOWN_ATTRIBUTE.format(name=member.attr))


def _filled(templates: Templates, name: str, category: str) -> Iterator[TemplateInvalid]:
    """What is wrong with the drafts that a template makes of the samples of its category."""
    for context in samples(category):
        try:
            text = templates.staff(name, context)
        except TemplateInvalid as exc:
            yield exc
            continue
        sentences, sources = cut(text, context)
        draft = "".join(sentence.text for sentence in sentences)
        _, expected = cut(Templates().render(context).text, context)
        for detail in _wrong(draft):
            yield TemplateInvalid(where=name, detail=detail.format(category=category, reminder=wording.REMINDER))
        if {source.doc for source in expected} - {source.doc for source in sources}:
            yield TemplateInvalid(where=name, detail=wording.LOST.format(category=category))
        promise = wording.PROMISES.search(draft)
        if promise:
            yield TemplateInvalid(where=name, detail=wording.PROMISED.format(words=promise.group()))


def _wrong(draft: str) -> Iterator[str]:
    lines = [line for line in draft.splitlines() if has_word(line)]
    if len(lines) < LEAST_LINES:
        yield wording.EMPTY
        return
    if not SUBJECT.match(draft):
        yield wording.NO_SUBJECT
    if lines[-1].strip() != wording.REMINDER:
        yield wording.NO_REMINDER
