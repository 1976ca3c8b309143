"""All checks, one after the other: what one of them cannot bear is told, and the others go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.doctor import configured, machine, outside, served
from assistant.doctor import messages as words
from assistant.doctor.model import Check, Finding, Level, of_error, problem
from indexer.errors import ReperesError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.settings import Settings

CHECKS: Final[tuple[Check, ...]] = (
    machine.python,
    machine.clock,
    configured.together,
    machine.data_folder,
    served.index,
    served.models,
    served.recognition,
    served.sources,
    outside.database,
    outside.chroma,
    outside.language_model,
    outside.mailbox,
    outside.backup,
)


def examine(settings: Settings) -> Iterator[Finding]:
    """What all checks find, as they find it."""
    for check in CHECKS:
        try:
            yield from check(settings)
        except ReperesError as error:
            yield of_error(check.__name__, error)
        except Exception as error:  # noqa: BLE001 — a check that breaks is a finding, and not the end of the others
            told = words.BROKEN.format(check=check.__name__, kind=type(error).__name__)
            yield problem(check.__name__, told, words.BROKEN_REMEDY)


def worst(findings: Iterable[Finding]) -> Level:
    """How it is, all in all."""
    order = list(Level)
    return max((finding.level for finding in findings), key=order.index, default=Level.OK)
