"""A directory of organisations as a CSV file: read whole and checked before anything is kept.

Columns, in any order: `name` (required), `role`, `kinds`, `themes`, `territories`, `page`, `email`, `note`, `source`.
Several values of a column are parted by semicolons within it. Columns are parted by commas, or by semicolons as French
spreadsheets write them. UTF-8.
"""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from assistant.solicitations import messages_fr as told
from assistant.solicitations.directory import Imported, Organisation, checked, key_of, put
from indexer.errors import DirectoryLineInvalid, SolicitationFieldInvalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assistant.solicitations.store import Solicitations

COLUMNS: Final = ("name", "role", "kinds", "themes", "territories", "page", "email", "note", "source")
SEVERAL: Final = ("kinds", "themes", "territories")
SHIPPED: Final = "organisations.csv"


def shipped() -> tuple[Organisation, ...]:
    """The organisations that come with Repères, each with its source; no person among them."""
    return read((files(__package__) / SHIPPED).read_bytes(), SHIPPED)


def import_organisations(solicitations: Solicitations, data: bytes, path: str) -> Imported:
    """Adds the organisations of a file, or brings those of the same name up to date; twice does no harm.

    Args:
        solicitations: Where.
        data: The file.
        path: Its name, for errors.

    Raises:
        DirectoryLineInvalid: A line that cannot be used; nothing was imported.
    """
    return put(solicitations, read(data, path))


def read(data: bytes, path: str) -> tuple[Organisation, ...]:
    """The organisations of a file, in its order.

    Raises:
        DirectoryLineInvalid: A line that cannot be used.
    """
    lines: dict[str, int] = {}
    found = []
    for line, row in _rows(data, path):
        try:
            entry = checked(_entry(row))
        except SolicitationFieldInvalid as exc:
            field, value, allowed = (str(exc.values[name]) for name in ("field", "value", "allowed"))
            detail = told.VALUE_REFUSED.format(value=value, allowed=allowed) if value else told.VALUE_MISSING
            raise DirectoryLineInvalid(path=path, line=line, field=field, detail=detail) from exc
        key = key_of(entry.name)
        if key in lines:
            detail = told.NAME_TWICE.format(name=entry.name, line=lines[key])
            raise DirectoryLineInvalid(path=path, line=line, field="name", detail=detail)
        lines[key] = line
        found.append(entry)
    return tuple(found)


def _entry(row: Mapping[str, str]) -> Organisation:
    name, role, page, email, note, source = (row.get(column, "") for column in COLUMNS if column not in SEVERAL)
    kinds, slugs, places = (tuple(filter(None, map(str.strip, row.get(column, "").split(";")))) for column in SEVERAL)
    return Organisation(name, role, kinds, slugs, places, page, email, note, source)


def _rows(data: bytes, path: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Line where each row begins (1-based) and its values by column; blank rows passed over."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = data[: exc.start].count(b"\n") + 1
        raise DirectoryLineInvalid(path=path, line=line, field="…", detail=told.NOT_UTF_8) from exc
    first = text.partition("\n")[0]
    parted = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parted, strict=True)
    line = 1
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        unknown = [name for name in header if name not in COLUMNS]
        if unknown or "name" not in header or len(set(header)) < len(header):
            detail = told.BAD_HEADER.format(columns=", ".join(COLUMNS))
            raise DirectoryLineInvalid(path=path, line=1, field=(unknown or ["name"])[0][:100], detail=detail)
        line = reader.line_num + 1
        for row in reader:
            if any(value.strip() for value in row):
                if len(row) > len(header):
                    raise DirectoryLineInvalid(path=path, line=line, field="…", detail=told.TOO_MANY_VALUES)
                yield line, dict(zip(header, row, strict=False))
            line = reader.line_num + 1
    except csv.Error as exc:
        raise DirectoryLineInvalid(path=path, line=line, field="…", detail=told.NOT_CSV) from exc
