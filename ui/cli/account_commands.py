"""The commands about accounts and keys: `user`, `key`. No password is ever an argument: histories keep those."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli import account_messages as words
from ui.cli.options import DataDir, Json, settings_with

user = typer.Typer(help="Donner, changer et fermer des comptes.", no_args_is_help=True)
key = typer.Typer(help="Faire et révoquer des clés d’accès à l’API.", no_args_is_help=True)

Login = Annotated[str, typer.Argument(metavar="IDENTIFIANT", help="Adresse électronique du compte.")]
Rights = Annotated[
    list[str] | None,
    typer.Option("--right", metavar="DROIT", help=f"Droit à donner, plusieurs fois au besoin : {words.KNOWN_RIGHTS}."),
]


@user.command(name="add")
def add(
    login: Login,
    name: Annotated[str, typer.Option("--name", metavar="NOM", help="Nom qui signe les changements.")],
    rights: Rights = None,
    password: Annotated[
        bool, typer.Option("--password", help="Demander un mot de passe, au lieu de faire un lien.")
    ] = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Donner un compte, et le lien par lequel son mot de passe se choisit."""
    from ui.cli.accounts import add_account

    settings = settings_with(data_dir=data_dir)
    add_account(settings, login, name, rights or ["lecture"], ask=password, as_json=as_json)


@user.command(name="list")
def listed(data_dir: DataDir = None, as_json: Json = False) -> None:
    """Lister les comptes."""
    from ui.cli.accounts import list_accounts

    list_accounts(settings_with(data_dir=data_dir), as_json=as_json)


@user.command(name="rights")
def rights(
    login: Login,
    given: Annotated[list[str], typer.Argument(metavar="DROIT...", help=f"Parmi {words.KNOWN_RIGHTS}.")],
    data_dir: DataDir = None,
) -> None:
    """Donner d’autres droits, à la place de ceux d’avant."""
    from ui.cli.accounts import change_rights

    change_rights(settings_with(data_dir=data_dir), login, given)


@user.command(name="disable")
def disable(login: Login, data_dir: DataDir = None) -> None:
    """Fermer un compte, sans rien en effacer."""
    from ui.cli.accounts import close_account

    close_account(settings_with(data_dir=data_dir), login)


@user.command(name="enable")
def enable(login: Login, data_dir: DataDir = None) -> None:
    """Rouvrir un compte, tel qu’il était."""
    from ui.cli.accounts import open_account

    open_account(settings_with(data_dir=data_dir), login)


@user.command(name="delete")
def delete(
    login: Login,
    yes: Annotated[bool, typer.Option("--yes", help="Confirmer la suppression.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Supprimer un compte, avec ses clés et ses conversations."""
    from ui.cli.accounts import delete_account

    if not yes:
        raise typer.BadParameter(words.DELETE_NEEDS_YES)
    delete_account(settings_with(data_dir=data_dir), login)


@user.command(name="link")
def link(
    login: Annotated[
        str | None,
        typer.Argument(metavar="[IDENTIFIANT]", help="Le compte ; sans lui, le premier compte d’administration."),
    ] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Faire un lien à usage unique, par lequel un mot de passe se choisit."""
    from ui.cli.accounts import make_link

    make_link(settings_with(data_dir=data_dir), login, as_json=as_json)


@user.command(name="password")
def password(login: Login, data_dir: DataDir = None) -> None:
    """Donner un mot de passe, demandé ici ou lu sur l’entrée standard."""
    from ui.cli.accounts import change_password

    change_password(settings_with(data_dir=data_dir), login)


@key.command(name="add")
def add_key(
    owner: Annotated[str, typer.Option("--user", metavar="IDENTIFIANT", help="Compte auquel elle est.")],
    name: Annotated[str, typer.Option("--name", metavar="NOM", help="Pour la reconnaître.")],
    scopes: Annotated[
        list[str] | None,
        typer.Option("--right", metavar="DROIT", help="Ce qu’elle permet, plusieurs fois au besoin ; lecture sinon."),
    ] = None,
    days: Annotated[int | None, typer.Option("--days", min=1, help="Jours de validité ; sans fin sinon.")] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Faire une clé d’accès ; elle n’est montrée qu’une fois."""
    from ui.cli.accounts import make_key

    settings = settings_with(data_dir=data_dir)
    make_key(settings, owner, name, scopes or ["lecture"], days=days, as_json=as_json)


@key.command(name="list")
def list_keys(
    owner: Annotated[str | None, typer.Option("--user", metavar="IDENTIFIANT", help="D’un seul compte.")] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Lister les clés, révoquées et périmées comprises."""
    from ui.cli.accounts import show_keys

    show_keys(settings_with(data_dir=data_dir), owner, as_json=as_json)


@key.command(name="revoke")
def revoke(
    number: Annotated[int, typer.Argument(metavar="NUMÉRO", help="Comme le donne « reperes key list ».")],
    data_dir: DataDir = None,
) -> None:
    """Révoquer une clé, pour de bon."""
    from ui.cli.accounts import revoke_key

    revoke_key(settings_with(data_dir=data_dir), number)


def add_to(app: typer.Typer) -> None:
    """Gives the program these commands."""
    app.add_typer(user, name="user")
    app.add_typer(key, name="key")
