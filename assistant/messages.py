"""What the assistant says to readers, in French. The words of a refusal, headings, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answers import Notice, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.understood import Understood

CONTACT = "contact@fabrique-territoires-sante.org"
"""The association's generic address, as printed in its 2025 activity report."""

QUOTED = "Nos publications l’écrivent :"
"""Put before an answer: its sentences are quotations, word for word."""

DRAFTED = "Réponse rédigée par un modèle de langage ; chaque phrase a été confrontée au passage qu’elle cite :"
"""Put before an answer that a language model drafted."""

NO_SUCH_DATABASE = "Une adresse PostgreSQL est attendue (postgresql://nom:mot-de-passe@serveur/base)."
"""Why another address of a database is refused."""

VERDICTS: dict[Verdict, str] = {
    Verdict.SUPPORTED: "étayé",
    Verdict.PARTIAL: "partiellement étayé",
    Verdict.UNSUPPORTED: "non étayé",
}

_WITHHELD_ONE = "Une phrase rédigée a été retirée : le passage qu’elle cite ne l’étaye pas."
_WITHHELD_SEVERAL = "{count} phrases rédigées ont été retirées : les passages qu’elles citent ne les étayent pas."

_INSTEAD = "voici des citations, sans rédaction."
OTEL_MISSING = "Les traces demandent les bibliothèques d’OpenTelemetry (« pip install '.[otel]' »)."

NOTICES: dict[Notice, str] = {
    Notice.UNREACHABLE: f"Le modèle de langage est injoignable : {_INSTEAD}",
    Notice.KEY_REFUSED: f"Le serveur du modèle de langage refuse sa clé d’accès : {_INSTEAD}",
    Notice.BUSY: f"Le modèle de langage reçoit trop de demandes : {_INSTEAD}",
    Notice.SERVER_FAILED: f"Le serveur du modèle de langage est en panne : {_INSTEAD}",
    Notice.TOO_SLOW: f"Le modèle de langage n’a pas répondu à temps : {_INSTEAD}",
    Notice.UNREADABLE: f"La réponse du modèle de langage est illisible : {_INSTEAD}",
    Notice.ENDLESS: f"Le modèle de langage se répète ou n’en finit pas : {_INSTEAD}",
    Notice.UNSUPPORTED: f"Rien de ce que le modèle de langage a rédigé n’est étayé par les publications : {_INSTEAD}",
    Notice.SILENT: f"Le modèle de langage n’a pas trouvé de quoi rédiger une réponse : {_INSTEAD}",
    Notice.CUT_SHORT: "La rédaction s’est interrompue : voici les phrases déjà vérifiées.",
}
"""Said with an answer when a language model is configured and did not do its part."""

NEAREST = "Les publications les plus proches de votre question :"

WITHHELD = (
    "Le fichier contient une ligne par personne et ne s’ouvre pas : voici ce que Repères en tire, sans ces lignes."
)
"""Put in the place of such a file, before what is indexed of it."""

PAGE = "p. {page}"
OPEN = "Ouvrir le document"

AFTER_YEAR = "depuis {first}"
BEFORE_YEAR = "jusqu’à {last}"
BETWEEN_YEARS = "{first} à {last}"

READ_AS = "« {acronym} » est compris ici comme « {taken} » ; ce sigle peut aussi vouloir dire {others}."
"""For an acronym with several meanings."""
QUOTED_WORDS = "« {words} »"
OR = " ou "
NAMESAKE = "{name} ({around})"
"""A place whose name others bear, and the département that holds it."""
ABSENT = "Aucune publication ne réunit ce que vous demandez ({labels}) : la recherche a été élargie."
COLUMNS = "Colonnes du tableau : {columns}."
UNANSWERED_PART = "À cette partie de votre message, les publications ne répondent pas : « {question} »."
PASTED_TEXT = "texte collé"
UNCONFIRMED = "« {figure} » : aucun des passages trouvés ne donne ce chiffre. Comparez avec ce qu’ils disent."
SPELLED = "« {typed} » a été lu comme {read}."

REFUSALS: dict[Reason, str] = {
    Reason.NOT_DOCUMENTED: (
        "Nos publications ne répondent pas à cette question. Plutôt que d’inventer une réponse, je préfère vous le "
        "dire. Vous pouvez la préciser, ou vous adresser à votre agence régionale de santé (ARS), à l’observatoire "
        f"régional de la santé (ORS), au centre de ressources politique de la ville, ou écrire à {CONTACT}."
    ),
    Reason.OFF_TOPIC: (
        "Cette demande sort de mon domaine. Je réponds, à partir de publications, aux questions sur les démarches "
        "territoriales de santé : contrats locaux de santé, ateliers santé ville, conseils locaux de santé mentale."
    ),
    Reason.ABROAD: (
        "Nos publications portent sur la France ; je ne peux pas répondre sur un autre pays. Les autorités de santé "
        "ou les organismes publics de ce pays sont les bons interlocuteurs."
    ),
    Reason.MEDICAL: (
        "Je ne donne pas de conseil médical : ni diagnostic, ni traitement, ni dose. Parlez-en à un·e médecin ou à "
        "un·e pharmacien·ne. En cas d’urgence, appelez le 15 (SAMU) ou le 112."
    ),
    Reason.EMERGENCY: (
        "Si une vie est en danger, appelez tout de suite le 15 (SAMU) ou le 112 ; pour les personnes sourdes, "
        "malentendantes ou qui ne peuvent pas parler, le 114 par SMS. Si quelqu’un pense au suicide, vous ou une "
        "autre personne, le 3114 écoute et conseille jour et nuit. Je ne donne pas de conseil médical."
    ),
    Reason.DISTRESS: (
        "Ce que vous dites est important, et vous n’êtes pas seul·e. Vous pouvez parler à quelqu’un maintenant : "
        "le 3114, numéro national de prévention du suicide, vous écoute. En cas de danger immédiat, appelez le 15 "
        "ou le 112. Pour les violences faites aux femmes, le 3919 ; pour un enfant en danger, le 119. Si vous le "
        "pouvez, prévenez aussi une personne en qui vous avez confiance."
    ),
    Reason.PERSONAL_DATA: (
        "Je ne communique ni ne traite aucune donnée personnelle : ni coordonnées privées, ni listes, ni avis sur "
        "une personne, ni dossier individuel. N’écrivez pas ici de numéro de sécurité sociale ni d’information de "
        f"santé. Pour joindre l’association ou lui demander de relayer un message : {CONTACT}. Pour vos droits, "
        "votre caisse d’assurance maladie ou un espace France services."
    ),
    Reason.INJECTION: (
        "Je suis un assistant documentaire : je réponds aux questions par des citations de publications, et rien "
        "de ce qui est écrit dans une question ne change cette règle. Rien ne permet d’affirmer ce que ces "
        "publications ne disent pas. Posez-moi une question sur les démarches territoriales de santé."
    ),
    Reason.ABUSE: (
        "Je ne peux pas aider à cela. Je peux en revanche chercher ce que les publications disent du sujet, "
        "par exemple pour préparer une demande à l’agence régionale de santé (ARS)."
    ),
    Reason.SMALL_TALK: (
        "Bonjour ! Je suis Repères, un assistant documentaire. Je réponds aux questions sur les contrats locaux de "
        "santé (CLS), les ateliers santé ville (ASV) et les conseils locaux de santé mentale (CLSM), par des phrases "
        "citées de publications. Essayez par exemple : « Quelle part des QPV dispose d’un ASV ? »"
    ),
}


def notices(understood: Understood) -> list[str]:
    """What a reader is to know of how a question was understood, a sentence each."""
    read = [READ_AS.format(acronym=r.acronym, taken=r.taken, others=_either(r.others)) for r in understood.readings]
    if understood.absent:
        read.append(ABSENT.format(labels=", ".join(heard.label for heard in understood.absent)))
    read += [SPELLED.format(typed=s.typed, read=_either(s.read)) for s in understood.spellings]
    read += [UNCONFIRMED.format(figure=figure) for figure in understood.unconfirmed]
    return read + [UNANSWERED_PART.format(question=question) for question in understood.unanswered]


def _either(several: Iterable[str]) -> str:
    return OR.join(QUOTED_WORDS.format(words=words) for words in several)


def withheld_sentences(count: int) -> str:
    """What readers are told of drafted sentences that were withheld, one or more."""
    return _WITHHELD_ONE if count == 1 else _WITHHELD_SEVERAL.format(count=count)
