"""The words around a place's name that tell a place from a person, a street or an ordinary word.

Closed lists of French words, levelled (`names.level_word`): facts of the language, not tuned on any text.
"""

from __future__ import annotations

from typing import Final

GROUPING_WORDS: Final = {
    "cc": "CC",
    "ca": "CA",
    "cu": "CU",
    "ept": "EPT",
    "comcom": "CC",
    "com com": "CC",
    "communaute de communes": "CC",
    "communaute de commune": "CC",
    "communaute des communes": "CC",
    "communaute d agglomeration": "CA",
    "communaute d agglo": "CA",
    "communaute d agglomerations": "CA",
    "communaute agglomeration": "CA",
    "agglomeration": "CA",
    "agglo": "CA",
    "communaute urbaine": "CU",
    "metropole": "METRO",
    "eurometropole": "METRO",
    "etablissement public territorial": "EPT",
    "intercommunalite": "",
    "interco": "",
    "epci": "",
}
"""How people call a grouping of communes, and its type where the word tells it."""

LINKS: Final = frozenset(
    "a au aux d de des du en entre et l la le les ou par pour vers dans depuis sur sous pres autour hors jusqu "
    "notamment comme via chez".split()
)
"""Little words that may stand between a noun and a place's name."""

PLACING: Final = frozenset("a au aux en dans sur vers depuis pres autour entre jusqu hors".split())
"""Prepositions that place something somewhere."""

OF: Final = frozenset("d de des du".split())

DEFINITE: Final = frozenset("l la le les du des".split())
"""What comes before a département rather than before the commune of the same name (« la Mayenne », « du Nord »)."""

ADMINISTRATIVE: Final = frozenset(
    "ville villes commune communes mairie mairies maire maires municipalite ccas cias cdas departement "
    "departements departemental departementale region regional regionale regionaux prefecture sousprefecture "
    "prefet prefete cpam cgss caf msa ars ddars dtars dt dd ddets ddt drees dreets creai crpv ireps ors insee "
    "cres codes petr pnr pays bassin secteur territoire territoires canton arrondissement agglo agglomeration "
    "metropole interco eurometropole intercommunalite cc ca cu ept epci cls clsm asv clspd ptsm cpts msp dac "
    "pass cidff chu chru ch ghu ght eps epsm hopital hopitaux clinique universite iut antenne delegation "
    "mission comite reseau maison coordination coordinateur coordinatrice coordonnateur coordonnatrice coordo "
    "habitant habitants habitante habitantes population agence academie tribunal cite quartier quartiers "
    "collectivite collectivites conseil contrat atelier ateliers locaux local sante mentale centre hospitalier "
    "societe diocese".split()
)
"""Nouns and acronyms that are followed by the place that they serve: « CLS de … », « mairie de … »."""

MUNICIPAL: Final = frozenset("ville commune mairie maire ccas municipalite".split())
"""Those of them that only communes have."""

HALVES: Final = frozenset("est ouest nord sud haut haute bas basse centre grand".split())
"""What may be tied to a département or a region to name a part of it (« Est-Morbihan »)."""

GATHERED: Final = frozenset(
    "comite reseau conseil mission coordination coordinateur coordinatrice maison atelier".split()
)
"""Those of them that also meet: « comité de la réunion »."""

TITLES: Final = frozenset(
    "m mm mr mme mmes mlle monsieur messieurs madame mesdames mademoiselle dr docteur docteure pr professeur "
    "professeure maitre bonjour bonsoir cher chere chers cheres coucou salut hello merci pere frere soeur abbe "
    "general marechal colonel capitaine prenom nom".split()
)
"""What is followed by a person's name."""

STREETS: Final = frozenset(
    "rue rues avenue av ave boulevard boulevards bd bld bvd place placette quai quais impasse allee allees "
    "chemin route routes faubourg fbg fg square passage pont porte gare esplanade rond traverse sentier "
    "venelle villa voie metro station tramway peripherique aeroport autoroute ruelle mail salle amphi "
    "amphitheatre batiment immeuble hall tour residence".split()
)
"""Ways, stops and rooms named after a place that is elsewhere."""

THINGS: Final = frozenset(
    "accord accords traite edit charte conference declaration protocole moutarde savon saucisse saucisses "
    "jambon dentelle fromage vin vins huitre huitres nougat bataille siege paix trou degres gateau couteau "
    "couteaux porcelaine faience bord bords rive rives fleuve riviere val vallee estuaire vallees berges source "
    "canal parfum tunnel".split()
)
"""Things, texts and streams named after a place without being there."""

AWAY: Final = frozenset("afrique amerique coree europe irlande mer macedoine pole gare asie oceanie italie".split())
"""« Afrique du Nord », « gare du Nord »: another north than the département."""

HOLY: Final = frozenset(
    "hopital clinique lycee college ecole eglise foyer residence fondation association institut paroisse "
    "maison centre hospitalier groupe chapelle cathedrale basilique fort ilot quartier cite espace ehpad "
    "mutualiste".split()
)
"""What bears a saint's name without being in the commune of that name (« clinique Saint-Louis »)."""

NOT_COUNTED: Final = frozenset(
    "euros euro eur habitants habitant personnes personne kg km m m2 h heures heure jours jour ans an mois "
    "minutes pour cent femmes hommes enfants jeunes menages logements patients usagers agents salaries places "
    "postes exemplaires signes caracteres janvier fevrier mars avril mai juin juillet aout septembre octobre "
    "novembre decembre rue avenue bis ter millions milliers".split()
)
"""After a number, these words say that it is no postcode and no département."""

AFTER_A_NUMBER: Final = frozenset("et ou pour avec est a qui que nous je mais on sont ainsi comme en".split())
"""After « le 93 », these words leave it a département (« dans le 93 et … »)."""

CEDEX: Final = frozenset("cedex bp cs tsa f fr adresse".split())
"""What comes before a postcode in an address."""
