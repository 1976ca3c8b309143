"""Places are found where a text names them, told apart from their namesakes, and nothing else is taken for one."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import InvalidFilter
from indexer.territories import Level, territories
from indexer.territories.gazetteer import POSTCODES, Gazetteer, _table
from indexer.territories.names import level_name, level_names

PLACES = [
    # Written as anybody writes.
    ("Je suis coordinatrice CLS à Roubaix.", "COM-59512"),
    ("je suis coordinatrice cls à roubaix et tourcoing", "COM-59512 COM-59599"),
    ("MAIRIE DE LILLE", "COM-59350"),
    ("59000 LILLE", "COM-59350"),
    ("12 rue de la Paix, 59000 Lille", "COM-59350"),
    ("Code postal 59100", "COM-59512"),
    ("La ville de Nice recrute.", "COM-06088"),
    ("St-Étienne, st etienne et Saint-Etienne", "COM-42218 COM-42218 COM-42218"),
    ("aulnay sous bois", "COM-93005"),
    ("L'Haÿ-les-Roses ; Villeneuve-d’Ascq ; Bourg en Bresse", "COM-94038 COM-59009 COM-01053"),
    ("Fort de France en Martinique", "COM-97209 DEP-972"),
    ("Metz, le 4 mai 2024", "COM-57463"),
    ("à Lens, Liévin et Hénin-Beaumont", "COM-62498 COM-62510 COM-62427"),
    ("Lille-Roubaix-Tourcoing", "COM-59350 COM-59512 COM-59599"),
    ("CHU de Lille, CHRU Nancy", "COM-59350 COM-54395"),
    ("Les habitants d’Ivry et de Villejuif", "COM-94041 COM-94076"),
    ("Nous venons d’Évry.", "COM-91228"),
    # Articles.
    ("La ville des Mureaux et celle du Mans, au Havre.", "COM-78440 COM-72181 COM-76351"),
    ("un quartier prioritaire du Havre", "COM-76351"),
    ("Les Mureaux, Yvelines", "COM-78440 DEP-78"),
    ("le CLS de La Rochelle, le maire de la Courneuve", "COM-17300 COM-93027"),
    ("Le Tampon, Le Port, Saint-Paul (La Réunion)", "COM-97422 COM-97407 COM-97415 DEP-974"),
    ("sur Angers et Le Mans, vers la Sarthe", "COM-49007 COM-72181 DEP-72"),
    # Départements and regions, by name and by number.
    ("le préfet du Nord et celui de l’Aisne", "DEP-59 DEP-02"),
    ("l’Est du département du Nord", "DEP-59"),
    ("Aisne, Nord et Oise", "DEP-02 DEP-59 DEP-60"),
    ("L’Ain, le Rhône et l’Isère", "DEP-01 DEP-69 DEP-38"),
    ("dans le Lot, le lot numéro 2", "DEP-46"),
    ("CLSM du Val-de-Marne ; Conseil départemental des Landes", "DEP-94 DEP-40"),
    ("val de marne, hauts de seine, finistère", "DEP-94 DEP-92 DEP-29"),
    ("nous sommes dans le 93, le 19 mars", "DEP-93"),
    ("département 59, dépt 62", "DEP-59 DEP-62"),
    ("CPTS du Douaisis (59)", "DEP-59"),
    ("La Ville (93, environ 60 000 habitants)", "DEP-93"),
    ("ARS Bretagne – Délégation départementale du Finistère", "REG-53 DEP-29"),
    ("Promotion Santé Normandie ; ARS Grand Est ; PRSE Pays de la Loire", "REG-28 REG-44 REG-52"),
    ("Nord-Pas-de-Calais, PACA, Limousin", "REG-32 REG-93 REG-75"),
    ("En Alsace et en Moselle", "REG-44 DEP-57"),
    ("À La Réunion comme à Mayotte.", "DEP-974 DEP-976"),
    ("CGSS de La Réunion", "DEP-974"),
    ("en France", "PAYS-FR"),
    # The same name on two rungs: grammar tells.
    ("en Mayenne", "DEP-53"),
    ("la Mayenne", "DEP-53"),
    ("à Mayenne", "COM-53147"),
    ("la Vienne", "DEP-86"),
    ("à Paris", "COM-75056"),
    ("en Guadeloupe", "DEP-971"),
    # Groupings of communes.
    ("CA du Pays de Laon", "EPCI-200043495"),
    ("communauté d’agglomération du Pays de Laon", "EPCI-200043495"),
    ("la communauté de communes du Perche, la comcom du Perche", "EPCI-200006971 EPCI-200006971"),
    ("Métropole européenne de Lille", "EPCI-200093201"),
    ("la métropole de Lyon, Bordeaux Métropole, Nantes métropole", "EPCI-200046977 EPCI-243300316 EPCI-244400404"),
    ("Plaine Commune et Est Ensemble", "EPCI-200057867 EPCI-200057875"),
    ("EPCI Quimperlé Communauté", "EPCI-242900694"),
    ("le Grand Avignon et Loire Forez Agglomération", "EPCI-248400251 EPCI-200065886"),
    ("les villages du nord Morvan", ""),
    ("deux contrats : Est-Morbihan et Gorges Causses Cévennes", "DEP-56 EPCI-200069151"),
    ("GrandAngoulême et la métropole de Grenoble", "EPCI-200071827 EPCI-200040715"),
    ("ARS HDF ; ARS BFC ; la région CVL", "REG-32 REG-27 REG-24"),
    # A département or a region with its article is no hamlet of that name.
    ("la délégation départementale de la Creuse", "DEP-23"),
    ("le département de la Creuse", "DEP-23"),
    # A small or ordinary name that its département follows.
    ("un habitant de sa commune (Machecoul, Loire-Atlantique)", "COM-44087 DEP-44"),
    ("fin juin, Mens (Isère)", "COM-38226 DEP-38"),
    # Districts.
    ("le 13e arrondissement de Marseille, Paris 18ème, Lyon 3e", "COM-13213 COM-75118 COM-69383"),
    ("75018 Paris", "COM-75056"),
    # Namesakes told apart.
    ("Saint-Denis (93)", "COM-93066"),
    ("Saint Denis (Seine-Saint-Denis)", "COM-93066 DEP-93"),
    ("93200 Saint-Denis", "COM-93066"),
    ("Saint-Denis de La Réunion", "COM-97411 DEP-974"),
    ("Montreuil", "COM-93048"),
    ("Montreuil dans le Pas-de-Calais", "COM-62588 DEP-62"),
    ("Vienne (Isère)", "COM-38544 DEP-38"),
    ("Jean Valence habite à Valence (Drôme)", "COM-26362 DEP-26"),
    ("Nous, à Saint-Denis, n’avons pas de CLS.\nMairie, 93200", "?COM-97411"),
    ("le CLS de Vitry", "?COM-94081"),
    ("la clinique Saint-Louis, à Saint-Louis", "?COM-97414"),
    ("dans le Nord, à Saint-Denis", "DEP-59 ?COM-97411"),
    # Communes whose name is an ordinary word: only where something says that it is a place.
    ("à Contes, les contes pour enfants. Contes et légendes.", "COM-06048"),
    ("à Tours, à Sens", "COM-37261 COM-89387"),
    ("Marie habite à Nancy", "COM-54395"),
]


@pytest.mark.parametrize(("text", "codes"), PLACES, ids=[text for text, _ in PLACES])
def test_places_are_found_and_told_apart(text: str, codes: str) -> None:
    """Each place that a sentence names, in order; a question mark where nothing tells it from its namesake."""
    found = territories().find(text)
    assert [f"{'?' * mention.ambiguous}{mention.territory.code}" for mention in found] == codes.split()
    assert all(text[mention.start : mention.end] == mention.text for mention in found)


NO_PLACE = [
    "Bonjour Mme Paris, merci de votre retour.",
    "Monsieur Lille a signé. M. Lille aussi. Dr Nancy.",
    "Bonjour Nancy,",
    "Nancy Dupont\nCoordinatrice CLS",
    "Bien à vous,\nLaura Tours",
    "Sophie Martin et Florence Laval",
    "rue de Bordeaux, avenue de Lyon, place de Nantes",
    "gare de Lyon, gare du Nord, Amérique du Nord",
    "savon de Marseille, accords de Paris",
    "Bâtiment Lyon, salle Marseille",
    "la ville, les villes, le village",
    "la réunion de jeudi ; suite à la réunion, merci",
    "COMPTE RENDU DE LA RÉUNION DU COPIL",
    "La réunion est reportée.",
    "le vent d’est, l’Est et l’Ouest du pays",
    "le havre de paix, le port, la salle, le plan, le lieu",
    "Tours et détours. Sens de la visite. Contes et légendes.",
    "Lieu : salle des fêtes. Fontaine : trois jets d’eau.",
    "Les Aix",
    "Santé publique France, France Travail",
    "Université Paris-Dauphine",
    "15000 habitants, 59000 euros, 35000 personnes",
    "le 15 répond jour et nuit ; du 35 au 40 % ; le 59 de la rue",
    "du 12 au 14 mai, le 31, l’article 59",
    "l’ARS, la PASS, la CPAM et le CLS",
    "la PASS de Ville, le CLS du Pays Cœur de rien, le Canton",
    "Marches\tCampagne\tARS",
    "au bord de la Loire, la vallée de la Marne",
    "la CC du Val-Dormont",
    "rh@mairie-lille.fr, https://www.lille.fr/sante",
    "la fondation lance un appel qui aura lieu en juin",
    "la clinique Saint-Louis, l’hôpital Sainte-Anne, la Saint-Jean",
    "Grande cause nationale, Grand Ouest, Maroc",
    "un bon plan, une bonne santé, les jeunes, le nord",
    "",
    "\n\n",
]


@pytest.mark.parametrize("text", NO_PLACE)
def test_people_streets_and_ordinary_words_are_no_places(text: str) -> None:
    """A wrong place is worse than none."""
    assert [(mention.text, mention.territory.name) for mention in territories().find(text)] == []


def test_what_else_the_text_names_tells_namesakes_apart() -> None:
    """« Saint-Denis » alone is a doubt; a département named anywhere in the mail settles it."""
    alone, *_ = territories().find("Je travaille à Saint-Denis.")
    assert alone.ambiguous
    assert {place.code for place in alone.resolution.candidates} >= {"COM-93066", "COM-97411"}
    settled = territories().find("Je travaille à Saint-Denis.\n\nL’ARS de Seine-Saint-Denis nous aide.")
    assert not settled[0].ambiguous
    assert settled[0].territory.code == "COM-93066"


def test_a_name_is_resolved_without_a_text_around_it() -> None:
    """A territory typed in a form, with a code, a namesake, or nothing known."""
    places = territories()
    assert places.resolve("Mayotte").certain == places.by_code("DEP-976")
    assert places.resolve("havre").certain == places.by_code("COM-76351")
    assert places.resolve("Saint-Denis (93)").certain == places.by_code("COM-93066")
    assert places.resolve("Saint-Denis").ambiguous
    assert places.resolve("Saint-Denis", hint="un CLS de La Réunion").certain == places.by_code("COM-97411")
    assert places.resolve("Val-Dormont").candidates == ()
    assert places.resolve("").candidates == ()


def test_ancestors_go_from_the_grouping_to_the_country() -> None:
    """A commune of the metropolis of Paris is in its EPT, then in the metropolis."""
    places = territories()
    above = places.ancestors(places.by_code("COM-93066"))
    assert [place.code for place in above] == ["EPCI-200057867", "EPCI-200054781", "DEP-93", "REG-11", "PAYS-FR"]
    assert [place.level for place in above][-3:] == [Level.DEPARTEMENT, Level.REGION, Level.COUNTRY]
    assert [place.code for place in places.ancestors(places.by_code("COM-98818"))] == ["DEP-988", "PAYS-FR"]
    assert places.ancestors(places.by_code("PAYS-FR")) == ()


def test_a_region_covers_its_communes_and_not_the_reverse() -> None:
    """What a filter by territory needs."""
    places = territories()
    assert places.covers("REG-32", "COM-59350")
    assert places.covers("COM-59350", "COM-59350")
    assert not places.covers("COM-59350", "REG-32")
    assert not places.covers("REG-11", "COM-59350")
    with pytest.raises(InvalidFilter):
        places.by_code("COM-99999")


def test_a_text_is_about_its_most_precise_place() -> None:
    """The département that holds the commune does not compete with it; a doubtful name does not count."""
    places = territories()

    def main(text: str) -> str | None:
        place = places.main(places.find(text))
        return place.code if place else None

    assert main("À Saint-Denis (Seine-Saint-Denis)") == "COM-93066"
    assert main("Lille, puis Arras. Lille encore.") == "COM-59350"
    assert main("À Saint-Denis, en France") == "PAYS-FR"
    assert main("Rien du tout") is None


def test_the_tables_hold_the_country() -> None:
    """Every département has its region but overseas collectivities; counts are those of the source for 2026."""
    gazetteer = Gazetteer()
    counted = Counter(code.split("-")[0] for code in gazetteer._places)
    assert counted == {"COM": 34_969 + 45, "EPCI": 1_255 + 11, "DEP": 109, "REG": 18, "PAYS": 1}
    for code in gazetteer._places:
        assert gazetteer.territory(code).name
        assert gazetteer.parents(code)[-1:] == (("PAYS-FR",) if code != "PAYS-FR" else ())
    codes = {named.code for line in gazetteer._names for named in gazetteer.named(line)}
    assert codes <= set(gazetteer._places)
    assert {code for codes in _table(POSTCODES).values() for code in codes.split()} <= set(gazetteer._places)


@pytest.mark.parametrize("run", ["[", "a.", "a-", "a@", "@", "é", "www."])
def test_a_long_run_without_a_space_is_looked_through_once(run: str) -> None:
    """Addresses are looked for in it; a mail that was decoded wrong, or a page of signs, has such runs."""
    began = time.process_time()
    territories().find(f"Réunion à Lyon le 3. {run * 40_000} à Lille")
    assert time.process_time() - began < 5


def test_mails_are_read_in_milliseconds() -> None:
    """270 words with 36 places among them, far more than a mail has, in some 10 ms of processor: mails take 2."""
    mail = "\n".join([text for text, _ in PLACES[:12]] + NO_PLACE[:12]) * 2
    territories().find(mail)
    timed = []
    for _ in range(10):
        start = time.process_time()
        territories().find(mail)
        timed.append(time.process_time() - start)
    assert min(timed) < 0.05


@given(st.lists(st.sampled_from([text for text, _ in PLACES] + NO_PLACE), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_mentions_never_overlap_and_are_verbatim(sentences: list[str]) -> None:
    """Whatever stands beside whatever."""
    text = "\n".join(sentences)
    end = 0
    for mention in territories().find(text):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        end = mention.end


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_at_all_is_read(text: str) -> None:
    """Nothing that a mail may hold breaks the search."""
    for mention in territories().find(text):
        assert mention.resolution.candidates


@given(st.text(alphabet=st.characters(exclude_characters="\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), max_size=40))
def test_levelling_is_stable(name: str) -> None:
    """A levelled name stays what it is, alone or among others."""
    levelled = level_name(name)
    assert level_name(levelled) == levelled
    assert level_names([name, "Lille"]) == [levelled, "lille"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("Oloron", "COM-64422"), ("Le Puy", "COM-43157"), ("Brive", "COM-19031"), ("Villeneuve", ""), ("Saint", "")],
)
def test_a_town_is_known_by_the_first_word_of_its_name(name: str, code: str) -> None:
    """Where no other town that begins so comes near it."""
    town = territories().shortened(name)
    assert (town.code if town else "") == code
