"""What the conversation says, in French, where a template does not say it itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.answers import Reason, Verdict
from assistant.messages import VERDICTS

if TYPE_CHECKING:
    from assistant.understood import Field

CITATION: Final = "Source %(number)s : %(title)s, %(page)s"

FIELDS: Final[dict[Field, str]] = {
    "kind": "Type",
    "publisher": "Éditeur",
    "territory": "Territoire",
    "theme": "Thème",
    "year": "Parution",
}

VERDICT_HELP: Final[dict[Verdict, str]] = {
    Verdict.SUPPORTED: "Ses sources disent la même chose ; ses chiffres, ses dates et ses noms y sont tels quels.",
    Verdict.PARTIAL: "Ses sources n’en disent qu’une partie : lisez-les avant de la reprendre.",
}

VERDICT_WORDS: Final = {VERDICTS[verdict]: words for verdict, words in VERDICT_HELP.items()}
"""By what the verdict is called."""

REFUSAL_TITLES: Final[dict[Reason, str]] = {
    Reason.NOT_DOCUMENTED: "Pas de réponse dans nos publications",
    Reason.OFF_TOPIC: "Hors du domaine de Repères",
    Reason.ABROAD: "Nos publications portent sur la France",
    Reason.MEDICAL: "Pas de conseil médical ici",
    Reason.EMERGENCY: "En cas d’urgence, appelez maintenant",
    Reason.DISTRESS: "Vous pouvez en parler, maintenant",
    Reason.PERSONAL_DATA: "Pas de donnée personnelle ici",
    Reason.INJECTION: "Repères ne fait que citer des publications",
    Reason.ABUSE: "Je ne peux pas aider à cela",
    Reason.SMALL_TALK: "Bienvenue",
}
NUMBERS: Final[dict[Reason, tuple[tuple[str, str], ...]]] = {
    Reason.EMERGENCY: (
        ("15", "SAMU"),
        ("112", "toutes les urgences"),
        ("114", "par SMS, si vous ne pouvez pas parler ou entendre"),
    ),
    Reason.DISTRESS: (
        ("3114", "prévention du suicide"),
        ("15", "SAMU, en cas de danger immédiat"),
        ("3919", "violences faites aux femmes"),
        ("119", "enfance en danger"),
    ),
}
"""Emergency and help lines; the same as in `assistant.messages`, a test sees to it."""

UNAVAILABLE: Final = (
    "Repères ne peut pas répondre pour le moment : ses publications ou son modèle sont indisponibles. Réessayez dans "
    "quelques minutes ; si cela dure, prévenez la personne qui administre le service."
)
UNEXPECTED: Final = (
    "Une erreur imprévue a empêché de traiter votre question. Réessayez ; si elle revient, prévenez la personne qui "
    "administre le service."
)
