"""Past solicitations that are alike, with what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import sqlalchemy as sa

from assistant.solicitations.filing import stored
from assistant.solicitations.kept import Status
from assistant.solicitations.tables import Solicitation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.solicitations.kept import Stored
    from assistant.solicitations.store import Solicitations

DONE: Final = (Status.ANSWERED.value, Status.ARCHIVED.value)


@dataclass(frozen=True, slots=True)
class Alike:
    """A past solicitation that was answered.

    Attributes:
        stored: It, with `sent` and `resources_sent`.
        score: Cosine of the two messages' vectors, in [-1, 1].
    """

    stored: Stored
    score: float


def nearest(
    solicitations: Solicitations, vector: NDArray[np.floating], *, count: int = 3, least: float = 0.0, but: str = ""
) -> tuple[Alike, ...]:
    """The answered solicitations that are most alike, best first; only those whose answer is kept.

    Args:
        solicitations: Where.
        vector: Of a message, `(dim,)`; those kept with another dimension (another model's) are passed over.
        count: Most of them.
        least: Cosine under which one is not alike.
        but: Reference of the solicitation itself.
    """
    answered = (
        Solicitation.vector.is_not(None),
        Solicitation.status.in_(DONE),
        Solicitation.reference != but,
        sa.or_(Solicitation.sent != "", Solicitation.resources_sent.any()),
    )
    with solicitations.database.reading() as session:
        known = session.execute(sa.select(Solicitation.id, Solicitation.vector).where(*answered)).all()
        scores = _cosines(np.asarray(vector, dtype=np.float32), [kept or b"" for _, kept in known])
        best = sorted(zip(scores, (row.id for row in known), strict=True), key=lambda pair: (-pair[0], pair[1]))
        chosen = [(score, number) for score, number in best[:count] if score >= max(least, -1.0)]
        wanted = sa.select(Solicitation).where(Solicitation.id.in_([number for _, number in chosen]))
        rows = {row.id: row for row in session.scalars(wanted)}
        return tuple(Alike(stored(rows[number]), score) for score, number in chosen)


def _cosines(wanted: NDArray[np.float32], kept: list[bytes]) -> list[float]:
    """Cosines in [-1, 1]; -2 for a vector of another dimension, or of no length."""
    dimension = wanted.shape[0]
    same = [position for position, data in enumerate(kept) if len(data) == dimension * 2]
    found = [-2.0] * len(kept)
    length = float(np.linalg.norm(wanted))
    if not same or not length:
        return found
    matrix = np.frombuffer(b"".join(kept[position] for position in same), dtype=np.float16).astype(np.float32)
    matrix = matrix.reshape(-1, dimension)
    lengths = np.linalg.norm(matrix, axis=1)
    cosines = np.divide(matrix @ wanted, lengths * length, out=np.full(len(same), -2.0, np.float32), where=lengths > 0)
    for position, cosine in zip(same, cosines, strict=True):
        found[position] = float(cosine)
    return found
