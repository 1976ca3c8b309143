"""`reperes backup`, `verify` and `restore`: what cannot be made again, in one file, and back."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant.maintenance.backup import back_up
from assistant.maintenance.restoring import restore
from assistant.maintenance.verifying import verify
from indexer.errors import BackupUnreadable
from indexer.messages import sentence
from ui.cli import messages
from ui.typography import volume

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.settings import Settings


def run_backup(path: Path, settings: Settings, *, with_index: bool) -> None:
    """Writes a backup, and says what is not in it.

    Raises:
        WritingError: It cannot be written.
    """
    contents = back_up(settings, path, with_index=with_index)
    print(messages.BACKED_UP.format(path=path, count=len(contents.files), volume=volume(path.stat().st_size)))
    for note in contents.notes:
        print(note, file=sys.stderr)


def run_restore(path: Path, settings: Settings, *, force: bool) -> None:
    """Puts a backup back, and says what is still to be done.

    Raises:
        ReperesError: What `restore` raises.
    """
    done = restore(path, settings.data_dir, force=force)
    told = {"made_at": done.contents.made_at, "count": len(done.contents.files), "folder": settings.data_dir}
    print(messages.RESTORED.format(**told))
    if done.aside is not None:
        print(messages.RESTORED_ASIDE.format(path=done.aside))
    if done.links:
        print(messages.RESTORED_LINKS.format(names=", ".join(done.links)))
    if done.by_hand:
        print(messages.RESTORED_BY_HAND.format(files="\n".join(f"  {file}" for file in done.by_hand)))
    if not done.contents.generation:
        print(messages.RESTORED_WITHOUT_INDEX)
    for note in done.contents.notes:
        print(note, file=sys.stderr)


def run_verify(path: Path, *, as_json: bool) -> int:
    """Says whether a backup could be put back, and what is in it; gives the exit code.

    Raises:
        SourceNotFound: No such file.
    """
    try:
        contents = verify(path)
    except BackupUnreadable as error:
        if as_json:
            print(json.dumps({"whole": False, "error": sentence(error)}, ensure_ascii=False))
        else:
            print(sentence(error), file=sys.stderr)
        return 1
    volume_told = volume(sum(each.bytes for each in contents.files.values()))
    if as_json:
        print(json.dumps({"whole": True, **asdict(contents)}, ensure_ascii=False))
        return 0
    told = {"made_at": contents.made_at, "version": contents.version or messages.UNKNOWN_VERSION}
    print(messages.VERIFIED.format(path=path, count=len(contents.files), volume=volume_told, **told))
    print(messages.VERIFIED_INDEX.format(generation=contents.generation) if contents.generation else messages.NO_INDEX)
    for note in contents.notes:
        print(note, file=sys.stderr)
    return 0
