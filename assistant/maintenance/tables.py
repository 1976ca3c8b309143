"""The tables of maintenance: jobs, and the evaluations that were run."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — SQLAlchemy reads the types of columns

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from assistant.database.base import Base


class Job(Base):
    """A job: asked for by `asked_by`, in one of the states of `assistant.maintenance.jobs.State`.

    `options` is what was asked for, `progress` how far it is (`assistant.maintenance.progress.Steps`), `report` what
    `reperes index --json` or `reperes eval --json` gives, `page` its HTML file, relative to the data folder, `error`
    the sentence of what made it fail. `beat_at` is when its process last said that it lives; `cancel_asked`, that it
    is to stop.
    """

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), index=True)
    asked_by: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[dt.datetime]
    started_at: Mapped[dt.datetime | None]
    beat_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    options: Mapped[dict[str, object]] = mapped_column(default=dict)
    progress: Mapped[dict[str, object]] = mapped_column(default=dict)
    report: Mapped[dict[str, object] | None]
    page: Mapped[str] = mapped_column(String(200), default="")
    error: Mapped[str] = mapped_column(default="")


class Evaluation(Base):
    """A run of the evaluations: its figures, by suite and quality, on a generation."""

    __tablename__ = "evaluations"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    suite: Mapped[str] = mapped_column(String(40), index=True)
    generation: Mapped[str] = mapped_column(String(80))
    figures: Mapped[dict[str, object]]
