"""What may be written of an error of ours: of the installation, its sentence; of anything else, its class alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indexer import errors
from indexer.messages import sentence

if TYPE_CHECKING:
    from indexer.errors import ReperesError

OF_THE_INSTALLATION: Final = (
    errors.IndexStateError,
    errors.DatabaseStateError,
    errors.ModelUnavailable,
    errors.WeightsMismatch,
    errors.WritingError,
    errors.NotReadable,
    errors.NotEnoughMemory,
    errors.GapsUnreadable,
    errors.GapsUnavailable,
    errors.TriageModelUnreadable,
)
"""Their values are folders, generations, names of models and of databases: nothing that anybody asked."""


def reason(error: ReperesError) -> str:
    """What is wrong and what to do, where that tells of nobody."""
    if isinstance(error, errors.StoreUnavailable):  # an address may hold a password
        return type(error).__name__
    return sentence(error) if isinstance(error, OF_THE_INSTALLATION) else type(error).__name__
