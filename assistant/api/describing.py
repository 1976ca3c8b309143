"""The OpenAPI document made useful to whoever writes a client: names, examples, the one shape of errors.

FastAPI writes it from the routes; what follows is added: an operation is called as its function is, every required
parameter and every JSON answer has an example (`examples/<operation>.json`), and every documented error its schema.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from assistant.accounts.messages_fr import RIGHT_NAMES
from assistant.accounts.rights import Right
from assistant.api.problems import DETAILS, INVALID, MEDIA_TYPE, Problem, body_of, told
from assistant.api.securing import secure
from indexer import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI
    from fastapi.routing import APIRoute

    from indexer.errors import ReperesError

UNREADABLE: Final = "Corps illisible : ce n’est pas du JSON"
EXAMPLES: Final = "examples"
"""Folder of the examples: `{"request"?, "response"? | "like"?}`, as JSON goes over the wire."""
JSON: Final = "application/json"
PARAMETERS: Final = {
    "doc": "reperes-pratiques/cls-asv-clsm-qui-fait-quoi.pdf",
    "page": 3,
    "question": "K3",
    "row": "Q1",
    "column": "Q2",
    "reference": "S-2026-0007",
    "name": "Centre de ressources d’exemple",
    "number": 1,
    "account": 3,
    "link": "5f0c1d2e3a4b5968",
    "session": "9a8b7c6d5e4f3021",
    "conversation": "0f8fad5bd9cb469fa16570867728950e",
    "shared": "9b2e6f0c4d1a47c8b5e3f7a190d2c684",
    "model": "reperes",
    "generation": "20261123T084512345678-0a1b2c3d-4321",
    "identifier": "sante-mentale-et-logement",
    "key": "20261123T090140123456-sante-mentale-et-logement",
    "code": "missing_date",
}
"""Examples of the parameters of addresses."""
TAGS: Final = [  # without accents: they name modules of generated clients
    {"name": "questions", "description": "Poser une question, recevoir une réponse faite de phrases citées."},
    {"name": "publications", "description": "Parcourir, lire et chercher les publications ; suivre les nouveautés."},
    {"name": "conversations", "description": "Les conversations des personnes connectées, gardées par le service."},
    {"name": "partage", "description": "Partager une réponse par un lien ; l’exporter."},
    {"name": "avis", "description": "Dire ce que vaut une réponse ; relire ces avis, en faire des évaluations."},
    {"name": "mon compte", "description": "Ce qui est à soi : nom, mot de passe, clés, ce qui est gardé."},
    {"name": "usage", "description": "Combien le service sert : des comptes par jour, sans rien de personne."},
    {"name": "vocabulaires", "description": "Ce que prennent les filtres : thèmes, types, éditeurs, territoires."},
    {"name": "chiffres", "description": "Les résultats d’enquêtes, en chiffres exacts."},
    {"name": "sollicitations", "description": "Les messages reçus par l’équipe, leur tri et leur suivi."},
    {"name": "annuaire", "description": "Les organismes vers lesquels orienter."},
    {"name": "droits des personnes", "description": "Ce qui est gardé d’une personne : le voir, le copier, l’effacer."},
    {"name": "connexion", "description": "Entrer, sortir, savoir qui l’on est."},
    {"name": "comptes", "description": "Comptes, invitations, clés et journal, pour qui administre."},
    {"name": "compatible openai", "description": "Les mêmes réponses, dans la forme de l’API d’OpenAI."},
    {"name": "maintenance", "description": "Index, travaux, publications ajoutées, qualité du fonds et des réponses."},
    {"name": "service", "description": "Le service répond-il ?"},
]


ERRORS: Final[dict[int, ReperesError]] = {
    401: errors.SignInNeeded(),
    403: errors.RightMissing(right=RIGHT_NAMES[Right.TEAM]),
    404: errors.DocumentNotFound(doc="inconnue.pdf"),
    409: errors.SolicitationConflict(reference="S-2026-0007", read=3, current=4),
    429: errors.TooManyRequests(seconds=12),
    503: errors.StoreUnavailable(url="http://127.0.0.1:8001", path=""),
}
"""An example of each status that one of our errors has; the others have the framework's words."""


def operation_id(route: APIRoute) -> str:
    """The name of an operation in generated clients: its function's, a verb first (`list_documents`)."""
    return route.name


def describe(app: FastAPI) -> None:
    """Has an application complete its OpenAPI document, once, when it is first asked for."""
    written = app.openapi

    def complete() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = completed(written())
            secure(app.openapi_schema, app)
        return app.openapi_schema

    app.openapi = complete  # type: ignore[method-assign]  # as FastAPI's documentation has it


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI document with all that a client wants to know."""
    from assistant.api.openai import documented  # its routes take what the application defines

    document.setdefault("components", {}).setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
    for operation in operations(document):
        if JSON in operation.get("requestBody", {}).get("content", {}):
            operation["responses"].setdefault("400", {"description": UNREADABLE, "content": {MEDIA_TYPE: {}}})
        _examples(operation, example_of(operation["operationId"]))
        for status, response in operation["responses"].items():
            if MEDIA_TYPE in response.get("content", {}):
                response["content"][MEDIA_TYPE] = _problem(status)
    documented.complete(document)
    return document


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The operations of an OpenAPI document."""
    for path in document["paths"].values():
        yield from (operation for operation in path.values() if "operationId" in operation)


def example_of(operation: str) -> dict[str, Any]:
    """The example of an operation; empty where it has none. One that is `like` another's answers as that one does."""
    found = files(__package__).joinpath(EXAMPLES, f"{operation}.json")
    told: dict[str, Any] = json.loads(found.read_text(encoding="utf-8")) if found.is_file() else {}
    return told | {"response": example_of(told["like"])["response"]} if "like" in told else told


def _examples(operation: dict[str, Any], example: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        if parameter["required"] and parameter["name"] in PARAMETERS:
            parameter.setdefault("example", PARAMETERS[parameter["name"]])
    asked = operation.get("requestBody", {}).get("content", {}).get(JSON)
    if asked is not None and "request" in example:
        asked["example"] = example["request"]
    for status in ("200", "201"):
        given = operation["responses"].get(status, {}).get("content", {}).get(JSON)
        if given is not None and "response" in example:
            given["example"] = example["response"]


def _problem(status: str) -> dict[str, Any]:
    number = int(status)
    ours = ERRORS.get(number)
    body = told(ours) if ours else body_of(number, DETAILS.get(number, INVALID.format(field="limit")))
    return {"schema": {"$ref": "#/components/schemas/Problem"}, "example": body}
