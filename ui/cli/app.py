"""`reperes` and its commands. Exit codes: 0 fine, 1 what was asked failed, 2 usage, 3 done but some sources failed."""

from __future__ import annotations

import os

# Before anything imports gradio or chromadb: no analytics, no phoning home, no hub.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["ANONYMIZED_TELEMETRY"] = "False"
os.environ["DO_NOT_TRACK"] = "1"
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from indexer.errors import InputError, ReperesError
from indexer.index import current_manifest
from indexer.messages import sentence
from indexer.settings import Settings
from ui.cli import messages

FAILED, USAGE, SOME_FAILED = 1, 2, 3


class Commands(TyperGroup):
    """The commands; Ctrl-C in one of them is told in French, before typer 0.29 ends the program with its own words."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]  # typer keeps Context's parent to itself
        """As typer's."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            print(f"\n{messages.INTERRUPTED}", file=sys.stderr)
            raise typer.Exit(FAILED) from None


app = typer.Typer(
    name="reperes",
    cls=Commands,
    help="Des réponses citées, à partir de vos publications.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Dossier de l’index.", show_default=".reperes")]
Json = Annotated[bool, typer.Option("--json", help="Écrire un objet JSON sur la sortie standard.")]


def settings_with(**changed: object) -> Settings:
    """The settings, some of them replaced by options (those that are not `None`)."""
    return Settings.load().model_copy(update={name: value for name, value in changed.items() if value is not None})


Sources = Annotated[list[Path] | None, typer.Argument(metavar="[SOURCE]...", show_default="corpus/")]
Host = Annotated[str | None, typer.Option(help="Adresse d’écoute.", show_default="127.0.0.1")]
Port = Annotated[
    int | None, typer.Option(min=0, max=65535, help="Port d’écoute ; 0 en choisit un.", show_default="8000")
]


@app.command()
def index(
    sources: Sources = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Indexer des publications (dossiers, parcourus en profondeur, ou fichiers)."""
    from ui.cli.indexing import run_index

    settings = settings_with(data_dir=data_dir)
    raise typer.Exit(run_index(sources or [settings.source], settings, as_json=as_json))


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="La question, entre guillemets.")] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help="Questions, une ligne JSON chacune.")] = None,
    output: Annotated[Path | None, typer.Option("--output", help="Réponses, une ligne JSON chacune.")] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Poser une question, ou tout un fichier de questions."""
    from ui.cli.asking import ask_batch, ask_one

    if (question is None) == (batch is None):
        raise typer.BadParameter(messages.QUESTION_OR_BATCH)
    settings = settings_with(data_dir=data_dir)
    if batch is not None:
        if output is None:
            raise typer.BadParameter(messages.BATCH_NEEDS_OUTPUT)
        ask_batch(batch, output, settings)
    else:
        ask_one(str(question), settings, as_json=as_json)


@app.command()
def serve(host: Host = None, port: Port = None, data_dir: DataDir = None) -> None:
    """Ouvrir la page et l’API."""
    from ui.cli.serving import run_server

    run_server(settings_with(host=host, port=port, data_dir=data_dir))


@app.command()
def run(sources: Sources = None, host: Host = None, port: Port = None, data_dir: DataDir = None) -> None:
    """Indexer des publications, puis ouvrir la page et l’API : ce que fait « make run »."""
    from ui.cli.indexing import run_index
    from ui.cli.serving import run_server

    settings = settings_with(host=host, port=port, data_dir=data_dir)
    run_server(settings, lambda: run_index(sources or [settings.source], settings, as_json=False))


@app.command()
def status(data_dir: DataDir = None, as_json: Json = False) -> None:
    """Dire ce que contient l’index."""
    manifest = current_manifest(settings_with(data_dir=data_dir).data_dir)
    told = {name: value for name, value in asdict(manifest).items() if name in STATUS_FIELDS}
    told["documents"] = len(manifest.documents)
    told["sources"] = list(manifest.sources)
    if as_json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(messages.STATUS.format(**{**told, "sources": ", ".join(manifest.sources)}))


STATUS_FIELDS = ("documents", "passages", "generation", "built_at", "embedding_model", "dimension", "sources")


@app.command(name="eval")
def evaluate(
    suite: Annotated[str, typer.Option("--suite", help="Jeu de questions.")] = "dev",
    check: Annotated[bool, typer.Option("--check", help="Échouer si une mesure passe sous son seuil.")] = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Mesurer la qualité des réponses."""
    from evals.command import run_eval

    raise typer.Exit(run_eval(suite, settings_with(data_dir=data_dir), check=check, as_json_object=as_json))


def main() -> None:
    """Runs the command; every error of ours becomes one French sentence and an exit code."""
    try:
        app()
    except ReperesError as error:
        print(sentence(error), file=sys.stderr)
        sys.exit(USAGE if isinstance(error, InputError) else FAILED)
