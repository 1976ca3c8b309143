"""What territory a message is about: the place of its text, told apart from examples, schools, services and people."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.triage.model import Correspondent, Message, Part, Place
from assistant.triage.places import read


def _read(request: str, subject: str = "", signature: str = "", sender: str = "", name: str = "") -> Place:
    return read(Message(subject, Correspondent(name, sender), dt.date(2026, 3, 2), request, signature=signature))


TOLD = (
    # One place, as anybody writes it.
    ("Un quartier prioritaire du Havre", "COM-76351"),
    ("je suis bénévole a marseille", "COM-13055"),
    ("FORUM SANTE LE MERCREDI 22 AVRIL A CREIL (OISE)", "COM-60175"),
    ("ASSO FEMINISTE A PRIVAS CHERCHE ANIMATRICE", "COM-07186"),
    ("Notre PETR (Corrèze, quatre EPCI) veut un diagnostic.", "DEP-19"),
    ("La Ville (93, environ 60 000 habitants)", "DEP-93"),
    ("nous sommes dans le 93", "DEP-93"),
    ("CPTS du Douaisis (59)", "DEP-59"),
    ("département 974", "DEP-974"),
    ("Dans les Hauts-de-France, un ASV en fin de course", "REG-32"),
    ("Les CLS en PACA", "REG-93"),
    ("ARS HDF : recensement des CLS", "REG-32"),
    ("Coordinations en BFC", "REG-27"),
    ("Je dirige le service santé de GrandAngoulême.", "EPCI-200071827"),
    ("La délégation départementale de la Creuse ouvre un poste.", "DEP-23"),
    ("Un habitant de sa commune (Machecoul, Loire-Atlantique) va mal.", "COM-44087"),
    # Homonyms told apart.
    ("Nous sommes à Saint-Denis (93).", "COM-93066"),
    ("Association de quartier à Saint-Denis, La Réunion", "COM-97411"),
    ("Saint-Denis, Seine-Saint-Denis", "COM-93066"),
    # Which of several.
    ("Étudiante en master 2 à Bordeaux, mon mémoire porte sur les CLSM en Nouvelle-Aquitaine.", "REG-75"),
    ("Interne à Amiens, je fais ma thèse sur les généralistes de la Somme.", "DEP-80"),
    ("Je suis en M1 à Rennes et je travaille sur l’isolement.", "COM-35238"),
    ("Note aux élus du département de la Drôme : le nombre de CLS en France et en Auvergne-Rhône-Alpes", "DEP-26"),
    ("Journée à Nancy le 25 novembre. On aimerait toucher les coordos du Grand Est.", "COM-54395"),
    ("La Ville (93) réfléchit. Nous avons lu votre retour d’expérience sur Marseille.", "DEP-93"),
    ("Nous cherchons un duo. Marseille ? Lille ? Nous sommes à Calais.", "COM-62193"),
    ("Je suis référente en Martinique. Nous voudrions voir une ville, dans l’hexagone ou en Guadeloupe.", "DEP-972"),
    ("Délégation du Jura : je peux me déplacer à Paris ou faire une visio.", "DEP-39"),
    ("Équipes mobiles à Mamoudzou et à Koungou (Mayotte)", "DEP-976"),
    ("Des villes comme Lens, Liévin et Béthune, pas la nôtre : Arras.", "COM-62041"),
    ("Un rapport sur la cohésion sociale en Dordogne.\nCité administrative, 24000 Périgueux", "DEP-24"),
)


@pytest.mark.parametrize(("text", "code"), TOLD, ids=[text[:50] for text, _ in TOLD])
def test_the_place_of_a_request_is_told(text: str, code: str) -> None:
    """Its code, whatever else the text names."""
    place = _read(f"Bonjour,\n\n{text}\n\nMerci")
    assert place.code == code
    assert place.seen is not None
    assert place.seen.part is Part.REQUEST
    assert place.seen.words in f"Bonjour,\n\n{text}\n\nMerci"


def test_words_shown_around_a_place_are_whole() -> None:
    """On both sides, and of its line alone."""
    text = "Je suis la coordonnatrice du contrat local de santé de Lens, que porte la communauté d’agglomération.\nBien à v"
    seen = _read(f"Bonjour,\n\n{text}\n\nMerci").seen
    assert seen is not None
    assert seen.words == "du contrat local de santé de Lens, que porte la communauté"


SCOPE = (
    # What the subject names, what all those concerned are in, before where one meets or works.
    ("Réunion des coordos d’Occitanie", "Date posée à Albi. Les coordos d’Occitanie viendront.", "REG-76"),
    ("", "Je dirige la maison de quartier de Vesoul et j’anime les huit centres sociaux de Haute-Saône.", "DEP-70"),
    ("", "La Ville de Tulle ouvre un concours aux associations de toute la Corrèze.", "DEP-19"),
    ("", "Notre fédération régionale (Bretagne, 40 membres) forme à Vannes en juin.", "REG-53"),
    ("", "Le département de l’Ariège recrute. Résidence administrative à Foix.", "DEP-09"),
    ("", "Un bureau à Foix, pour qui aime la montagne.", "COM-09122"),
    ("CLSM de Riom", "Je vous ai parlé de la réunion avec l’ARS à Moulins.", "COM-63300"),
    ("", "Je serai à Arras jeudi ; c’est la mairie de Calais qui demande.", "COM-62193"),
    # Where somebody works, studies, leaves, and what is asked about.
    ("", "Infirmière à Figeac, je pars en Guadeloupe ; qui y coordonne un CLS ?", "DEP-971"),
    ("", "Notre laboratoire, à Grenoble, travaille avec la ville de Gap.", "COM-05061"),
    ("", "Je suis en master à Poitiers et en alternance à la mairie de Niort.", "COM-79191"),
    ("", "Nous avons déménagé de Limoges à Tulle.", "COM-19272"),
    ("", "Ma consœur d’Arras et moi travaillons à Calais.", "COM-62193"),
    ("", "Quatre étudiantes de Lille et d’Arras préparent un forum à Lille.", "COM-59350"),
    ("", "Deux pages sur les écoles rennaises, et quelqu’un de Bretagne à citer", "COM-35238"),
    # As a mail writes it.
    ("", "Besoin d’un nom pour parler du sommeil, Oloron 12 mars, merci", "COM-64422"),
    ("", "Adhésion de Flers Agglo", "EPCI-200035814"),
    ("", "Le CLS du Grand Avignon se termine.", "EPCI-248400251"),
    ("", "Merci pour tout.\nColette Delorme, Barjac", "COM-30029"),
)


@pytest.mark.parametrize(("subject", "text", "code"), SCOPE, ids=[text[:50] for _, text, _ in SCOPE])
def test_what_a_message_is_about_comes_before_where_one_meets_or_works(subject: str, text: str, code: str) -> None:
    """The subject's place, a whole territory, another place asked about; the only one named else."""
    assert _read(text, subject).code == code


def test_the_city_of_a_house_ends_its_line_in_a_signature() -> None:
    """Its own name, with a capital, would else make the city's a surname."""
    assert _read("Bonjour", signature="Inès\nCentre social les Bruyères Tourcoing").code == "COM-59599"


WITHOUT_A_CODE = (
    ("Comment ouvrir un centre de santé au Maroc ?", "Maroc", "pays"),
    ("Notre hôpital, dans la région du Sud-Ouest au Cameroun, manque de lits.", "Cameroun", "pays"),
    ("Je coordonne le CLS du Saumurois.", "Saumurois", "autre"),
    ("Un portrait du Grand Ouest", "Grand Ouest", "autre"),
    ("Dix cabinets du bassin minier (Lens, Liévin, Hénin-Beaumont)", "Bassin minier", "autre"),
    ("214 personnes vivant dans l’Aubrac et la Margeride", "Aubrac et Margeride", "autre"),
    ("Je coordonne le CLS du Pays Vichyssois.", "Pays Vichyssois", "autre"),
    ("Le PETR Sambre Avesnois cherche un modèle.", "Sambre Avesnois", "autre"),
    ("Nos communes du nord Cotentin", "Cotentin", "autre"),
    ("Mes terrains sont à Perpignan et à Toulouse.", "Perpignan et Toulouse", "autre"),
)


@pytest.mark.parametrize(("text", "label", "level"), WITHOUT_A_CODE, ids=[label for _, label, _ in WITHOUT_A_CODE])
def test_what_has_no_official_code_has_a_label_only(text: str, label: str, level: str) -> None:
    """Countries, natural areas, two places at once: no code is invented."""
    place = _read(text)
    assert (place.label, place.code, place.level) == (label, "", level)


def test_an_old_region_keeps_its_name() -> None:
    """With the code of the region that holds it now, which is told above it."""
    place = _read("Je coordonne un réseau périnatalité en Alsace.")
    assert (place.label, place.code, place.level, place.above) == ("Alsace", "REG-44", "region", ("Grand Est",))


NONE = (
    "Combien d’ASV en France ?",
    "Notre association nationale travaille à l’échelle nationale.",
    "Des coordinations en Bretagne et en Normandie",
    "Trois villes moyennes (Vierzon, Nevers, Moulins)",
    "Bonjour Mme Paris, merci. Florian Quint",
    "Je suis à Paris tous les mardis pour un café.",
    "Quatre séances à Paris avec possibilité de visio",
    "Je crois qu’elle habitait Clichy.",
    "Votre adresse m’a été conseillée par une élue du Lot.",
    "Vous étiez venues à notre fête de Cahors.",
    "Nos équipes de Toulouse ont hâte de vous démontrer le logiciel.",
    "Votre administratrice pour la Bretagne l’avait promis.",
    "Une coordinatrice de Bretagne et une de Normandie",
    "Une journée que vous avez tenue à Saint-Denis",
    "Où trouver vos fiches ?",
    "",
)


@pytest.mark.parametrize("text", NONE)
def test_no_place_is_supposed(text: str) -> None:
    """The country, several regions, examples, memories, people's names leave it empty."""
    assert _read(text) == Place()


def test_the_subject_then_the_signature_then_the_address_are_believed() -> None:
    """In that order, and only when what comes before tells nothing."""
    assert _read("Publication jointe.", "Offre d’emploi - Thiers", "Mairie de Lille").code == "COM-63430"
    assert _read("Publication jointe.", "Offre", "Anne Garance, mairie de Lille").code == "COM-59350"
    assert _read("Publication jointe.", "Offre", name="CCAS de Calais").code == "COM-62193"
    assert _read("Publication jointe.", "Offre", "Colette, Sarlat").code == "COM-24520"
    hosted = _read("Publication jointe.", sender="rh@mairie-soissons.exemple.fr")
    assert (hosted.code, hosted.seen and hosted.seen.part) == ("COM-02722", Part.ADDRESS)


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("a@ars-hdf.exemple.fr", "Hauts-de-France"),
        ("a@departement-76.exemple.fr", "Seine-Maritime"),
        ("a@pref-mayotte.exemple.fr", "Mayotte"),
        ("a@orsgrandouest.exemple.fr", "Grand Ouest"),
        ("a@chsaintbrieuc.exemple.fr", "Saint-Brieuc"),
        ("a@loire-forez.exemple.fr", "CA Loire Forez Agglomération (LFA)"),
        ("a@cc-hautbearn.exemple.fr", "CC du Haut Béarn"),
        ("a@villedebondy.exemple.fr", "Bondy"),
        ("a@mairie-decazeville.exemple.fr", "Decazeville"),
        ("a@msp-egletons.exemple.fr", "Égletons"),
        ("a@ville-active.exemple.fr", ""),
        ("a@centre-sante.exemple.fr", ""),
        ("a@ville.exemple.fr", ""),
        ("a@bureaux-partages-93.exemple.fr", ""),
        ("famille.durand77@exemple.fr", ""),
        ("", ""),
    ],
)
def test_an_address_tells_a_place_only_by_a_name_that_is_sure(address: str, label: str) -> None:
    """After a service's name, or a city's own; never by a number alone nor by what stands before the at sign."""
    assert _read("Bonjour", sender=address).label == label


def test_a_town_is_told_within_the_large_place_of_the_request() -> None:
    """By the subject, or by the address where the request only names a service; not by a town of elsewhere."""
    text = "Connaissez-vous quelqu’un à La Réunion ?"
    assert _read(text, "notre séminaire de Saint-Joseph").code == "COM-97412"
    assert _read("Connaissez-vous quelqu’un en Corse ?", "notre séminaire de Lille").code == "REG-94"
    asked = "Combien gagne-t-on, au national ou en Bretagne ?"
    assert _read(asked, sender="a@mairie-pontivy.exemple.fr").code == "COM-56178"


def test_the_address_to_write_to_and_the_last_line_tell_a_place() -> None:
    """When nothing else does."""
    assert _read("CV à envoyer à emplois@ville-leport.exemple.fr avant mardi").code == "COM-97407"
    assert _read("Que faire ?\n\nJ. Bernadet\nCluses").code == "COM-74081"
    assert _read("Que faire ?", name="Alice, DGS Clamecy").code == "COM-58079"


def test_a_region_is_told_by_the_adjective_of_its_people() -> None:
    """When nothing else tells it."""
    assert _read("Que disent vos coordinations alsaciennes ?").label == "Alsace"


def test_the_places_that_hold_it_are_told_smallest_first() -> None:
    """Groupings, département, region; not the country."""
    above = _read("À Roubaix").above
    assert above == ("Métropole Européenne de Lille", "Nord", "Hauts-de-France")


def test_a_signature_that_contradicts_the_text_is_told() -> None:
    """The text is kept; a neighbouring town is no contradiction."""
    place = _read("Notre CLS, à Roubaix, se termine.", signature="Léa Garance, mairie de Marseille")
    assert (place.code, place.conflict) == ("COM-59512", "Marseille")
    assert not _read("Notre CLS, à Roubaix, se termine.", signature="Léa Garance, mairie de Lille").conflict


def test_homonyms_that_nothing_tells_apart_are_all_kept() -> None:
    """The likeliest, and the codes of the others."""
    place = _read("Nous sommes une association de Saint-Denis.")
    assert place.code == "COM-97411"
    assert "COM-93066" in place.candidates
    told = _read("Nous sommes une association de Saint-Denis.", sender="contact@ville93.exemple.fr")
    assert (told.code, told.candidates) == ("COM-93066", ())


APART = (
    # In brackets, at the end of a line, by a number or a short name.
    ("Je préside un PETR depuis avril seulement (Corrèze, trois communautés de communes).", "DEP-19"),
    ("Notre accueil (centre social des Tilleuls, Rodez) déborde.", "COM-12202"),
    ("Une remarque sur votre lettre.\nPaul Aubert, rue des Lilas, Guingamp", "COM-22070"),
    ("Les élus du secteur (36) ne s’y retrouvent pas.", "DEP-36"),
    ("La DD 15 de l’agence demande un avis.", "DEP-15"),
    ("Je suis infirmière à Oloron, en libéral.", "COM-64422"),
    ("Coordinatrice de l’ASV de Décines, je cherche un chiffre.", "COM-69275"),
    # Homonyms and negations.
    ("Une fête à Saint-Denis (974, pas la Seine-Saint-Denis) le 8 mai", "COM-97411"),
    ("Poste au contrat local de santé de Tulle agglo", "COM-19272"),
    # Where something meets, whose clock, whence a journey.
    ("L’appel est ouvert à la Guyane, clôture à midi, heure de Cayenne.", "DEP-973"),
    ("Le département du Cantal réunit son comité de pilotage le 8 juin à Aurillac.", "DEP-15"),
    ("Suite à notre échange à Paris, un séminaire se tiendra à Arras.", "COM-62041"),
    ("Je vois que vous êtes à Aubervilliers ; nous sommes à Calais.", "COM-62193"),
    ("Mon billet (Dijon-Paris AR) ; notre centre social est à Lons-le-Saunier.", "COM-39300"),
    ("Le centre social de Malakoff (Nantes) organise une fête.", "COM-44109"),
    ("Les habitantes du quartier Torcy chantent.\nL’équipe, Sedan (08)", "COM-08409"),
    ("Un poste (CDI, 28 h, Figeac dans le Lot) est ouvert.", "COM-46102"),
    ("J’anime une maison sport-santé au Puy, avec deux médecins.", "COM-43157"),
    ("Kiné depuis dix ans à Amiens, je veux m’installer du côté de Saint-Girons.", "COM-09261"),
    ("Le comité de la région Bretagne se réunira chaque mois à Rennes.", "REG-53"),
    ("La population de la Guyane, comparée à la Martinique", "DEP-973"),
    # A name that stands alone: a sentence, an item, after a day, under a name, in a greeting.
    ("Ma mère ne trouve plus de médecin. Sarlat-la-Canéda. Que faire ?", "COM-24520"),
    ("On embauche : CDD six mois, Guéret, permis exigé", "COM-23096"),
    ("12 mars Figeac : qui pour parler du sommeil ?", "COM-46102"),
    ("Bonsoir de Villefranche-de-Rouergue ! Qui, autour de Rodez, sait parler du sucre ?", "COM-12300"),
    ("Je suis à l’école d’infirmières de Saint-Benoît de la Réunion.", "COM-97410"),
    # Others' places, the association's, those of a list that goes on.
    ("Médecin à Mauriac, j’ai rencontré des gens très bien à Murat et à Aurillac.", "COM-15120"),
    ("J’ai déjà trois portraits, à Vannes et à Quimper. Reste celui de notre coordinatrice de Pontivy.", "COM-56178"),
    ("Je vous écris d’Aurillac, mais c’est de Mauriac qu’il s’agit.", "COM-15120"),
    ("Mon oncle soignait à Brive. Une collègue de CLS, à Tulle, m’a parlé de vous.", "COM-19031"),
    ("L’ARS de Bretagne nous envoie visiter des équipes (Vannes, Quimper…).", "REG-53"),
    ("Un appel de la préfecture de Bretagne, pour les quartiers de Rennes et de trois autres villes", "COM-35238"),
    ("Je n’écris jamais aux gens de Paris ; je suis animatrice à Millau.", "COM-12145"),
    ("Notre foyer des anciens de Millau a une question.", "COM-12145"),
    ("La fédération tiendra ses rencontres à Angers le 4 mai.", "COM-49007"),
    ("Élue de la Creuse. Permanence de Guéret", "DEP-23"),
    ("Étudiant en troisième année à Poitiers, j’écris pour un journal de Bressuire.", "COM-79049"),
    ("La fête du centre social de Montigny, à Dreux, aura lieu samedi.", "COM-28134"),
    ("Mon mari travaille à Limoges mais nous vivons à Guéret.", "COM-23096"),
    ("Deux coordinatrices, notamment de Pau et de Dax, nous ont écrit à Bayonne.", "COM-64102"),
)


@pytest.mark.parametrize(("text", "code"), APART, ids=[text[:50] for text, _ in APART])
def test_a_place_is_told_as_a_mail_sets_it_apart(text: str, code: str) -> None:
    """In brackets, after a comma, by a number, a short name; not by a clock, a memory, a committee's room."""
    assert _read(f"Bonjour,\n\n{text}\n\nMerci").code == code


@pytest.mark.parametrize(
    "text",
    [
        "Mme Vernon souhaite adhérer.",
        "Votre interlocutrice est Léna Morvan.",
        "Je vous écris de Radio Plaine (Toulouse) pour un sujet sur les hôpitaux.",
        "J’étais animatrice à Évreux avant ma retraite.",
        "Merci (beaucoup, vraiment) pour la visite (12 personnes).",
        "Bien à vous, Florence",
        "Votre conseillère, agence de Paris 19e",
        "Quatre terrains, dont la Guadeloupe",
        "Un article sur les habitants des quartiers nord",
        "Je peux venir à Saint-Denis ou vous appeler.",
        "Bonne année à toutes. Bonne chance aussi.",
        "Pace è salute, et à bientôt",
        "Nous déposons un projet avec des collègues de Grenoble et de Lyon.",
        "Cordialement\nVernet",
    ],
)
def test_a_person_a_radio_or_a_memory_tells_no_territory(text: str) -> None:
    """A wrong place is worse than none."""
    assert _read(text) == Place()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Règles d’or, asso rouennaise", "Rouen"),
        ("un village du bocage ornais", "Orne"),
        ("des familles toulousaines", "Toulouse"),
        ("en banlieue lyonnaise", ""),
    ],
)
def test_a_town_is_told_by_the_adjective_of_its_people(text: str, label: str) -> None:
    """In the text or in the signature, when nothing else tells it."""
    assert _read(f"Voici {text}.").label == label
    assert _read("Bonjour", signature=text).label == label


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("dd48@ars-occitanie.exemple.fr", "Lozère"),
        ("e.k@arsge-dt67.exemple.fr", "Bas-Rhin"),
        ("x@cabinet-morvan.exemple.fr", ""),
        ("x@univ-brest.exemple.fr", ""),
        ("x@cc-sudaveyron.exemple.fr", "Aveyron"),
    ],
)
def test_a_delegation_is_told_by_its_number_and_a_firm_by_nothing(address: str, label: str) -> None:
    """A firm bears its owner's name."""
    assert _read("Bonjour", sender=address).label == label


def test_a_country_is_told_before_the_town_where_its_friends_meet() -> None:
    """Something is asked about the country."""
    text = "Nous voulons un dispensaire au Togo. Notre groupe se réunit à Nanterre le dimanche."
    assert _read(text).label == "Togo"


@pytest.mark.parametrize("little", ["les ", "de la ", "lès", "du de "])
def test_little_words_without_end_are_told_at_once(little: str) -> None:
    """A hostile mail holds nobody: the pattern of a name with little words reads each of them one way."""
    assert _read(f"Bonjour. Paris {little * 2000}x").label in {"Paris", ""}
