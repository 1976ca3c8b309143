"""Messages as mail programs write them, line by line: what each line is, and the text.

Each line begins with a letter that a test takes off: b body, q quoted, s signature, d disclaimer, and a space.
Empty lines belong to no one. People, places and addresses are invented.
"""

from __future__ import annotations

THREADS = {
    "gmail, French": """\
b Bonjour Paul,
b
b Voici le compte rendu de la réunion de mars.
b
s Bien cordialement,
s Jeanne Prévost
s Coordinatrice du contrat local de santé
s Tél. 01 02 03 04 05
q
q Le lun. 3 mars 2025 à 09:12, Paul Martin <paul.martin@exemple.fr> a
q écrit :
q
q > Bonjour Jeanne,
q > Pouvez-vous m’envoyer le compte rendu ?
q > Paul
""",
    "gmail on a telephone, history without marks": """\
b Merci, bien reçu.
s Envoyé de mon iPhone
q
q Le 3 mars 2025 à 09:12, Jeanne Prévost <jeanne@exemple.fr> a écrit :
q
q Bonjour,
q Voici le compte rendu.
q Cordialement,
q Jeanne
""",
    "outlook, French": """\
b Bonjour à tous,
b
b Je confirme ma présence à l’atelier.
b
s Cordialement,
s
s Samir Benali
s Chargé de mission santé
s Ville de Valbrume
q
q De : Jeanne Prévost <jeanne@exemple.fr>
q Envoyé : lundi 3 mars 2025 09:12
q À : Samir Benali <samir@exemple.fr>; Paul Martin <paul@exemple.fr>
q Cc : Contact
q Objet : Atelier du 12 mars
q
q Bonjour,
q Serez-vous présents à l’atelier ?
q Bien à vous,
q Jeanne
""",
    "outlook inside one organisation, no address": """\
b Vu, merci.
q
q ________________________________
q De : PREVOST Jeanne
q Envoyé : lundi 3 mars 2025 09:12
q À : BENALI Samir
q Objet : RE: Atelier
q
q Bonjour Samir,
q Le lieu a changé.
""",
    "outlook, original message": """\
b Bonjour,
b Nous participerons.
q
q -----Message d'origine-----
q De : Jeanne Prévost [mailto:jeanne@exemple.fr]
q Envoyé : lundi 3 mars 2025 09:12
q À : contact@exemple.fr
q Objet : Appel à contributions
q
q Bonjour,
q Nous lançons un appel à contributions.
""",
    "samsung": """\
b Oui, mardi me va.
s Envoyé depuis mon appareil Galaxy
q
q -------- Message d’origine --------
q De : Jeanne Prévost <jeanne@exemple.fr>
q Date : 03/03/2025 09:12 (GMT+01:00)
q À : Paul <paul@exemple.fr>
q Objet : Rendez-vous
q
q Mardi vous conviendrait-il ?
""",
    "thunderbird, answers between the questions": """\
b Bonjour,
b
q Le 03/03/2025 à 09:12, Jeanne Prévost a écrit :
q > Combien de places reste-t-il ?
b
b Il en reste douze.
b
q > Et jusqu’à quand peut-on s’inscrire ? La date n’est pas indiquée dans
q > le programme.
b
b Jusqu’au 17 mars.
b
s --
s Paul Martin
s Réseau des territoires
""",
    "answers right under the questions": """\
q > Combien de places reste-t-il ?
b Il en reste douze.
q > Jusqu’à quand ?
b Jusqu’au 17 mars.
""",
    "a quoted line folded without its mark": """\
b Oui.
b
q > Nous souhaiterions savoir si les ateliers prévus au printemps pourront être
q ouverts aux
q > habitants des communes voisines.
""",
    "gmail, forwarded": """\
b Pour information.
q
q ---------- Forwarded message ---------
q De : Observatoire <observatoire@exemple.fr>
q Date: lun. 3 mars 2025 à 09:12
q Subject: Journée d’étude
q To: <contact@exemple.fr>
q
q Bonjour,
q La journée d’étude aura lieu en juin.
""",
    "apple mail, forwarded": """\
b À relayer dans la lettre, merci !
q
q Début du message transféré :
q
q > De: Observatoire <observatoire@exemple.fr>
q > Objet: Journée d’étude
q > Date: 3 mars 2025 à 09:12:00 UTC+1
q > À: contact@exemple.fr
q >
q > La journée d’étude aura lieu en juin.
""",
    "thunderbird, forwarded": """\
b Pouvez-vous relayer ?
q
q -------- Message transféré --------
q Sujet : Journée d’étude
q Date : Mon, 3 Mar 2025 09:12:00 +0100
q De : Observatoire <observatoire@exemple.fr>
q Pour : contact@exemple.fr
q
q La journée d’étude aura lieu en juin.
""",
    "zimbra": """\
b Bonjour,
b C’est noté.
q
q De: "Jeanne Prévost" <jeanne@exemple.fr>
q À: "Paul" <paul@exemple.fr>
q Envoyé: Lundi 3 Mars 2025 09:12:13
q Objet: Atelier
q
q L’atelier est déplacé.
""",
    "orange": """\
b D’accord pour mardi.
q
q > Message du 03/03/25 09:12
q > De : "Jeanne Prévost" <jeanne@exemple.fr>
q > A : "Paul" <paul@exemple.fr>
q > Objet : Rendez-vous
q >
q > Mardi vous conviendrait-il ?
""",
    "english": """\
b Dear all,
b
b The programme is attached.
b
s Best regards,
s Paul
q
q On Mon, 3 Mar 2025 at 09:12, Jeanne Prévost <jeanne@exemple.fr> wrote:
q
q > Could you send the programme?
""",
    "outlook, English": """\
b Thank you for the programme.
q
q From: Jeanne Prévost <jeanne@exemple.fr>
q Sent: Monday, March 3, 2025 9:12 AM
q To: Paul
q Subject: Programme
q
q Please find it attached.
""",
    "hotmail, the sender last": """\
b Merci pour ces précisions.
q
q Date: Mon, 3 Mar 2025 09:12:00 +0100
q Subject: Programme
q To: paul@exemple.fr
q From: jeanne@exemple.fr
q
q Le programme est en ligne.
""",
    "a programme with times and places": """\
b Date : mardi 12 mars
b De : 9 h à 12 h
b À : la salle des fêtes
b Objet : atelier
b
b Inscription auprès de contact@exemple.fr
""",
    "fields in bold": """\
b Bien reçu.
q
q *De :* Jeanne Prévost <jeanne@exemple.fr>
q *Envoyé :* lundi 3 mars 2025 09:12
q *À :* Paul
q *Objet :* Atelier
q
q Bonjour,
""",
    "confidentiality notice": """\
b Bonjour,
b
b Le bilan est en pièce jointe.
b
s Cordialement,
s Paul Martin
d
d Ce message et toutes les pièces jointes (ci-après le « message ») sont
d confidentiels et établis à l'intention exclusive de ses destinataires.
d
d Toute utilisation ou diffusion non autorisée est interdite.
d
d Pensez à l’environnement avant d’imprimer ce message.
""",
    "warning of the mail server": """\
d ATTENTION : ce courriel provient d’un expéditeur externe. Ne cliquez pas sur les liens.
b
b Bonjour,
b
b Sous la responsabilité de la ville, un atelier ouvre en mars.
""",
    "post-scriptum after the signature": """\
b L’atelier ouvre en mars.
b
s Bien à vous,
s Paul Martin
b
b PS : pensez à vous inscrire.
""",
    "a sentence after the closing formula": """\
b L’atelier ouvre en mars.
b
s Bonne journée et à bientôt,
s Paul Martin
b
b Le programme complet sera publié la semaine prochaine sur le site de la ville.
""",
    "no signature, a list in the text": """\
b Voici ce que nous cherchons :
b - des exemples d’ateliers,
b - un contact par département.
b Merci.
""",
    "a memorandum is not a quoted header": """\
b De : l’équipe du réseau
b À : tous les partenaires
b Date : 3 mars 2025
b Objet : convocation
b
b Vous êtes invités à la réunion annuelle.
""",
    "prose that speaks of letters": """\
b Le maire de Valbrume nous a écrit :
b il souhaite ouvrir un atelier.
b Ce message est destiné aux coordinations de la région.
b De plus, la date : mardi.
""",
}
"""A name → the message, each line after its role."""


def told(name: str) -> tuple[list[str], list[str]]:
    """The lines of a message, and the letter of each."""
    rows = THREADS[name].splitlines()
    return [row[2:] for row in rows], [row[0] for row in rows]
