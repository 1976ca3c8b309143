"""Whether a question leans on the one before it, or has a subject of its own.

A follow-up is told by its opening (« et », « mais »), by a word that points back to nothing that it said itself, or by
its few words, unless these ask what something is, put a question about an acronym, or name their own subject.
"""

from __future__ import annotations

import functools
import re

from indexer.french import STOP_WORDS, stem, terms, words
from indexer.vocabulary import acronyms, themes

REFERRING = frozenset(
    "ca cela celui celle ceux celles il ils elle elles eux leur leurs cette ce cet ces la-dessus pareil aussi".split()
)
"""Words that point back at an earlier turn."""
SATISFIED = frozenset("ca cela celui celle ceux celles eux leur leurs aussi".split())
"""Among them, those that point at the question itself where it names something before them: « la médiation, ça sert à
quoi ? », « les élus et leurs CLS »."""
OPENING = re.compile(r"^\s*(?:et|mais|ok|oui|non|donc|alors|d['’]accord)\b(?![-‑])", re.IGNORECASE)
BY_THE_WAY = re.compile(
    r"^\W*(?:(?:et|mais|ok|oui|non|donc|alors)\W+)?(?:au fait|à propos|a propos)\s*,\s*", re.IGNORECASE
)
"""« Mais au fait, »: what follows is judged without it."""
ANOTHER_TOPIC = re.compile(
    r"\b(?:(?:une )?autre (?:question|sujet|chose)|(?:rien a voir|pas de rapport)|changeons|changer de sujet|"
    r"passons a|parlons (?:plutot |maintenant )?d|nouvelle question|nouveau sujet|sinon)\b"
)
"""Over levelled words: says that what follows is about something else."""
IMPERSONAL = re.compile(
    r"\b(?:il (?:y a|faut|faudrait|existe|est (?:possible|obligatoire|utile|necessaire|prevu|permis)|s agit)"
    r"|y a t il|existe t il|faut il|est il (?:possible|obligatoire|utile|necessaire|prevu|permis)|s agit il"
    r"|dans quelle mesure|est ce|ce (?:que|qu|qui)"
    r"|(?:cette|ces (?:dernieres?|\w+ dernieres)) annees?|ce (?:mois|jour|trimestre)|ces jours"
    r"|cette (?:fois|semaine))\b"
)
"""Over levelled words: an « il » or an « est-ce » that stands for nothing, a « cette » that only says when."""
INVERTED = re.compile(r"\b(?P<verb>[\w’']+)[-‑](?:t[-‑])?(?:il|elle)s?\b", re.IGNORECASE)
"""« les habitants peuvent-ils »: the pronoun repeats a subject that stands before the verb."""
DEFINING = re.compile(
    r"\b(?:est|c) (?:quoi|koi)\b|\best ce (?:un|une)\b|\bdefini(?:tion|r|ssez|t)\b|\b(?:veut|veulent) dire\b"
    r"|\bentend on par\b|\bqu(?:e|oi) (?:recouvre|designe|signifie|correspond)|\bsignifie\b|\bqu est ce qu"
)
"""Over levelled words: asks what something is."""
WHAT_IS = re.compile(
    r"\bqu['’ ]?est[- ]ce (?:que (?:l['’]|(?:le|la|les|un|une|des) )|qu['’] ?(?:une? )?)(?P<what>[^?.!,;:]+)",
    re.IGNORECASE,
)
"""« Qu’est-ce que la médiation en santé ? », of which the levelled words keep « est ce que la mediation » only."""
PURPOSE = re.compile(r"\bser(?:t|vent) a (?:quoi|koi)\b|\ba (?:quoi|koi) (?:ca |cela )?ser(?:t|vent)\b")
ABOUT = re.compile(
    r"^(?:(?:que|qu) (?:disent|dit|sait|savez|savent|sais|trouve|contiennent)\b.*?\b(?:sur|de|du|des|a propos)"
    r"|(?:parle[rz]?|dis|dites|explique[rz]?|raconte[rz]?|informe[rz]?|renseigne[rz]?)(?: moi)?(?: (?:de|du|des|sur))?"
    r"|(?:je (?:cherche|voudrais|veux|souhaite)|avez vous|as tu|y a t il|auriez vous)\b.*?"
    r"\b(?:publications?|documents?|articles?|ressources?|infos?|informations?|quelque chose|notes?|textes?)\b.*?"
    r"\b(?:sur|concernant|a propos)) "
)
"""Over levelled words: asks for what is said of a subject, which follows."""
HOW_TO = re.compile(
    r"^comment (?:bien |mieux )?(?:faire )?\w+(?:er|ir|re)(?: \w+(?:er|ir|re))?(?: \w+)?? "
    r"(?:les?|la|des|une?|contre|vers|l|avec|sur|aux?) "
)
"""Over levelled words: how to do something to somebody or something, which follows."""
ASKING = frozenset("qui quoi koi que qu quel quelle quels quelles combien comment pourquoi quand ou".split())
COURTEOUS = frozenset(
    "merci bonjour bonsoir salut bravo super parfait genial top nickel ok oui d accord tres bien beaucoup infiniment "
    "mille pour votre ton aide reponse tout a vous toi au revoir bonne journee soiree bientot cordialement".split()
)
THANKS = frozenset("merci bonjour bonsoir salut bravo revoir cordialement bientot journee soiree".split())
STARTING = frozenset(
    "avec sans chez dans depuis pendant selon vers sous apres avant jusque entre contre uniquement seulement plutot "
    "surtout exemple plus moins meme notamment lequel laquelle lesquels lesquelles toujours chaque tous toutes".split()
)
"""No subject begins with these, besides the stop words."""
OF_SOMETHING = (
    "accord acteur action activite adherent animation annee appui articulation avantage axe bilan budget bureau "
    "calendrier chiffre commission comite compte condition contenu coordination coordinateur coordonnateur cout "
    "critere date definition demarche demarrage depense detail difference difficulte duree echelle effet enjeu "
    "equipe etape evaluation exemple financement financeur fonction fonctionnement forme frein gouvernance impact "
    "indicateur instance interet levier liste limite membre methode mission mode moyen niveau nombre objectif "
    "obligation orateur organisation orientation outil part partenaire partie periode personne pilotage pilote "
    "place point portage porteur poste principe priorite probleme proportion public raison recommandation "
    "renouvellement resultat role sens signataire signature source statut suivi taux temps territoire texte "
    "thematique theme type validation ville publication document note article etude enquete fiche ressource "
    "information info "
    "aider animer arreter associer calculer changer choisir comporter composer concerner consulter coordonner "
    "couter definir demander devenir devoir differencier disparaitre disposer durer dire disent dit elaborer etre "
    "evaluer exister expliquer faire falloir financer fonctionner impliquer intervenir lancer marcher mesurer "
    "apporter attendre contenir gagner penser permettre "
    "mettre monter obtenir organiser parler participer passer payer piloter porter pouvoir prevoir proposer "
    "realiser recevoir reconduire renouveler reunir savoir servir sert servent signer soutenir suivre trouver "
    "valider venir vouloir "
    "obligatoire possible utile necessaire important autre meme nouveau premier dernier petit grand bon prevu "
)
"""What is said of any scheme (« missions », « durée », « financer »): no subject by itself."""
NAME_TERMS = 4
"""Meaningful words of the longest name (« évaluation d’impact sur la santé »)."""
SHORT_TERMS = 3
"""A question with at most so many meaningful words, put after others, leans on them."""
FULL_TERMS = 8
"""A question with at least so many stands by itself, whatever it opens with."""


def leans(text: str, earlier: str = "") -> bool:
    """Whether a question that follows others is to be read with one of them.

    Args:
        text: The question.
        earlier: The one it would lean on; a subject that it shares with that one is not its own.
    """
    text = BY_THE_WAY.sub("", text)
    typed = words(text)
    if is_courtesy(text):
        return False
    count, levelled = len(terms(text)), " ".join(typed)
    if count >= FULL_TERMS or (count > 1 and ANOTHER_TOPIC.search(levelled)):
        return False
    pointing = IMPERSONAL.sub(" ", " ".join(words(INVERTED.sub(_without_repeated_pronoun, text))))
    if OPENING.match(text) or _points_back(pointing.split()):
        return True
    own_subject = pointing != levelled and names_an_acronym(typed)
    if count > SHORT_TERMS or own_subject or (count and (_names_its_subject(typed) or asks_what_it_is(text))):
        return False
    before = frozenset(terms(earlier))
    head, colon, _ = text.partition(":")
    headed = bool(colon) and _is_bare(words(head)) and _is_new(words(head), before)
    return not (headed or _has_a_subject(typed, before))


def asks_what_it_is(text: str) -> bool:
    """Whether a question asks what something is, as « qu’est-ce que l’ARS finance » does not."""
    if DEFINING.search(" ".join(words(text))):
        return True
    found = WHAT_IS.search(text)
    return found is not None and _is_named(words(found["what"]))


def _is_named(typed: list[str]) -> bool:
    """Whether words name something and say nothing of it."""
    named = {stem(word) for word in typed if word not in STOP_WORDS}
    return 0 < len(named) <= NAME_TERMS and named.isdisjoint(_of_something())


def is_courtesy(text: str) -> bool:
    """Whether a message only thanks or greets: it leans on nothing, and nothing leans on it."""
    typed = words(text)
    return set(typed) <= COURTEOUS and not THANKS.isdisjoint(typed)


def names_an_acronym(typed: list[str]) -> bool:
    """Whether a question holds an acronym of the field."""
    return not _acronyms().isdisjoint(typed)


def asks_of_something(typed: list[str]) -> bool:
    """Whether all that it says is said of any scheme: « quelle durée et quel coût »."""
    return not _is_new(typed, frozenset())


def _points_back(typed: list[str]) -> bool:
    """Whether a word points at something that this very question does not name before it."""
    named = False
    for word in typed:
        if word in REFERRING and not (named and word in SATISFIED):
            return True
        named = named or (word not in STOP_WORDS and word not in ASKING and stem(word) not in _of_something())
    return False


def _without_repeated_pronoun(found: re.Match[str]) -> str:
    """The verb alone when its subject stands before it, else as typed."""
    return found["verb"] if terms(found.string[: found.start()]) else found[0]


def _names_its_subject(typed: list[str]) -> bool:
    asks = not ASKING.isdisjoint(typed[:2])  # « à quoi sert un ASV », but not « c’est l’ARS qui le valide »
    return DEFINING.search(" ".join(typed)) is not None or (asks and names_an_acronym(typed))


def _has_a_subject(typed: list[str], earlier: frozenset[str]) -> bool:
    """Whether a short question says what it is about, and this is new: in full, or as a bare theme of the field."""
    levelled = " ".join(typed)
    for pattern in (ABOUT, HOW_TO):
        found = pattern.match(levelled)
        if found:
            return _is_new(levelled[found.end() :].split(), earlier)
    if PURPOSE.search(levelled):
        return _is_new(typed, earlier)
    return _is_bare(typed) and _opens_with_a_theme(typed) and _is_new(typed, earlier)


def _is_bare(typed: list[str]) -> bool:
    """Whether words are a subject and nothing else: « précarité alimentaire », not « dans les quartiers »."""
    opens = len(typed) > 1 and typed[0] not in STOP_WORDS and typed[0] not in STARTING
    return opens and ASKING.isdisjoint(typed)


def _is_new(typed: list[str], earlier: frozenset[str]) -> bool:
    own = {stem(word) for word in typed if word not in STOP_WORDS} - _of_something()
    return bool(own) and own.isdisjoint(earlier)


def _opens_with_a_theme(typed: list[str]) -> bool:
    stems = tuple(map(stem, typed))
    return any(stems[: len(theme)] == theme for theme in _themes())


@functools.cache
def _of_something() -> frozenset[str]:
    return frozenset(map(stem, OF_SOMETHING.split()))


@functools.cache
def _themes() -> frozenset[tuple[str, ...]]:
    said = [name for theme in themes().values() for name in (*theme.label.split(" et "), *theme.keywords)]
    return frozenset(tuple(map(stem, words(name))) for name in said)


@functools.cache
def _acronyms() -> frozenset[str]:
    return frozenset(" ".join(words(entry.acronym)) for entry in acronyms())
