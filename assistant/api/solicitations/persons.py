"""Routes of the rights of persons over their data: what is known of them, a copy, its erasure."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — pydantic reads the type of a field
from dataclasses import asdict
from typing import TYPE_CHECKING, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from assistant.accounts.audit import Action
from assistant.api.access import AllAccounts, Who, author_of
from assistant.api.solicitations.access import BODY_BYTES, Desk, bounded
from assistant.api.solicitations.shapes import SignedIn
from assistant.solicitations import persons

if TYPE_CHECKING:
    from indexer.settings import Settings


class PersonIn(BaseModel):
    """Somebody, by name or address; sent in a body, for addresses stay in journals."""

    model_config = ConfigDict(extra="forbid")

    person: str = Field(min_length=1, max_length=200, description="Nom, ou adresse électronique.")


class EraseIn(PersonIn, SignedIn):
    """An erasure that is confirmed."""

    confirm: Literal[True] = Field(description="À mettre à true, après l’aperçu : l’effacement est définitif.")


class MentionOut(BaseModel):
    """A solicitation that tells of a person."""

    reference: str
    received: dt.date
    sender: bool = Field(description="Vrai si elle est d’elle : elle sera anonymisée en entier.")
    where: list[str]
    excerpts: list[str]


class FoundOut(BaseModel):
    """All that is known of a person."""

    person: str
    solicitations: list[MentionOut]
    contacts: list[str]
    organisations: list[str]
    member: bool
    also: list[str] = Field(description="Autres noms et adresses des mêmes messages, à chercher aussi.")


class ErasedOut(BaseModel):
    """What an erasure did."""

    anonymised: int
    masked: int
    contacts: int
    organisations: int


def persons_router(_settings: Settings) -> APIRouter:
    """The routes under `/gdpr`."""
    router = APIRouter(prefix="/gdpr", tags=["droits des personnes"], route_class=bounded(BODY_BYTES))

    @router.post("/preview", summary="Voir ce qui est gardé d’une personne, sans rien changer")
    def preview_person(asked: PersonIn, reception: Desk) -> FoundOut:
        return FoundOut.model_validate(asdict(persons.find(reception.solicitations, asked.person)))

    @router.post("/export", summary="Copier ce qui est gardé d’une personne")
    def export_person(asked: PersonIn, reception: Desk, who: Who, accounts: AllAccounts) -> dict[str, object]:
        copy = persons.export(reception.solicitations, asked.person)
        accounts.record(who, Action.PERSON_EXPORTED)
        return copy

    @router.post("/erase", summary="Effacer ce qui est gardé d’une personne")
    def erase_person(asked: EraseIn, reception: Desk, who: Who, accounts: AllAccounts) -> ErasedOut:
        done = persons.erase(reception.solicitations, asked.person, author=author_of(who, asked.author))
        accounts.record(who, Action.PERSON_ERASED, detail=asdict(done))
        return ErasedOut(**asdict(done))

    return router
