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
from indexer.file_names import readable
from indexer.index import current_manifest
from indexer.messages import sentence
from ui.cli import account_commands, messages, triage_commands, upkeep_commands
from ui.cli.options import DataDir, Json, settings_with

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


DEFAULT_SOURCES = "corpus/, ce que « fetch » a rapporté, ce qui a été ajouté en ligne"
Sources = Annotated[list[Path] | None, typer.Argument(metavar="[SOURCE]...", show_default=DEFAULT_SOURCES)]
Host = Annotated[str | None, typer.Option(help="Adresse d’écoute.", show_default="127.0.0.1")]
Port = Annotated[
    int | None, typer.Option(min=0, max=65535, help="Port d’écoute ; 0 en choisit un.", show_default="8000")
]


@app.command()
def index(
    sources: Sources = None,
    data_dir: DataDir = None,
    as_json: Json = False,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="MOTIF", help="Ne traiter que ces chemins (« notes/* ») ; peut être répété."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Dire ce qui changerait, sans rien faire.")] = False,
    jobs: Annotated[
        int | None, typer.Option(min=0, max=256, help="Fichiers lus en même temps ; 0 : autant que de cœurs.")
    ] = None,
    open_archives: Annotated[
        bool, typer.Option("--open-archives", help="Lire aussi ce que contiennent les archives.")
    ] = False,
    evals: Annotated[
        str | None, typer.Option("--evals", metavar="JEU", help="Mesurer les réponses avant de publier.")
    ] = None,
    require_evals: Annotated[
        bool, typer.Option("--require-evals", help="Ne pas publier si les réponses se dégradent.")
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FICHIER", help="Écrire aussi le compte rendu (HTML) dans ce fichier."),
    ] = None,
    progress_json: Annotated[
        Path | None,
        typer.Option(
            "--progress-json",
            metavar="FICHIER",
            help="Écrire l’avancement dans ce fichier, une ligne JSON par étape ou par seconde ; « - » : sur la sortie "
            "d’erreur.",
        ),
    ] = None,
) -> None:
    """Indexer des publications (dossiers, parcourus en profondeur, ou fichiers)."""
    from indexer.build import BuildOptions
    from ui.cli.giving_way import give_way
    from ui.cli.indexing import SUITE, Evals, by_default, run_index

    settings = settings_with(data_dir=data_dir, jobs=jobs)
    give_way()
    code = run_index(
        sources or by_default(settings, part=bool(only)),
        settings,
        as_json=as_json,
        options=BuildOptions(tuple(only or ()), dry_run=dry_run, archives=open_archives),
        checked=Evals(evals or SUITE, require_evals) if evals or require_evals else None,
        report_to=report,
        progress_to=progress_json,
    )
    raise typer.Exit(code)


@app.command()
def fetch(
    targets: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="Sources du fichier, ou adresses ; toutes celles du fichier sinon."),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="GENRE", help="Ce que sont les adresses : wordpress, feed, sitemap, urls…"),
    ] = None,
    sources_file: Annotated[
        Path | None, typer.Option("--sources", metavar="FICHIER", help="Les sources.", show_default="sources.yaml")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Tout redemander, même ce qui l’a été récemment.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Continuer à suivre les dossiers, jusqu’à Ctrl-C.")] = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Rapporter des publications du web ou d’un dossier, pour les indexer ensuite."""
    from indexer.fetching.limits import FetchLimits
    from ui.cli.fetching import run_fetch

    settings = settings_with(data_dir=data_dir, fetch_sources=sources_file)
    code = run_fetch(
        targets or [],
        sources_file=settings.fetch_sources,
        data_dir=settings.data_dir,
        limits=FetchLimits.of(settings),
        kind=kind,
        as_json=as_json,
        watch=watch,
        full=full,
    )
    raise typer.Exit(code)


@app.command()
def survey(
    doc: Annotated[str | None, typer.Argument(metavar="[ENQUÊTE]", help="Son chemin ; sans lui, la liste.")] = None,
    question: Annotated[str | None, typer.Option("--question", help="Une seule question.")] = None,
    cross: Annotated[
        tuple[str, str] | None, typer.Option("--cross", help="Deux questions à croiser (réponses individuelles).")
    ] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Lire les chiffres d’une enquête, avec leur base et leur case."""
    from ui.cli.surveys import run_survey

    run_survey(settings_with(data_dir=data_dir), doc, question, cross or None, as_json=as_json)


@app.command(name="generations")
def list_generations(data_dir: DataDir = None, as_json: Json = False) -> None:
    """Lister les index gardés, le plus récent d’abord."""
    from ui.cli.keeping import show_generations

    show_generations(settings_with(data_dir=data_dir), as_json=as_json)


@app.command()
def rollback(
    generation: Annotated[
        str, typer.Argument(metavar="[GÉNÉRATION]", help="Son nom, comme le donne « reperes generations ».")
    ] = "",
    data_dir: DataDir = None,
) -> None:
    """Remettre en service un index précédent."""
    from ui.cli.keeping import run_rollback

    run_rollback(generation, settings_with(data_dir=data_dir))


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
def gaps(
    clear: Annotated[bool, typer.Option("--clear", help="Les effacer.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Confirmer l’effacement.")] = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Lister les questions auxquelles aucune publication ne répond."""
    from ui.cli.gaps import clear_gaps, show_gaps

    settings = settings_with(data_dir=data_dir)
    if not clear:
        show_gaps(settings, as_json=as_json)
    elif yes:
        clear_gaps(settings)
    else:
        raise typer.BadParameter(messages.CLEAR_NEEDS_YES)


@app.command()
def serve(host: Host = None, port: Port = None, data_dir: DataDir = None) -> None:
    """Ouvrir la page et l’API."""
    from ui.cli.serving import run_server

    run_server(settings_with(host=host, port=port, data_dir=data_dir))


@app.command()
def mcp(data_dir: DataDir = None) -> None:
    """Prêter ses outils à un assistant de cette machine (protocole MCP, sur l’entrée et la sortie standard)."""
    from ui.cli.mcp import run_mcp

    run_mcp(settings_with(data_dir=data_dir))


@app.command()
def run(sources: Sources = None, host: Host = None, port: Port = None, data_dir: DataDir = None) -> None:
    """Indexer des publications, puis ouvrir la page et l’API : ce que fait « make run »."""
    from ui.cli.indexing import run_again, run_index
    from ui.cli.serving import run_server

    settings = settings_with(host=host, port=port, data_dir=data_dir)
    run_server(settings, lambda: run_index(sources, settings, as_json=False) if sources else run_again(settings))


@app.command()
def openapi() -> None:
    """Écrire la description de l’API (OpenAPI), sans index ni modèle."""
    from assistant.api.app import create_app

    print(json.dumps(create_app(settings_with()).openapi(), ensure_ascii=False, indent=2))


@app.command()
def status(data_dir: DataDir = None, as_json: Json = False) -> None:
    """Dire ce que contient l’index."""
    manifest = current_manifest(settings_with(data_dir=data_dir).data_dir)
    told = {name: value for name, value in asdict(manifest).items() if name in STATUS_FIELDS}
    told["documents"] = len(manifest.documents)
    told["sources"] = list(map(readable, manifest.sources))
    if as_json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(messages.STATUS.format(**{**told, "sources": ", ".join(told["sources"])}))


STATUS_FIELDS = ("documents", "passages", "generation", "built_at", "embedding_model", "dimension", "sources")


@app.command(name="eval")
def evaluate(
    suite: Annotated[
        list[str] | None,
        typer.Option(
            "--suite",
            metavar="NOM",
            help="Jeu à mesurer, plusieurs fois au besoin ; sans lui : dev, robustness, injection, triage.",
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Échouer sous un seuil, ou si une mesure baisse de façon significative.")
    ] = False,
    split: Annotated[
        str, typer.Option("--split", metavar="JEU", help="Questions posées par un jeu qui n’en a pas à lui.")
    ] = "dev",
    whole: Annotated[bool, typer.Option("--whole", help="Toutes les variantes, pas un échantillon.")] = False,
    public: Annotated[
        Path | None,
        typer.Option("--public", metavar="DOSSIER", help="Dossier des jeux publics.", show_default="../shared/bench"),
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="DOSSIER", help="Écrire le rapport dans ce dossier.")
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Garder cette exécution : les suivantes lui seront comparées.")
    ] = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Mesurer la qualité des réponses."""
    from assistant.maintenance.needs import check_installed

    check_installed()
    from evals.command import Actions, run_eval
    from evals.suites import Options
    from ui.cli.evaluating import recorder

    settings = settings_with(data_dir=data_dir)
    options = Options(split, whole, public) if public else Options(split, whole)
    actions = Actions(check=check, as_json=as_json, report=report, accept=accept, record=recorder(settings))
    raise typer.Exit(run_eval(suite or (), settings, options, actions))


upkeep_commands.add_to(app)
triage_commands.add_to(app)
account_commands.add_to(app)


def main() -> None:
    """Runs the command; every error of ours, or of the system, becomes one French sentence and an exit code.

    In Python's development mode (`python -X dev -m ui.cli …`) those of the system keep their traceback.
    """
    try:
        app()
    except ReperesError as error:
        print(sentence(error), file=sys.stderr)
        sys.exit(USAGE if isinstance(error, InputError) else FAILED)
    except OSError as error:
        if sys.flags.dev_mode:
            raise
        print(system_refused(error), file=sys.stderr)
        sys.exit(FAILED)


def system_refused(error: OSError) -> str:
    """What the system would not do, where nothing nearer by has a sentence for it."""
    detail = error.strerror or str(error) or type(error).__name__
    named = error.filename or error.filename2
    if not isinstance(named, (str, bytes)):
        return messages.SYSTEM_FAILED.format(detail=detail)
    return messages.SYSTEM_REFUSED.format(
        path=os.fsdecode(named).encode(errors="backslashreplace").decode(), detail=detail
    )
