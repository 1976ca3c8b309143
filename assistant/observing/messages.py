"""What a running program does without, in French: what readers notice, then the remedy."""

from __future__ import annotations

from typing import Final

from assistant.observing.troubles import Trouble

TROUBLES: Final[dict[Trouble, str]] = {
    Trouble.NO_ROOM: (
        "Le disque du dossier de données est plein. Les questions ont leur réponse, mais rien n’est enregistré : ni "
        "conversation, ni sollicitation, ni publication. Libérez de la place : tout reprend sans rien redémarrer."
    ),
    Trouble.NOT_WRITABLE: (
        "Le dossier de données ne peut pas être écrit. Les questions ont leur réponse, mais rien n’est enregistré : ni "
        "conversation, ni sollicitation, ni publication. Rendez-le au compte du service, ou remontez le disque en "
        "écriture."
    ),
    Trouble.DATABASE: (
        "La base de données ne répond pas, ou elle est abîmée. Qui n’a pas besoin de compte a ses réponses ; comptes, "
        "conversations et sollicitations attendent qu’elle revienne. « reperes doctor » dit ce qui ne va pas."
    ),
    Trouble.GENERATION: (
        "La génération publiée n’a pas pu être ouverte : les réponses viennent encore de la précédente. Réindexez ; le "
        "journal du serveur dit pourquoi."
    ),
}
