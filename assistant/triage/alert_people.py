"""Of whom a mail speaks: of its writer's own people, of a real person, of people in general; levelled words (`alerts`).

What somebody tells of themselves or of their own people is believed wherever it stands. What is told of others is
believed unless the sentence is one of professionals (`TOPIC`, `GENERIC`) and nothing in it makes the person a real one
(`CLOSE`): the prevention of suicide is a subject, a neighbour who wants to die is not.
"""

from __future__ import annotations

from typing import Final

from assistant.situation_patterns import any_of, any_word

_KIN: Final = any_word(
    "mere maman pere papa parents fils filles? enfants? bebe gamine?s? gosses? mari femme epoux epouse conjointe?",
    "compagnon compagne copine?s? copain amie?s? freres? soeurs? cousine?s? oncle tante grand_mere grand_pere",
    "grands_parents neveu niece voisine?s? voisins collegues? ado coloc colocataire ex beau_pere belle_mere beau_frere",
    "belle_soeur beau_fils belle_fille petit_fils petite_fille petit petite mamie papy proche",
)
OWN: Final = rf"(?:mon|ma|mes|notre) (?:\w+ )?{_KIN}"
FAMILY: Final = rf"(?:mon|ma|mes|notre) (?!collegues?\b)(?:\w+ )?(?!collegues?\b){_KIN}"
"""One's own people but colleagues, who may work in a hospital without being ill."""
THEIR: Final = rf"(?:son|sa|ses|leur|leurs) (?:\w+ )?{_KIN}"
SOMEBODY: Final = any_word(
    "monsieur dame homme femme patiente? habitante? jeune adolescente? ado personne usagere? usager locataire",
    "residente? voisine? adherente? beneficiaire participante? benevole salariee? enfant bebe eleve etudiante? fille",
    "garcon famille retraitee? senior mamie papy migrante? refugiee? collegue stagiaire maman papa",
)
ONE: Final = rf"(?:une?|cette?|cet|la|le|notre|mon|ma) (?:\w+ ){{0,2}}?{SOMEBODY}"
KNOWN_ONE: Final = r"(?:une?|cette?|la|le|mon|ma) (?:\w+ )?(?:monsieur|dame|voisine?|mamie|papy|habitante|locataire)"
TOPIC: Final = any_word(
    "formations? former formez formees? colloques? journees? webinaires? seminaires? conferences? tables?_rondes?",
    "ateliers? modules? programmes? prevention sensibilis\\w+ campagnes? etudes? enquetes? recherches? memoire these",
    "rapports? guides? fiches? brochures? plaquettes? outils? podcasts? films? documentaires? spectacles? theatre",
    "expositions? livres? ouvrages? articles? dossiers? appel_a aap ami offres? postes? missions recrut\\w+ "
    "candidat\\w*",
    "dispositifs? reperage reperer thematiques? themes? axes? feuille_de_route plan_d_actions? numero_national gestes",
    "temoignages? temoins? temoigne recit roman auteure? realisat\\w+ projection debat intervention interventions",
    "communique publication publications numero_vert lutte_contre protocole referentiel recommandations simulation",
)
"""Words of a sentence in which professionals speak of people in general."""
GENERIC: Final = any_of(
    r"comment (?:\w+ ){0,3}(?:reagir|orienter|accompagner|reperer|accueillir|aider|parler|soutenir|"
    r"prendre en charge)",
    r"(?:accompagner|accueillir|orienter|soutenir|aider|reperer|former|loger|heberger) (?:une|un|toute|la|le) ",
    r"(?:lorsqu|quand|si|des qu|en cas|savoir) ?(?:une?|de|d|appeler)?\b",
    r"(?:toute|chaque|aucune?|une? \w+ sur \w+)",
    r"pour (?:qu|que) ",
    r"(?:ville|quartier|territoire|association|equipe|planete) (?:\w+ ){0,2}respir\w+",
)
"""Ways of speaking of anybody."""
CLOSE: Final = any_of(
    r"(?:me|nous|lui) (?:a|ont|dit|disent|confie|parle|ecrit|explique|raconte|demande|appelle)\b",
    r"vien[ts] (?:de |d )?\w+",
    r"depuis (?:\w+ )?(?:jours?|semaines?|mois|heures?|hier|lundi|mardi|mercredi|jeudi|vendredi|samedi|"
    r"dimanche|noel)",
    r"hier|ce matin|ce midi|cette nuit|ce soir|avant hier|cette semaine|la semaine derniere|le mois dernier",
    r"que (?:dois je|doit on)|quoi faire|dites (?:nous|moi)|on fait quoi|vers qui",
    (
        r"(?:que faire|qui (?:appeler|prevenir|contacter))(?! (?:face a|pour|quand|si) (?:une? )?(?:personne|"
        r"patiente?|proche)\b)"
    ),
    r"(?:j|on|nous|je|avons|ai) (?:\w+ )?(?:a|ai|avons|accompagne|accompagnons|connais|suis|suivons|recois|recevons"
    r"|rencontre|heberge\w*|accueille) (?:ici |actuellement |aussi |ici |en ce moment )?(?:une?|ce|cette|deux)\b",
    r"(?:avons|ai|ont) (?:\w+ )?(?:une?|deux|rencontre|recu|decouvert|appris) (?:\w+ ){0,2}"
    r"(?:monsieur|dame|homme|femme|jeune|ado|personne|patiente?|famille|enfant|locataire|residente?|"
    r"habitante?|usager)",
    rf"{SOMEBODY} (?:\w+ ){{0,6}}(?<!\d )(?<!\d a )(?<!\d et )(?<!plus de )(?<!moins de )\d{{1,2}} (?:ans|mois)\b",
    r"(?:dans|de) (?:mon|notre) (?:immeuble|quartier|rue|classe|residence|service|foyer|batiment|ecole|association)",
    r"elle dit|il dit|elle veut|il veut|elle refuse|il refuse|elle a peur|il a peur",
)
"""What makes a person told of a real one: said to us, today, of that age, of our street."""
