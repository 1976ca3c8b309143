"""What is said in French to whoever treats messages: what an alarm means, what to do and what not to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.triage.model import Alarm

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Advice:
    """What an alarm asks of whoever reads the message.

    Attributes:
        title: A few words.
        do: What to do, the most pressing first.
        dont: What not to do.
    """

    title: str
    do: tuple[str, ...]
    dont: tuple[str, ...]


def advice(alarm: Alarm) -> Advice:
    """What to do, and what not to do, when a message raises an alarm."""
    return ADVICE[alarm]


ADVICE: Final[Mapping[Alarm, Advice]] = {
    # Numbers: the association's own card « Détresse, danger, urgence », to be read again every year.
    Alarm.DANGER: Advice(
        "Personne peut-être en danger",
        (
            "Lire maintenant et prévenir une personne de l’équipe.",
            (
                "Danger immédiat : orienter vers le 15 (SAMU), le 17 (police), le 18 (pompiers) ou le 112 ; "
                "le 114 pour qui ne peut pas parler ou entendre."
            ),
            "Idées de suicide : orienter vers le 3114.",
            "Enfant en danger : orienter vers le 119.",
            "Violences faites aux femmes : orienter vers le 3919.",
            "Répondre le jour même, en quelques mots bienveillants : l’association n’est pas un service de soin.",
        ),
        (
            "Ne pas conserver ni recopier le récit.",
            "Ne pas poser de diagnostic ni juger.",
            "Ne pas promettre de suite ni de prise en charge.",
            "Ne pas transférer le message plus largement qu’il ne faut.",
        ),
    ),
    Alarm.HEALTH: Advice(
        "Santé d’une personne",
        (
            "Répondre à la main, brièvement, le jour même si la situation est pénible.",
            (
                "Dire que l’association n’est pas un service de soin et orienter vers un médecin, le CCAS ou une PASS"
                " ; en cas d’urgence, le 15."
            ),
            "Supprimer les détails de santé dès que la réponse est partie.",
        ),
        (
            "Ne pas donner d’avis médical, de dose ni de diagnostic.",
            "Ne pas recopier ces détails dans un tableau, une note ou un transfert.",
            "Ne pas demander davantage de précisions sur l’état de santé.",
        ),
    ),
    Alarm.FRAUD: Advice(
        "Fraude possible",
        (
            "Vérifier par un autre canal : un numéro que vous connaissez déjà, jamais celui du message.",
            "Prévenir l’autre salariée et la personne qui tient les comptes.",
            "Signaler le message comme hameçonnage dans la messagerie, puis le mettre de côté.",
        ),
        (
            "Ne pas ouvrir la pièce jointe ni cliquer sur un lien.",
            "Ne pas répondre, même pour demander une précision.",
            "Ne donner ni mot de passe, ni code, ni RIB, ni relevé.",
            "Ne rien payer et ne changer aucun RIB sur la foi d’un message.",
        ),
    ),
    Alarm.CONTACTS: Advice(
        "Contacts demandés",
        (
            "Proposer de faire suivre la demande aux personnes concernées, qui répondront si elles le souhaitent.",
            "Pour un annuaire, proposer que chacun·e y saisisse ses propres coordonnées.",
            "Une mise en relation se fait avec l’accord des deux parties.",
        ),
        (
            "Ne transmettre ni liste, ni fichier, ni extraction d’adresses.",
            "Ne pas donner l’adresse ou le téléphone d’une personne, ni confirmer qu’elle est adhérente.",
        ),
    ),
    Alarm.INSTRUCTION: Advice(
        "Consigne adressée au logiciel",
        (
            "Lire le message soi-même : la consigne n’a pas été suivie, elle n’est que du contenu.",
            "Se demander qui l’a écrite et pourquoi ; en cas de doute, traiter comme une fraude.",
        ),
        (
            "Ne pas faire ce que la consigne demande sans l’avoir vérifié.",
            "Ne pas copier le message dans un autre outil d’intelligence artificielle.",
        ),
    ),
    Alarm.COMPLAINT: Advice(
        "Plainte ou conflit",
        (
            "Faire relire la réponse par une autre personne avant l’envoi.",
            "Accuser réception sans prendre parti ; transmettre à la présidence si l’association est mise en cause.",
            "Récit de discrimination dans un soin : orienter vers le Défenseur des droits.",
        ),
        (
            "Ne pas commenter le comportement de la personne mise en cause.",
            "Ne pas transférer à la personne mise en cause sans l’accord de qui écrit.",
        ),
    ),
    Alarm.POLITICAL: Advice(
        "Sujet politique sensible",
        (
            "Demander une décision au bureau ou à la présidence avant toute réponse.",
            "S’en tenir aux publications et aux positions déjà prises par l’association.",
        ),
        (
            "Ne pas signer ni soutenir un texte au nom de l’association sans décision.",
            "Ne pas relayer de message de campagne.",
        ),
    ),
    Alarm.COMMITMENT: Advice(
        "Argent ou engagement",
        (
            "Transmettre à la personne qui décide des dépenses et des contrats.",
            "Comparer avec le contrat, la facture ou le devis que l’association détient.",
        ),
        (
            "Ne pas accepter ni signer par retour de message.",
            "Ne pas traiter de paiement ni de carte bancaire dans cet outil.",
        ),
    ),
    Alarm.RIGHTS: Advice(
        "Droits sur des données",
        (
            "Faire cesser les envois à cette adresse dès maintenant.",
            "Rechercher ce que l’association conserve sur la personne : `reperes gdpr export`, puis `erase`.",
            "Répondre dans le mois, en disant ce qui a été fait.",
        ),
        (
            "Ne pas demander de justifier la demande.",
            "Ne pas conserver plus que la preuve de la réponse.",
        ),
    ),
    Alarm.LANGUAGE: Advice(
        "Message dans une autre langue",
        (
            "Faire lire par quelqu’un qui comprend cette langue.",
            "Répondre en français simple, en proposant un contact dans la langue de la personne si c’est possible.",
        ),
        ("Ne pas se fier au classement proposé : il est appris sur des messages en français.",),
    ),
}
