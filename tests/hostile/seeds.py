"""One small valid file of each format: what truncations, wrong names and the fuzzer start from."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile

from hostile.compound import message, old_workbook
from hostile.mails import mail
from hostile.office import docx, ods, odt, package, paragraph, pptx, sheet_xml, xlsx
from hostile.pdf import document

WORDS = "La coordinatrice réunit les partenaires deux fois par an."
_TABLE = "<table><caption>Tableau 1 – Réunions</caption><tr><th>Ville</th><th>Nombre</th></tr><tr><td>Lyon</td><td>12</td></tr></table>"
_WORD_TABLE = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ville</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
_HEADING = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Un titre</w:t></w:r></w:p>'
_CSV = f"Structure;Nombre\n{WORDS};12\nLyon;3,5\n"
_MARKDOWN = f"---\ntitle: Une fiche\n---\n\n# Un titre\n\n{WORDS}[^1]\n\n- un\n- deux\n\n|Ville|Nombre|\n|-|-|\n|Lyon|12|\n\n[^1]: Une note.\n"
_RTF = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title Une fiche}}\b Un titre\b0\par "
    + WORDS.replace("é", r"\'e9")
    + r"\par\trowd\cellx900\intbl Lyon\cell\row}"
)
_MAIL = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{WORDS}\n\nLe 3 mars 2025 à 10:00, B <b@exemple.fr> a écrit :\n> Bonjour,\n> Merci.\n-- \nA\n"
_BOX = b"From a@exemple.fr Mon Mar  3 10:00:00 2025\n" + mail(_MAIL) + b"\n"


def _html() -> bytes:
    head = '<head><meta charset="utf-8"><title>Une page</title><script type="application/ld+json">{"@type": "Article", "headline": "Une page", "datePublished": "2024-05-01"}</script></head>'
    return f"<!DOCTYPE html><html lang=fr>{head}<body><nav>Menu</nav><main><h1>Un titre</h1><p>{WORDS}</p><ul><li>Un</li></ul>{_TABLE}</main></body></html>".encode()


SEEDS: dict[str, bytes] = {
    ".pdf": document({6: b"<< /Title (Une fiche) /CreationDate (D:20240501) >>"}, b"/Root 1 0 R /Info 6 0 R"),
    ".docx": docx(_HEADING + paragraph() + _WORD_TABLE),
    ".docm": docx(_HEADING + paragraph() + _WORD_TABLE),
    ".xlsx": xlsx(sheet_xml()),
    ".xlsm": xlsx(sheet_xml()),
    ".xls": old_workbook([[WORDS, "Nombre"], ["Lyon", 12.5]]),
    ".odt": odt(),
    ".ods": ods(),
    ".pptx": pptx(),
    ".pptm": pptx(),
    ".rtf": _RTF.encode("ascii"),
    ".html": _html(),
    ".htm": _html(),
    ".csv": _CSV.encode(),
    ".tsv": _CSV.replace(";", "\t").encode(),
    ".md": _MARKDOWN.encode(),
    ".markdown": _MARKDOWN.encode(),
    ".txt": f"Un titre\n\n{WORDS}\n\n- un\n- deux\n".encode(),
    ".eml": mail(_MAIL),
    ".msg": message("Un sujet", WORDS),
    ".mbox": _BOX * 2,
}
"""Suffix → bytes of a file that a reader of this format reads, and that says `WORDS`."""


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in ("note.txt", "dossier/note.md"):
            member = tarfile.TarInfo(name)
            member.size = len(WORDS.encode())
            archive.addfile(member, io.BytesIO(WORDS.encode()))
    return out.getvalue()


_ATTACHED = (
    'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain; charset=utf-8\n\nBonjour.\n--x\n'
    f'Content-Type: text/plain; charset=utf-8\nContent-Disposition: attachment; filename="note.txt"\n\n{WORDS}\n--x--\n'
)
CONTAINERS: dict[str, bytes] = {
    ".eml": mail(_ATTACHED),
    ".msg": SEEDS[".msg"],
    ".mbox": _BOX * 2,
    ".zip": package({"note.txt": WORDS, "dossier/note.md": WORDS}),
    ".tar": _tar(),
    ".tgz": gzip.compress(_tar(), mtime=0),
    ".tbz2": bz2.compress(_tar()),
    ".txz": lzma.compress(_tar()),
}
"""Suffix → bytes of a file that holds other documents."""
