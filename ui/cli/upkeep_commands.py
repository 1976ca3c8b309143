"""The commands of upkeep: a job's own process, `worker`, `purge`, `backup`, `restore`, `verify`, `doctor`."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 — typer reads the annotations
from typing import Annotated

import typer

from ui.cli.options import DataDir, Json, settings_with

job = typer.Typer(help="Travaux demandés en ligne.", no_args_is_help=True)


@job.command(name="run")
def run_job(
    number: Annotated[int, typer.Argument(metavar="NUMÉRO", help="Celui du travail, déjà demandé.")],
    data_dir: DataDir = None,
) -> None:
    """Faire un travail demandé en ligne ; c’est le serveur qui lance cette commande."""
    from ui.cli.jobs import run

    raise typer.Exit(run(number, settings_with(data_dir=data_dir)))


def worker(
    alive: Annotated[
        Path | None,
        typer.Option(
            "--alive", metavar="FICHIER", help="Toucher ce fichier toutes les deux secondes : pour une sonde."
        ),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Faire les travaux demandés en ligne, à la place des serveurs (REPERES_WORKER), jusqu’à l’arrêt."""
    from ui.cli.working import run_worker

    run_worker(settings_with(data_dir=data_dir), alive)


def purge(data_dir: DataDir = None, as_json: Json = False) -> None:
    """Oublier tout de suite ce qui a dépassé sa durée de conservation."""
    from ui.cli.working import run_purge

    run_purge(settings_with(data_dir=data_dir), as_json=as_json)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FICHIER.tar.gz", help="Où l’écrire ; lisible de vous seul·e.")],
    with_index: Annotated[
        bool,
        typer.Option("--with-index", help="Prendre aussi ce qui se reconstruit : index, originaux, récupérations."),
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Sauvegarder ce qui ne se reconstruit pas, service en marche ou non."""
    from ui.cli.backing_up import run_backup

    run_backup(file, settings_with(data_dir=data_dir), with_index=with_index)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FICHIER.tar.gz", help="Une sauvegarde de Repères.")],
    force: Annotated[
        bool, typer.Option("--force", help="Même si le dossier n’est pas vide ; ce qui s’y trouve est mis de côté.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Remettre une sauvegarde en place, vérifiée, service arrêté."""
    from ui.cli.backing_up import run_restore

    run_restore(file, settings_with(data_dir=data_dir), force=force)


def verify(
    file: Annotated[Path, typer.Argument(metavar="FICHIER.tar.gz", help="Une sauvegarde de Repères.")],
    as_json: Json = False,
) -> None:
    """Vérifier une sauvegarde sans la remettre en place ; code 1 si elle ne peut pas servir."""
    from ui.cli.backing_up import run_verify

    raise typer.Exit(run_verify(file, as_json=as_json))


def doctor(data_dir: DataDir = None, as_json: Json = False) -> None:
    """Tout vérifier, et dire le remède de ce qui ne va pas ; code 1 s’il y a un problème."""
    from ui.cli.doctor import run_doctor

    raise typer.Exit(run_doctor(data_dir, as_json=as_json))


def add_to(app: typer.Typer) -> None:
    """Puts all of these among the commands."""
    app.add_typer(job, name="job", hidden=True)
    app.command()(worker)
    app.command()(purge)
    app.command()(backup)
    app.command()(restore)
    app.command()(verify)
    app.command()(doctor)
