"""Catalogues that are not what they should be: `CATALOGUES` by name."""

from __future__ import annotations

_ENTRY = "{{id: n{0}, title: Une note, file: {1}}}"
_LAUGHS = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 10))


def _publications(*entries: str, more: str = "") -> bytes:
    return ("publications:\n" + "\n".join(f"- {entry}" for entry in entries) + f"\n{more}\n").encode()


CATALOGUES: dict[str, bytes] = {
    "laughing": f"l0: &l0 [rire]\n{_LAUGHS}\npublications: *l9\n".encode(),
    "laughing-title": f"l0: &l0 [rire]\n{_LAUGHS}\npublications: [{{id: n1, title: *l9, file: note.md}}]\n".encode(),
    "laughing-identifier": f"l0: &l0 [rire]\n{_LAUGHS}\npublications: [{{id: *l9, title: Une note, file: note.md}}]\n".encode(),
    "itself": b"publications: &p [*p]\n",
    "itself-as-an-entry": b"publications: [&e {id: n1, title: *e, file: note.md}]\n",
    "merged": b"a: &a {id: n1}\npublications:\n- {<<: [*a, *a, *a], title: Une note, file: note.md}\n",
    "python": _publications("!!python/object/apply:os.system ['touch zorglub-script']"),
    "python-name": _publications("{id: !!python/name:os.system , title: Une note, file: note.md}"),
    "deep": b"publications: " + b"[" * 20_000,
    "deep-closed": b"publications: " + b"[" * 3000 + b"]" * 3000,
    "deep-maps": b"publications: " + b"{a: " * 20_000,
    "tag-of-a-truth": _publications("{id: n1, title: Une note, file: note.md, year: !!bool peut-être}"),
    "tag-of-a-day": _publications("{id: n1, title: Une note, file: note.md, date: !!timestamp demain}"),
    "tag-of-a-figure": _publications("{id: n1, title: Une note, file: note.md, year: !!int ''}"),
    "zero": b"",
    "nul": b"publications: []\0\n",
    "nothing-but-nul": bytes(100),
    "latin": "publications: [{id: n1, title: Une note d'été, file: note.md}]\n".encode("latin-1"),
    "utf-16": "publications: []\n".encode("utf-16"),
    "tabs": b"publications:\n\t- id: n1\n",
    "binary": bytes(range(256)),
    "words": b"Ceci n'est pas un catalogue.\n",
    "two-documents": b"publications: []\n---\npublications: []\n",
    "twice-the-key": b"publications: []\npublications: 3\n",
    "key-list": b"? [a]\n: b\npublications: []\n",
    "up": _publications(_ENTRY.format(1, "../dehors.md")),
    "absolute": _publications(_ENTRY.format(1, "/etc/hostname")),
    "windows": _publications(_ENTRY.format(1, "'C:\\dehors.md'")),
    "nul-in-a-name": _publications(_ENTRY.format(1, '"note\\0.md"')),
    "half-a-character": _publications(_ENTRY.format(1, '"\\ud800.md"')),
    "half-a-title": _publications('{id: n1, title: "Une \\ud800 note", file: note.md}'),
    "long-name": _publications(_ENTRY.format(1, "n" * 100_000)),
    "itself-as-a-file": _publications(_ENTRY.format(1, "catalogue.yaml")),
    "the-folder": _publications(_ENTRY.format(1, ".")),
    "figures": _publications(f"{{id: n1, title: Une note, file: note.md, year: {'9' * 5000}}}"),
    "sixties": _publications(f"{{id: n1, title: Une note, file: note.md, year: {'9:' * 3000}9}}"),
    "infinite": _publications("{id: n1, title: Une note, file: note.md, year: .inf}"),
    "not-a-number": _publications("{id: n1, title: Une note, file: note.md, year: .nan}"),
    "no-such-day": _publications("{id: n1, title: Une note, file: note.md, date: 2026-02-31}"),
    "replaces-itself": _publications("{id: n1, title: Une note, file: note.md, replaces: n1, replaced_by: n1}"),
    "replaces-in-a-ring": _publications(
        "{id: n1, title: Une note, file: note.md, replaced_by: n2}",
        "{id: n2, title: Une note, file: b.md, replaced_by: n1}",
    ),
    "address": _publications("{id: n1, title: Une note, file: note.md, official_url: 'javascript:alert(1)'}"),
    "identifier-slow": _publications(f"{{id: {'a-' * 30_000}, title: Une note, file: note.md}}"),
    "exclude-stars": _publications(more=f"exclude: ['{'*a' * 40}b']"),
    "exclude-brackets": _publications(more=f"exclude: ['{'[' * 5000}', '[!', '[z-a]', '[]']"),
    "exclude-numbers": _publications(more="exclude: [1, {a: b}]"),
    "entries-2000": _publications(*(_ENTRY.format(n, f"f{n}.md") for n in range(2000))),
}
