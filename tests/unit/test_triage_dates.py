"""Days that messages name, and what each is: a deadline, an event or neither.

The sentences are invented; a line gives the day of the mail, the sentence, and what must be read in it. The mails of
the domain pack and of the evaluations are measured elsewhere.
"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.triage.dates import add_working_days, is_working_day, public_holidays, read
from assistant.triage.model import Attached, Correspondent, Dated, Days, Message, Part

TUESDAY = "2026-03-10"
"""Day of the mail unless a line says another; it is a Tuesday."""


def message(request: str, received: str = TUESDAY, **parts: object) -> Message:
    """A mail that says this."""
    values = {"subject": "", **parts}
    return Message(
        sender=Correspondent(address="a.b@exemple.fr"),
        received=dt.date.fromisoformat(received),
        request=request,
        **values,  # type: ignore[arg-type] - a test's keyword arguments
    )


def days_of(request: str, received: str = TUESDAY, **parts: object) -> Days:
    """What is read in it."""
    return read(message(request, received, **parts))


def told(dated: Dated | None) -> str:
    """A day or a span, as the tables write them."""
    if dated is None:
        return ""
    return f"{dated.day}/{dated.until}" if dated.until else str(dated.day)


DEADLINES = r"""
2026-03-12 | Merci de nous répondre avant le 12/03.
2026-03-12 | Réponse souhaitée avant le 12-03-2026.
2026-03-12 | Retour attendu pour le 12.03.26.
2026-03-12 | Merci de votre retour avant le 2026-03-12.
2026-03-12 | Une réponse d’ici le 12 mars nous aiderait.
2027-03-12 | L’appel est ouvert jusqu’au 12 mars 2027.
2026-04-01 | Les candidatures sont reçues jusqu’au 1er avril.
2026-04-01 | Candidatures avant le premier avril.
2026-03-13 | Pouvez-vous me répondre d’ici vendredi ?
2026-03-13 | Il me faut votre accord pour vendredi prochain.
2026-03-13 | Date limite : vendredi 13 mars.
2026-03-23 | Merci de confirmer avant lundi en huit.
2026-03-31 | Votre avis nous serait utile avant mardi en quinze. | 2026-03-11
2026-03-11 | J’ai besoin de votre réponse pour demain.
2026-03-12 | Merci d’envoyer votre texte d’ici après-demain.
2026-03-10 | C’est pour un article, il me faut une réaction pour ce soir.
2026-03-10 | Merci de me répondre dans la journée.
2026-03-12 | Merci de votre retour sous 48 h.
2026-03-11 | Merci de votre retour sous 24h.
2026-03-18 | Merci de nous répondre sous huitaine.
2026-03-25 | Merci de nous répondre sous quinzaine.
2026-03-25 | Un retour d’ici quinze jours serait parfait.
2026-03-24 | Un retour d’ici deux semaines serait parfait.
2026-03-17 | Merci de nous répondre sous 5 jours ouvrés.
2026-04-09 | Vous avez 30 jours pour nous répondre.
2026-04-10 | La loi vous laisse un mois pour répondre.
2026-03-20 | Merci de transmettre les pièces dans un délai de 10 jours.
2026-03-31 | Merci de nous répondre d’ici fin mars.
2026-03-31 | Pouvez-vous nous répondre avant fin mars ?
2026-03-31 | Le dossier est à déposer avant la fin du mois.
2026-03-31 | Le dossier est à déposer avant la fin du mois (31/03).
2027-02-28 | Les inscriptions sont possibles jusqu’à fin février 2027.
2026-06-01 | Dites-nous oui ou non d’ici début juin.
2026-05-15 | Une réponse d’ici la mi-mai suffirait.
2026-12-31 | Les factures doivent être transmises avant la fin de l’année.
2026-03-13 | Si vous pouviez nous répondre avant la fin de la semaine, merci.
2026-03-20 | Merci de nous répondre d’ici la fin de la semaine prochaine.
2026-04-07 | Réponse au plus tard le 7 avril.
2026-04-07 | Le journal sort le 9 avril, je rends ma copie le 7.
2026-04-04 | Les inscriptions sont ouvertes jusqu’au 4.
2026-03-27 | Merci de nous envoyer vos remarques d’ici le 27.
2026-04-20 | La relecture est possible jusqu’à lundi 20. | 2026-04-14
2026-03-18 | Notre trésorier a besoin de la pièce avant le conseil du 18 mars.
2026-03-30 | On voudrait valider le cahier des charges au copil du 30 mars.
2026-03-20 | Je cherche des arguments pour le comité de pilotage du 20 mars.
2026-04-02 | Merci, nous avons une réunion avec la ville le 2 avril.
2026-04-20 | Je présente un premier point au bureau municipal le 20 avril.
2026-05-11 | Nous imprimons les panneaux le 11 mai.
2026-03-16 | Le bouclage est lundi 16 mars à midi.
2026-05-22 | Nous envoyons le document à la préfecture le 22 mai.
2026-05-07 | On a une réunion le 7 mai, je voudrais arriver préparée.
2026-03-13 | Merci de me répondre avant vendredi 13 mars à 18 h.
2026-03-12 | Please reply before March 12.
2026-03-12 | Deadline: 12 March.
2026-03-13 | Could you answer by Friday?
2026-03-31 | We need your answer before the end of March.
2026-04-15 | Applications are open until April 15th, 2026.
2026-04-15 | Please confirm no later than 15 April.
2026-03-11 | We need your answer by tomorrow.
2026-05-15 | Le colloque a lieu les 8 et 9 octobre 2026 ; l’appel à communications court jusqu’au 15 mai, merci de proposer.
2026-06-30 | Dépôt des dossiers du 3 au 30 juin.
2026-04-24 | Les candidatures sont reçues entre le 1er et le 24 avril 2026.
2026-03-19 | Clôture des inscriptions le 19 mars.
2026-03-19 | Fin des inscriptions jeudi 19 mars.
2026-03-19 | Les réponses sont attendues le 19 mars.
2026-04-30 | Je ferme le questionnaire le 30 avril.
2026-07-11 | Fin de collecte le 11 juillet.
2026-09-12 | Votre nom de domaine expire le 12 septembre 2026.
2026-05-04 | Nous rendons notre rapport le 4 mai.
2026-05-04 | Je dois rendre mon mémoire le 4 mai.
2026-06-12 | Je soutiens le 12 juin et il me manque vos chiffres.
2026-06-12 | Ma soutenance est fixée au 12 juin : auriez-vous des chiffres avant le 12 juin ?
2026-04-16 | Le conseil municipal délibère le 16 avril.
2026-04-16 | Le conseil communautaire en débat le 16 avril.
2026-04-16 | Passage en commission le 16 avril, auriez-vous un modèle ?
2026-03-11 | Pouvez-vous me rappeler demain matin ?
2026-03-16 | Bouclage lundi. Pouvez-vous me rappeler demain ?
2026-03-19 | Le numéro paraît le 26 mars, merci de m’envoyer vos réponses le 19 mars.
2026-04-09 | L’émission sera diffusée le 9 avril.
2026-03-12 | Mon chef veut une note jeudi. Auriez-vous des chiffres ?
2026-03-16 | Le dossier part lundi.
2026-05-05 | L’oral a lieu le 5 mai, quels chiffres utiliseriez-vous ?
2026-04-10 | Réunion avec l’ARS le 15 avril ; merci de votre retour avant le 10 avril.
2026-03-17 | Webinaire le 19 mars, inscription obligatoire avant le 17 mars.
2026-05-04 | Webinaire le mardi 5 mai à 11 h (inscription jusqu’au 4 mai).
2026-05-11 | Webinaire le mardi 12 mai, inscription possible jusqu’à la veille.
2026-11-27 | Les factures reçues après le 27 novembre seront rejetées.
2026-03-10 | Sans retour de votre part avant 18 h, nous publierons.
2026-03-27 | CANDIDATURES JUSQU AU 27 MARS
2026-03-27 | candidature par mail avant le vendredi 27 mars
2026-03-27 | Merci de répondre avant le 27 mars 2026 minuit.
2026-04-21 | Le formulaire est à remplir avant la réunion du réseau prévue le 21 avril.
2026-03-13 | Vous pouvez répondre dans la semaine ?
2026-03-20 | Pouvez-vous nous répondre la semaine prochaine ?
2026-06-20 | Merci de nous transmettre le bilan avant l’été.
2026-05-31 | Nous aurions besoin de vos retours avant juin.
2026-04-17 | Ils ont dit vendredi 17 avril dernier délai.
2026-01-15 | Merci de répondre avant le 15 janvier. | 2025-12-20
2026-03-29 | Merci d’envoyer vos contributions avant dimanche 29.
2026-06-19 | Pourrait-on échanger avant le séminaire des délégations du 30 juin, de préférence avant le 19 ?
2026-02-07 | Le dossier ferme le 14 février, je dois leur dire avec qui on y va une semaine avant. | 2026-01-14
2026-04-22 | Idéalement sous 48 h, au plus tard le 22. Merci ! | 2026-04-15
2026-10-31 | CV et lettre avant la Toussaint.
2026-12-21 | Vous pouvez vous opposer à la reconduction jusqu’au 21 décembre 2026.
2026-04-16 | En l’absence de mise à jour au 16 avril, le compte sera suspendu.
2026-06-15 | Le programme part chez l’imprimeur le 30 juin, une réponse avant le 15 me serait précieuse.
2026-04-06 | Nous attendons votre réponse pour le 6 avril.
2026-04-03 | Règlement à trente jours, soit le 3 avril.
2026-03-13 | J’envoie vendredi à 11 h. Auriez-vous le compte rendu ?
2026-12-24 | J’aimerais votre retour avant Noël.
2026-03-26 | Le préfet nous reçoit le 26 mars ; il me faut la synthèse d’ici là.
2026-03-31 | L’offre est ouverte jusqu’au 31/03 inclus. Prise de fonction souhaitée le 4 mai.
2026-05-01 | Sans réponse de votre part au 1er mai, le contrat sera reconduit.
2026-05-02 | Journée régionale le 21 mai, inscriptions closes le 2 mai.
2026-09-15 | Congrès les 5-6 novembre 2026 (tarif réduit jusqu’au 15 septembre). Merci de faire circuler.
2026-03-26 | COPIL CLS 26/03 : besoin d’exemples d’indicateurs
2026-04-14 | Le 14 avril, je rencontre le directeur de l’agence. Que lui dire ?
2026-10-10 | Réponse souhaitée avant le dix octobre.
2026-03-20 | Merci de m’envoyer le logo au plus tard vendredi de la semaine prochaine.
2026-10-16 | Il nous faudrait un appel avant les vacances d’automne. | 2026-09-07
2024-10-18 | Merci de relire le texte avant les vacances de la Toussaint. | 2024-09-30
2026-12-18 | Merci d’envoyer vos logos d’ici les congés de fin d’année. | 2026-11-10
2026-07-03 | Pouvez-vous signer la convention avant les grandes vacances ? | 2026-06-02
2026-07-03 | Réponse avant les vacances si possible. | 2026-06-02
2026-12-17 | J’ai besoin de votre accord avant les fêtes, disons le 17 décembre. | 2026-11-10
2026-03-18 | Notre comité se tient le 20 mars, merci de transmettre la note l’avant-veille.
2026-03-27 | On vote le budget le 30 mars, il me faudrait le devis trois jours avant.
2026-04-07 | La commission siège le 14 avril. Les pièces doivent me parvenir une semaine avant la commission.
2026-05-02 | L’assemblée est le 12 mai : votre accord me serait utile dix jours auparavant.
2026-04-11 | Il me faudrait un devis trois jours avant le bureau du 14 avril.
2026-05-13 | Merci de nous envoyer les noms la veille de la visite du 14 mai.
2026-03-18 | Le dossier paraît le jeudi 19. Je dois avoir vos phrases la veille de la parution.
2026-06-08 | Comme convenu aujourd’hui : la soirée est le 18 juin, réservation souhaitée dix jours avant.
2026-04-20 | Je finalise le livret le 20 avril et il me faut votre texte ce jour-là.
2026-03-17 | Réponse attendue sous 8 jours (soit le 17), merci.
2026-03-20 | On me demande un topo pour le conseil de vendredi prochain (20 mars), auriez-vous un exemple ?
2026-06-12 | Le vote a lieu le 26 juin, il me faut vos arguments quinze jours avant, soit le 12.
2026-04-03 | Retour souhaité pour le 3.4.26, signé.
2026-03-16 | Je parle lundi devant le conseil, quels chiffres citer ?
2026-03-16 | On met en page lundi 16 mars. Deux phrases de vous suffiraient.
2026-03-10 | Mise en ligne à 17 h : quelqu’un peut-il réagir ?
2026-03-10 | Deux phrases avt 15h svp.
2026-03-11 | Réponse demain si possible.
2026-03-31 | Notre montage est rendu le 7 avril, donc avant la fin du mois ce serait bien.
2026-04-15 | Candidatures attendues pour la mi-avril. Et le 22 avril, visite des locaux pour les curieux.
2026-04-30 | Jusqu’à quand : 30 avril. Comment : un formulaire.
2026-04-30 | Nous lisons les lettres au fil de l’eau et arrêtons tout le 30 avril au soir.
2026-04-10 | Fin des opérations comptables le 10/04 : passé cette date, la somme est reportée.
2026-04-08 | Passé le 8 avril, ce sera trop tard.
2026-04-08 | Si je n’ai rien le 8 avril, je ferai sans vous.
2026-04-30 | Le financeur exige les noms au 30 avril, pourriez-vous me répondre ?
2026-04-14 | J’aimerais présenter vos pistes au groupe qui se retrouve le 14 avril.
2026-03-26 | Le 26 je vois le sous-préfet et j’aimerais lui montrer des exemples.
2026-04-12 | Nous avons une réunion de travail le 27 avril, une réponse le 12 serait idéale.
2026-05-20 | Le carton d’invitation part chez l’imprimeur le 20 mai, dites-moi si j’y mets votre nom.
2026-06-30 | Les dossiers se déposent jusqu’au 30 juin ; les questions sont admises jusqu’au 20 avril.
2026-03-20 | Pour le repas du 15 janvier, je n’ai rien reçu. Pour le 20 ça m’arrangerait.
2026-03-25 | Le dossier est à déposer le 1er avril, la lettre doit nous parvenir la semaine précédente.
2026-03-13 | Nous devons avoir trouvé un nom le 13 mars.
2026-04-01 | Merci de confirmer huit jours avant (soit le 1er avril).
2026-04-10 | Les élus tranchent le 10 avril, que leur conseillez-vous ?
2026-04-30 | L’appel à affiches se clôt le 30 avril.
2026-03-31 | Facture à régler au 31/03, soit 240 €.
2026-04-02 | RSVP 2 avril.
2026-04-30 | Mon texte est bouclé le 16 mai, il me faudrait un entretien en avril au plus tard.
2026-03-12 | Le prochain numéro ferme le 12, auriez-vous une phrase ?
2026-04-02 | Inscription par téléphone, le 2 avril grand maximum.
2026-03-19 | Notre bureau est le 26 mars, il me faut ta note une semaine pleine avant.
2026-04-03 | Appel réservé aux communes, clos 3.4.26.
2026-04-07 | Prochaine réunion 7/04 : auriez-vous un modèle ?
2026-03-10 | Mon sujet passe demain. Quelqu’un au tél avant 17h ?
2026-03-18 | Le plombier vient jeudi 19 mars, laissez la clé la veille.
2026-03-13 | La revue roule vendredi : une phrase de vous ?
2026-04-11 | Le 22 mai il nous faut quelqu’un, le programme part chez l’imprimeur le 11 avril.
"""

EVENTS = r"""
2026-03-19 | Nous organisons un webinaire gratuit le jeudi 19 mars 2026 de 13h à 14h30.
2026-10-08/2026-10-09 | Le laboratoire organise les 8 et 9 octobre 2026 à Rennes un colloque.
2026-10-08/2026-10-09 | Un colloque se tiendra les jeudi 8 et vendredi 9 octobre.
2026-09-09/2026-09-11 | Congress in Lyon, 9-11 Sept. 2026, please relay: it is a conference.
2026-06-03/2026-06-07 | Festival du 3 au 7 juin, merci de relayer.
2026-04-22 | LA MAISON DE QUARTIER VOUS INVITE AU FORUM SANTE LE MERCREDI 22 AVRIL 2026 DE 10H A 17H
2026-04-14 | On est OK pour le webinaire du 14 avril, pouvez-vous l’annoncer ?
2026-06-18 | Je prépare une journée professionnelle le 18 juin 2026, auriez-vous un intervenant ?
2026-12-01 | Notre fédération prépare une journée régionale à Lille le 1er décembre 2026, pouvez-vous intervenir ?
2026-05-11 | Une réunion d’information se tiendra le 11 mai à 10 h, merci de relayer.
2026-06-18 | Trois dates d’atelier : 18 juin, 24 septembre, 6 novembre. Merci de l’annoncer.
2026-06-26 | Notre fédération tient son assemblée le 26 juin, quelqu’un peut-il venir ?
2026-03-20 | Seriez-vous disponible pour participer à notre comité de pilotage du 20 mars ?
2026-03-20 | Notre copil a lieu le 20 mars. Pourriez-vous y intervenir ?
2026-05-28 | Accepteriez-vous d’introduire un atelier le 28 mai après-midi ?
2026-05-28 | Table ronde le 28 mai : pourriez-vous animer ?
2026-05-12 | Portes ouvertes mardi 12 mai, à mettre sur votre agenda.
2026-03-20 | Ciné-débat vendredi 20 mars à 20h30, entrée libre.
2026-09-24 | Save the date : 24/09/2026, rencontre nationale.
2026-05-12 | Date : 12 mai\nLieu : Metz\nMerci de diffuser.
2026-05-12 | Date : mardi 12 mai 2026 à 14 h\nLieu : Metz\nObjectif : faire connaître les CLS, merci de diffuser.
2026-05-12 | L’exposition sera inaugurée le 12 mai, merci d’annoncer l’inauguration.
2026-05-12 | Le 12 mai, nous organisons une marche exploratoire, merci de relayer.
2026-05-12 | We organise a workshop on May 12, could you relay it?
2026-05-12 | Formation « premiers secours en santé mentale » le 12 mai (inscription gratuite).
2026-05-12 | Merci de me dire si vous serez là le 12 mai à notre rencontre.
2026-05-12 | Vous êtes invité·es à l’inauguration, qui aura lieu le 12 mai.
2026-10-04 | L’octobre rose de la maison de santé : marche le dimanche quatre octobre, à mettre sur votre site.
2026-05-19 | Nous aimerions que vous interveniez le 19 mai à notre séminaire.
2026-04-07 | Petit-déjeuner des partenaires mardi 7 avril, invitation jointe.
2026-05-06/2026-05-07 | Assises régionales, 6 et 7 mai, programme joint, merci de diffuser.
2026-05-06 | Nous tiendrons une conférence le 6 mai (et non le 5 comme annoncé), merci de relayer.
2026-05-20 | Notre forum prévu le 6 mai est reporté au 20 mai. Merci de corriger l’annonce.
2026-04-19 | Une marche pour ceux qui ont eu un accident, le dimanche 19 avril. Merci de l’annoncer.
2026-04-19 | Une marche nocturne, dimanche 19 avril : merci de relayer.
2026-04-09 | Le 9 avril c’est notre forum (jeudi, 13h30-18h), merci de l’annoncer.
2026-10-08/2026-10-09 | Notre congrès se réunit les 8 et 9 octobre à Angers, merci de relayer.
2026-11-19/2026-11-21 | Le colloque aura lieu du 19 au 21 novembre, et le comité cherche des praticiens. Merci de relayer.
2026-05-19 | Le comité se réunit trois fois par an. Nous vous invitons à le rejoindre. Il se retrouve le 19 mai.
2026-06-16 | Deux groupes de parole. Celui du mardi 16 juin vous est réservé : nous souhaiterions y entendre l’une de vous.
"""

OTHERS = r"""
2026-09-01 | La commune envisage de ne pas renouveler mon poste au 1er septembre.
2026-09-01 | Poste à pourvoir à partir du 1er septembre.
2026-09-01 | Prise de poste le 1er septembre.
2026-05-25/2026-07-03 | Je recherche un stage de 6 semaines du 25 mai au 3 juillet 2026.
2026-05-04/2026-05-29 | Les dates possibles : entre le 4 et le 29 mai.
2026-03-03 | Je fais suite à votre courriel du 3 mars.
2026-03-03 | Voici le compte rendu de la réunion du 3 mars.
2020-05-04 | La circulaire du 4 mai 2020 le prévoit.
2016-01-26 | La loi du 26 janvier 2016 le permet.
2025-12-02 | Voici votre facture, selon votre bon de commande du 2 décembre.
2026-03-23 | Je suis absente jusqu’au 23 mars.
2026-01-12 | La consultation a eu lieu le 12 janvier.
2025-11-12 | Notre dernier échange date du 12 novembre dernier.
2026-01-10 | J’ai renvoyé le bulletin le 10 janvier, l’avez-vous reçu ?
2026-03-26 | Le CDD du remplacement va jusqu’au 26 mars.
2026-03-12 | Nous vous répondrons avant le 12 mars.
2026-12-31 | La convention court jusqu’au 31 décembre.
2026-04-13 | Les entretiens de recrutement auront lieu le 13 avril.
2026-06-01 | Les inscriptions ouvrent le 1er juin.
2026-03-01/2026-03-31 | Nous démarrons courant mars.
2026-06-01 | Le futur médecin arrive début juin.
2026-03-07 | Notre bureau s’est réuni samedi et vous remercie.
2026-06-14 | Nous tiendrons un débat pour le scrutin du 14 juin.
2025-11-12 | J’ai perdu vos notes de la journée du 12 novembre.
2025-12-02 | Un marché notifié le 2 décembre nous en charge.
2026-03-20 | Nous publions une tribune dans dix jours.
2026-04-01 | Le 1er avril, la régie passera à l’agglomération.
2026-04-01 | Ma collègue prendra ses fonctions le 1er avril : où trouver le kit d’accueil ?
2026-03-23 | Je serai de retour le 23 mars, auriez-vous une définition ?
2026-03-10 | Chèque parti ce matin, dites-moi quand il arrive.
"""

NO_DAY = r"""
550 5.7.26 Unauthenticated email, délibération n° 2026-06-14.
On marche tout les mardi.
De 13h à 14h30, puis à 14 h 30.
Tél. 01 02 03 04 05 ou 06.12.03.26.00 ou 06-12-03-26-00.
Notre CLS 2021-2026 et le plan Quartiers 2030.
Le programme des 1000 premiers jours.
Au 7-9 rue des Lilas, 75012 Paris.
Jeunes de 13 à 22 ans, budget de 10 000 à 30 000 €.
Une remise de 12,5 % sur 3/4 des offres.
Support ouvert 24/7.
Composez le 15 ou le 112.
Dans le 93, c’est pareil.
Ouvert tous les vendredis et chaque lundi.
Je ne travaille pas le mercredi.
L’hôpital de demain et la santé d’aujourd’hui.
CDD de 18 mois, 17h30 par semaine.
La version 12.03 du logiciel.
Le 31 juin, le 30 février.
Bonne fin d’année et bonne semaine !
Le CLS arrive en septembre, on a 3 mois d’attente au CMP.
Contrat n° 12/2026-03, SIRET 123 456 789 00012.
Envoyé : mercredi 4 mars 2026 17:42
De : a.b@exemple.fr\nDate : 4 mars 2026 à 17:42\nÀ : c.d@exemple.fr
Le 4 mars 2026 à 17:42, Camille a écrit :
Je suis joignable tout le temps sauf mercredi.
Trou dans la chaussée devant le 14, toujours pas bouché.
Deux points, et pour le 1) nous verrons.
« Vieillir demain » et « Où habiter demain ? »
Une visite avant les vacances de février ou de Pâques.
"""


def _table(lines: str) -> list[pytest.param]:  # type: ignore[valid-type] - pytest gives the type no public name
    rows = [[cell.strip() for cell in line.split(" | ")] for line in lines.strip().splitlines()]
    return [
        pytest.param(row[1].replace("\\n", "\n"), (row[2:3] or [""])[0] or TUESDAY, row[0], id=f"{number:03}")
        for number, row in enumerate(rows)
    ]


@pytest.mark.parametrize(("sentence", "received", "expected"), _table(DEADLINES))
def test_a_deadline_is_read_in_words_that_set_a_limit_or_tell_a_need(
    sentence: str, received: str, expected: str
) -> None:
    """The day after which an answer is of no use, in the forms and with the words that mails have for it."""
    assert told(days_of(sentence, received).deadline) == expected


FACTS = """
2026-03-20 |            | On arrête de recevoir les dossiers vendredi en huit.
2026-04-14 | 2026-04-15 | Le mercredi 15 avril, 18 h, salle des fêtes. On clôture les inscriptions la veille.
2026-03-15 |            | On fixe nos tarifs mi-mars (le 15).
2026-03-31 |            | J’ai payé par virement le 12 ; je clôture les comptes le 31 alors envoyez-moi un reçu.
           | 2026-05-19 | Les inscriptions pour le 19 mai sont ouvertes.
2026-03-12 |            | Ma directrice, qui passe jeudi devant le bureau municipal, veut un chiffre.
           | 2026-04-02 | Webinaire jeudi 2 avril, 12 h 30 : la prise de rendez-vous en ligne. À relayer !
           |            | Rapport sous embargo jusqu’au 17 mars, 6 h.
2026-03-20 | 2026-04-28 | Première séance fixée au 28 avril à 14 h. Désignez un représentant avant le 20 mars.
           |            | Nous préparons un dossier pour la semaine du 6 avril.
2026-06-30 |            | Mon terrain d’enquête s’achève fin juin 2026, pourriez-vous me recevoir ?
2026-03-13 |            | Quel chiffre citer dans une lettre devant être signée le vendredi 13 mars ?
           |            | Je vous confierais une séance (un vendredi de janvier, à votre choix).
           |            | Notre club se retrouve le premier lundi du mois.
2026-05-12 | 2026-05-12 | Je serai absent à l’assemblée du 12 mai : à qui donner ma procuration ?
2026-12-31 |            | Nous souhaitons quitter l’association au 31 décembre : faut-il une lettre ?
2026-06-30 |            | La résiliation est possible jusqu’au 30 juin.
           | 2026-05-30 | Le samedi 30 mai on plante les fraisiers avec tout le quartier. Vous faites passer ?
           | 2026-04-25 | Nous ouvrons nos portes le samedi 25 avril.
2026-07-08 |            | Dépôt des dossiers jusqu’au 8 juillet (au lieu du 26 juin).
2026-03-27 |            | Seriez-vous disponible pour un entretien entre le 16 et le 27 mars ?
2026-03-17 |            | Je voudrais vous enregistrer par téléphone lundi ou mardi.
2026-03-10 |            | Deux phrases avant 17 h, merci.
           | 2026-04-23 | On fête ça le jeudi 23 avril, faites passer !
2026-04-07 | 2026-04-14 | Je suis de garde jusqu’à jeudi. On en débat au bureau le 14 avril : deux noms une semaine avant m’iraient.
2026-04-10 |            | Le cabinet rend son étude le 14 avril, il faudrait qu’on ait la nôtre le vendredi d’avant.
2026-05-18 |            | Le portail ferme le 20 mai ; le service financier réclame les devis deux jours avant.
2026-05-18 |            | Je remets ma note le 20 mai et j’ai promis les annexes pour l’avant-veille.
2026-05-10 | 2026-05-20 | Colloque le 20 mai. Inscription obligatoire, dix jours au moins avant la manifestation.
2026-03-20 |            | Je dois rendre le 20 un portrait de quartier, auriez-vous un chiffre ?
2026-03-11 |            | Deux lignes suffiraient, demain midi au plus tard.
2026-12-18 |            | Le bail prend fin le 31 décembre 2026. L’attestation doit nous parvenir avant les vacances de Noël.
2026-04-27 |            | La note remonte au cabinet le 27 avril à midi.
           |            | J’étais hier, enfin lundi, à votre atelier : le support est-il en ligne ?
           |            | Le 4 décembre, en séance publique, il a coupé la parole à une habitante.
           |            | Nous avons prévenu la mairie le 7 décembre. Que faire ?
2026-03-10 |            | Que veut dire ce sigle ? Le maire entre en réunion à 16 h.
2026-03-11 |            | Qui prévenir ? Répondez-moi si possible avant que je reparte, demain matin.
2026-03-11 | 2026-03-12 | Jeudi on parle du sommeil, quelqu’un chez vous pour dix minutes en direct ? Réponse demain svp.
           |            | Remplacement de six mois du 4 mai au 30 octobre, animation de quartier.
           |            | Merci de déplacer mon scanner de lundi 16 à 9 h.
           |            | Une maintenance aura lieu dans la nuit du mardi 17 mars.
           | 2026-05-21 | Pour la séance du jeudi 21 mai sur le sommeil, tout le monde est bienvenu.
2026-03-27 | 2026-04-14 | La première séance est arrêtée au mardi 14 avril. Dites-nous avant le 27 mars si vous en serez.
2026-05-28 | 2026-05-28 | AG du 28 mai manquée pour moi, je donne mon pouvoir à qui ?
2026-03-28 | 2026-03-28 | AG du 28 annulée pour moi, je donne mon pouvoir à qui ?
2026-03-31 | 2026-05-16 | Nous cherchons quelqu’un capable de parler du bruit, le samedi 16 mai. Réponse souhaitée avant fin mars.
"""


def _facts() -> list[pytest.param]:  # type: ignore[valid-type] - pytest gives the type no public name
    rows = [[cell.strip() for cell in line.split("|")] for line in FACTS.strip().splitlines()]
    return [pytest.param(*row, id=f"{number:03}") for number, row in enumerate(rows)]


@pytest.mark.parametrize(("deadline", "event", "sentence"), _facts())
def test_a_limit_without_its_usual_words_is_told_from_an_event_and_from_neither(
    deadline: str, event: str, sentence: str
) -> None:
    """Somebody decides, hands in, is free, pays, plants or celebrates: each day has its part."""
    days = days_of(sentence)
    assert (told(days.deadline), told(days.event)) == (deadline, event)


@pytest.mark.parametrize(("sentence", "received", "expected"), _table(EVENTS))
def test_the_day_of_an_event_is_no_deadline(sentence: str, received: str, expected: str) -> None:
    """What is announced, or to which one is invited, gives its day to the event and none to the deadline."""
    days = days_of(sentence, received)
    assert (told(days.event), told(days.deadline)) == (expected, "")


@pytest.mark.parametrize(("sentence", "received", "expected"), _table(OTHERS))
def test_a_day_that_is_neither_is_told_among_the_others(sentence: str, received: str, expected: str) -> None:
    """Starts, references, absences, promises: named, but nothing is due and nothing takes place."""
    days = days_of(sentence, received)
    assert (told(days.deadline), told(days.event), [told(day) for day in days.others]) == ("", "", [expected])


@pytest.mark.parametrize("sentence", [line.replace("\\n", "\n") for line in NO_DAY.strip().splitlines()])
def test_numbers_that_are_no_day_are_not_read_as_one(sentence: str) -> None:
    """Hours, telephone numbers, sums, years, addresses, habits, and the headers of mail programs."""
    assert days_of(sentence) == Days()


def test_hurry_that_is_not_believed_makes_no_deadline() -> None:
    """Fraud and advertising press people: their days are told, and bind nobody."""
    bait = message("URGENT : transmettez vos identifiants avant le 30 avril pour éviter une pénalité.")
    believed, bait_days = read(bait), read(bait, believed=False)
    assert told(believed.deadline) == "2026-04-30"
    assert (bait_days.deadline, bait_days.event, bait_days.urgent) == (None, None, None)
    assert [told(day) for day in bait_days.others] == ["2026-04-30"]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("C’est assez urgent pour moi.", "urgent"),
        ("Pouvez-vous répondre ASAP ?", "ASAP"),
        ("Merci de nous répondre au plus vite.", "au plus vite"),
        ("Réponse dans les plus brefs délais, merci.", "dans les plus brefs délais"),
        ("Un retour dès que possible serait bien.", "dès que possible"),
        ("L’hébergement d’urgence est saturé, et ma demande est urgente.", "urgente"),
    ],
)
def test_urgency_without_a_day_is_told_by_its_words(sentence: str, words: str) -> None:
    """« Urgent » is no deadline; it is kept apart, with the words around."""
    days = days_of(sentence)
    assert days.deadline is None
    assert days.urgent is not None
    assert words in days.urgent.words


@pytest.mark.parametrize(
    "sentence",
    [
        "Ce n’est pas urgent.",
        "Rien d’urgent, prenez votre temps.",
        "Nous gérons un hébergement d’urgence et un numéro d’urgence.",
        "À très vite !",
        "C’est urgent : réponse avant le 12 mars, merci.",
    ],
)
def test_no_urgency_where_none_is_told_or_a_day_tells_it(sentence: str) -> None:
    """Negations, the names of services, closing formulas; and a deadline says it better."""
    assert days_of(sentence).urgent is None


@pytest.mark.parametrize(
    ("sentence", "exact"),
    [
        ("Réponse avant vendredi 13 mars, merci.", True),
        ("Réponse avant jeudi 13 mars, merci.", False),
        ("Réponse avant fin mars, merci.", False),
        ("Réponse avant la fin du mois (31/03), merci.", True),
        ("Réponse sous huitaine, merci.", False),
        ("Réponse avant vendredi, merci.", True),
    ],
)
def test_a_day_is_exact_when_it_is_told_and_its_weekday_agrees(sentence: str, exact: bool) -> None:
    """A contradiction keeps the number and says that it is unsure; so does what is reckoned."""
    deadline = days_of(sentence).deadline
    assert deadline is not None
    assert deadline.exact is exact


def test_a_limit_that_is_just_over_is_told_as_past_rather_than_a_year_ahead() -> None:
    """« avant le 6 mars » in a mail of 10 March: late, and readers are told so."""
    deadline = days_of("Merci de nous répondre avant le 6 mars.").deadline
    assert deadline is not None
    assert (told(deadline), deadline.past) == ("2026-03-06", True)


def test_a_day_long_over_is_next_year_s() -> None:
    """Without a year, the next occurrence."""
    assert told(days_of("Merci de nous répondre avant le 15 janvier.").deadline) == "2027-01-15"


def test_a_coming_limit_is_preferred_to_one_that_is_over() -> None:
    """An old limit in the same mail does not hide the new one."""
    days = days_of("L’appel fermait le 6 mars ; la clôture est reportée au 20 mars, merci de diffuser.")
    assert told(days.deadline) == "2026-03-20"


def test_the_nearest_useful_day_is_the_deadline_and_the_others_are_listed() -> None:
    """Closing, interviews, start: one deadline, the rest in the order of the text."""
    days = days_of("Candidatures avant le 27 mars. Entretiens le 3 avril. Prise de poste au 1er mai.")
    assert told(days.deadline) == "2026-03-27"
    assert [told(day) for day in days.others] == ["2026-04-03", "2026-05-01"]


def test_an_answer_wanted_binds_more_than_an_earlier_call() -> None:
    """« Rappelez-moi demain » is a wish; the copy is closed on the day of the « bouclage »."""
    days = days_of("Le bouclage est lundi 16 mars à midi.\n\nPouvez-vous me rappeler demain matin ?")
    assert told(days.deadline) == "2026-03-16"
    assert [told(day) for day in days.others] == ["2026-03-11"]


def test_both_days_of_a_relay_are_kept() -> None:
    """The event and the limit to register, each in its place."""
    days = days_of("Webinaire le 19 mars, inscription avant le 17 mars. Merci de relayer.")
    assert (told(days.event), told(days.deadline), days.others) == ("2026-03-19", "2026-03-17", ())


def test_relative_days_of_a_forwarded_request_are_reckoned_from_the_day_it_was_written() -> None:
    """« vendredi », written on 4 March and forwarded on 10 March, is over; the forwarder's own is not."""
    forwarded = message("Merci de répondre avant vendredi.", asked=dt.date(2026, 3, 4))
    assert told(read(forwarded).deadline) == "2026-03-06"
    commented = message("Bonjour.", asked=dt.date(2026, 3, 4), comment="Peux-tu répondre avant vendredi ?")
    assert told(read(commented).deadline) == "2026-03-13"


def test_neither_the_signature_nor_the_quoted_history_is_read() -> None:
    """Absences announced under a name, and limits of earlier messages, are not this message's."""
    days = days_of("Bonjour.", signature="Absente jusqu’au 3 avril", quoted="Réponse avant le 2 avril, merci.")
    assert days == Days()


def test_an_attachment_only_completes_what_the_mail_says() -> None:
    """The limit of an attached notice counts when the mail has none; else the mail's own is kept."""
    notice = (Attached("offre.pdf", text="Date limite de candidature : 20 mars 2026"),)
    alone = days_of("Merci de diffuser l’offre jointe.", attachments=notice)
    assert alone.deadline is not None
    assert (told(alone.deadline), alone.deadline.seen.part) == ("2026-03-20", Part.ATTACHMENT)
    assert told(days_of("Candidatures avant le 27 mars.", attachments=notice).deadline) == "2026-03-27"


def test_the_subject_alone_is_enough() -> None:
    """A mail without a body still has its day."""
    days = days_of("", subject="Webinaire santé des femmes 19 mars")
    assert days.event is not None
    assert (told(days.event), days.event.seen.part) == ("2026-03-19", Part.SUBJECT)


def test_a_long_sentence_is_quoted_around_its_day() -> None:
    """What is shown is verbatim, whole words, short enough for a line."""
    sentence = "Nous vous remercions " + "très " * 60 + "de nous répondre avant le 27 mars 2026 " + "vraiment " * 60
    deadline = days_of(sentence).deadline
    assert deadline is not None
    assert deadline.seen.words in sentence
    assert "avant le 27 mars 2026" in deadline.seen.words
    assert len(deadline.seen.words) <= 120


_FRAGMENTS = st.sampled_from(
    [
        *"12/03 31/02 29 février|le 7|jusqu’au 4|fin mars|lundi en huit|sous 999 mois|dans 48 h|la veille|avant 18 h|du 25".split(
            "|"
        ),
        *"au 3 juillet|2026-13-45|les 8 et 9|octobre|9-11 sept.|l’été|1er|avant|copil du|\n|\n\n|. |, |(|)|ÉTÉ İ ß ﬁ|réponse".split(
            "|"
        ),
        *"webinaire|vendredi|demain|999 jours|00/00/0000|99 décembre 9999|d’ici|D ICI|30 avril|Envoyé : ".split("|"),
    ]
)


@given(
    parts=st.lists(
        st.lists(st.one_of(_FRAGMENTS, st.text(max_size=12)), max_size=14).map(" ".join), min_size=3, max_size=3
    ),
    received=st.dates(),
    asked=st.none() | st.dates(),
    believed=st.booleans(),
)
@settings(max_examples=250, deadline=None)
def test_whatever_a_message_holds_nothing_raises_and_what_is_quoted_is_verbatim(
    parts: list[str], received: dt.date, asked: dt.date | None, believed: bool
) -> None:
    """Any text, any day of the calendar, its first and its last included."""
    subject, comment, request = parts
    days = read(message(request, str(received), subject=subject, comment=comment, asked=asked), believed=believed)
    where = {Part.SUBJECT: subject, Part.COMMENT: comment, Part.REQUEST: request}
    seen = [day.seen for day in (days.deadline, days.event, *days.others) if day is not None]
    for quoted in (*seen, *([days.urgent] if days.urgent else [])):
        assert quoted.words
        assert len(quoted.words) <= 120
        assert quoted.words in where[quoted.part]


def test_public_holidays_are_the_eleven_of_the_labour_code() -> None:
    """2026, by the calendar: Easter is on 5 April."""
    expected = "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25"
    assert sorted(public_holidays(2026)) == [dt.date.fromisoformat(f"2026-{day}") for day in expected.split()]


def test_two_holidays_on_one_day_are_one() -> None:
    """Ascension Day fell on 1 May in 2008."""
    assert len(public_holidays(2008)) == 10


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2026-03-10", 0, "2026-03-10"),
        ("2026-03-10", 3, "2026-03-13"),
        ("2026-03-13", 1, "2026-03-16"),
        ("2026-04-03", 1, "2026-04-07"),  # Easter Monday
        ("2026-05-07", 1, "2026-05-11"),  # 8 May, then a weekend
        ("2026-05-13", 1, "2026-05-15"),  # Ascension Day
        ("2026-12-24", 5, "2027-01-04"),  # Christmas and New Year
        ("2026-03-14", 2, "2026-03-17"),  # from a Saturday
        ("2026-03-16", -1, "2026-03-13"),
    ],
)
def test_working_days_are_counted_without_weekends_and_holidays(day: str, n: int, expected: str) -> None:
    """The day itself is not counted; 0 is the day itself."""
    assert add_working_days(dt.date.fromisoformat(day), n) == dt.date.fromisoformat(expected)


def test_a_day_is_worked_or_not() -> None:
    """A Tuesday, a Saturday, a holiday."""
    days = [dt.date(2026, 3, 10), dt.date(2026, 3, 14), dt.date(2026, 5, 1)]
    assert [is_working_day(day) for day in days] == [True, False, False]
