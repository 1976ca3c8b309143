"""The commands about messages: `triage` and what goes with it, `gdpr`, `directory`, `statistics`."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 — typer reads the annotations
from typing import Annotated

import typer
from typer.core import TyperGroup

from ui.cli import triage_messages as words
from ui.cli.options import DataDir, Json, settings_with

MESSAGE = "message"


class WithDefault(TyperGroup):
    """A group whose first command is meant when none is named: `reperes triage mail.eml`, `reperes triage --json -`.

    A file that has the name of a command is given with its folder: `./train`.
    """

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override] # typer keeps Context's parent to itself
        """As typer's, the default command put first where no command stands."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = [MESSAGE, *args]
        return super().parse_args(ctx, args)


triage = typer.Typer(
    cls=WithDefault,
    help="Trier un message reçu : ce qu’il est, pour quand, d’où, et un brouillon. Rien n’est jamais envoyé.",
    add_completion=False,
    subcommand_metavar="[FICHIER|-] | COMMANDE",
)
gdpr = typer.Typer(help="Copier ou effacer ce qui est gardé d’une personne.", no_args_is_help=True)
directory = typer.Typer(help="Tenir l’annuaire des organismes.", no_args_is_help=True)

Person = Annotated[str, typer.Option("--person", metavar="NOM", help="Nom, ou adresse électronique.")]


@triage.command(name=MESSAGE)
def message(
    file: Annotated[
        str | None,
        typer.Argument(metavar="FICHIER|-", help="Fichier .eml, .msg, .mbox ou .txt ; « - » : l’entrée standard."),
    ] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help="Messages, une ligne JSON chacun.")] = None,
    output: Annotated[Path | None, typer.Option("--output", help="Tri, une ligne JSON par message.")] = None,
    save: Annotated[bool, typer.Option("--save", help="Mettre aussi le message dans la file.")] = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Trier un message, ou tout un fichier de messages ; c’est la commande sous-entendue."""
    from ui.cli.triage import triage_batch, triage_one

    if (file is None) == (batch is None):
        raise typer.BadParameter(words.BATCH_ALONE if file else words.FILE_OR_BATCH)
    settings = settings_with(data_dir=data_dir)
    if batch is not None:
        if save:
            raise typer.BadParameter(words.BATCH_ALONE)
        if output is None:
            raise typer.BadParameter(words.BATCH_NEEDS_OUTPUT)
        triage_batch(batch, output, settings)
    else:
        triage_one(str(file), settings, as_json=as_json, save=save)


@triage.command(name="pull")
def pull_mailbox(data_dir: DataDir = None, as_json: Json = False) -> None:
    """Lire la boîte aux lettres (REPERES_IMAP_…), sans rien y changer."""
    from ui.cli.solicitations import run_pull

    raise typer.Exit(run_pull(settings_with(data_dir=data_dir), as_json=as_json))


@triage.command()
def watch(
    folder: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Les messages lus vont dans « traités ».")],
    data_dir: DataDir = None,
) -> None:
    """Suivre un dossier où des messages sont déposés, jusqu’à Ctrl-C."""
    from ui.cli.solicitations import run_watch

    run_watch(folder, settings_with(data_dir=data_dir))


@triage.command(name="list")
def list_queue(
    text: Annotated[str, typer.Option("--text", help="Mots cherchés.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Aussi ce qui est répondu ou archivé.")] = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Lister ce qui est à traiter : le plus urgent d’abord."""
    from ui.cli.solicitations import show_queue

    show_queue(settings_with(data_dir=data_dir), text=text, everything=everything, as_json=as_json)


@triage.command()
def train(
    force: Annotated[
        bool, typer.Option("--force", help="Mettre en service même un modèle qui trie moins bien.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Apprendre des corrections de l’équipe, et dire ce que cela change."""
    from ui.cli.triage_upkeep import run_train

    raise typer.Exit(run_train(settings_with(data_dir=data_dir), force=force))


@triage.command()
def templates(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DOSSIER", show_default="REPERES_TEMPLATES_DIR", help="Où les copier.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Les vérifier seulement.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Copier les modèles de brouillons pour les adapter, et vérifier ceux du dossier."""
    from ui.cli.triage_upkeep import run_templates

    raise typer.Exit(run_templates(folder, settings_with(data_dir=data_dir), check_only=check))


@gdpr.command()
def export(
    person: Person,
    output: Annotated[Path | None, typer.Option("--output", help="Copie en JSON, à remettre à la personne.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Voir ce qui est gardé d’une personne, ou en écrire la copie."""
    from ui.cli.solicitations import export_person

    export_person(person, output, settings_with(data_dir=data_dir))


@gdpr.command()
def erase(
    person: Person,
    yes: Annotated[bool, typer.Option("--yes", help="Effacer pour de bon, après l’aperçu.")] = False,
    author: Annotated[str, typer.Option("--author", help="Qui efface, pour l’historique.")] = "reperes",
    data_dir: DataDir = None,
) -> None:
    """Voir ce qui serait effacé d’une personne, puis l’effacer."""
    from ui.cli.solicitations import erase_person

    erase_person(person, settings_with(data_dir=data_dir), yes=yes, author=author)


@directory.command(name="import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FICHIER.csv")],
    data_dir: DataDir = None,
) -> None:
    """Importer des organismes d’un fichier CSV : tout, ou rien."""
    from ui.cli.solicitations import import_directory

    import_directory(file, settings_with(data_dir=data_dir))


def statistics(
    start: Annotated[str | None, typer.Option("--from", metavar="JOUR", show_default="1er janvier")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="JOUR", show_default="aujourd’hui")] = None,
    output: Annotated[Path | None, typer.Option("--output", help="Les écrire dans un fichier .xlsx ou .csv.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Chiffrer les sollicitations d’une période, pour le rapport d’activité."""
    from ui.cli.solicitations import show_statistics

    show_statistics(start, end, output, settings_with(data_dir=data_dir))


def add_to(app: typer.Typer) -> None:
    """Puts all of these among the commands."""
    app.add_typer(triage, name="triage")
    app.add_typer(gdpr, name="gdpr")
    app.add_typer(directory, name="directory")
    app.command()(statistics)
