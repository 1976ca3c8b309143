"""A text as the words that carry what it says, in order, cut into chunks where French cuts a sentence.

« Le CLS, signé en 2019, ne finance pas de poste. »  ─▶  cls │ sign 2019 │ (ne … pas) financ post

Both texts are brought to one form first: figures (`figures.canonical`), acronyms and their words, a few turns that
mean the same (`SAME`). Each rule is a closed list of French grammar or vocabulary; none is tuned on drafts.
"""

from __future__ import annotations

import enum
import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.verification.figures import canonical
from assistant.verification.names import meanings
from indexer.french import STOP_WORDS, mood_or_tense, stem, words

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(enum.Enum):
    """What a word does in its sentence."""

    WORD = "word"
    LINK = "link"
    """Says how things stand to each other: « par », « contre », « avant », « selon », « car »."""
    NEGATION = "negation"
    MODAL = "modal"
    """What is possible, wished, proposed or to come is not so."""
    CONDITION = "condition"
    ALL = "all"
    SHARE = "share"
    """« certains », « la plupart », « peu », « seulement »."""
    DEGREE = "degree"


_FORMS = {
    Kind.LINK: "par contre avant apres depuis selon car donc parce puisque malgre entre jusqu vers grace cause faute "
    "contrairement",
    Kind.CONDITION: "si sauf hormis excepte exceptee exceptes exceptees condition reserve",
    Kind.DEGREE: "plus moins trop mieux pire",
}
_KEYED = {
    (Kind.NEGATION, "pas"): "pas jamais rien aucun aucune aucuns aucunes guere ni nul nulle non sans depourvu "
    "depourvue depourvus depourvues",
    (Kind.NEGATION, "refuser"): "refuse refusent refusait refusaient refuser refus",
    (Kind.NEGATION, "cesser"): "cesse cessent cessait cesser cessation",
    (Kind.NEGATION, "renoncer"): "renonce renoncent renoncer renoncait renoncement",
    (Kind.NEGATION, "echouer"): "echoue echouent echouait echouer echec",
    (Kind.NEGATION, "manquer"): "manque manquent manquait manquer absence",
    (Kind.NEGATION, "empecher"): "empeche empechent empechait empecher",
    (Kind.NEGATION, "interdire"): "interdit interdisent interdite interdits interdites interdire",
    (Kind.NEGATION, "exclure"): "exclut excluent exclu exclue exclus exclues exclure",
    (Kind.MODAL, "pouvoir"): "peut peuvent pourrait pourraient pouvait pouvaient pourra pourront pouvoir possible "
    "possiblement eventuel eventuelle eventuels eventuelles eventuellement probable probablement",
    (Kind.MODAL, "devoir"): "doit doivent devait devaient devra devront devrait devraient faut fallait faudra faudrait",
    (Kind.MODAL, "sembler"): "semble semblent semblait semblaient parait paraissent apparemment",
    (Kind.MODAL, "conditionnel"): "serait seraient aurait auraient",
    (Kind.MODAL, "futur"): "sera seront aura auront",
    (Kind.ALL, "tous"): "tous toutes toute tout chaque chacun chacune toujours systematique systematiques "
    "systematiquement integralite totalite partout",
    (Kind.SHARE, "plupart"): "plupart majorite majoritaire majoritaires majoritairement souvent generalement "
    "frequemment largement principalement nombreux nombreuses beaucoup",
    (Kind.SHARE, "certains"): "certains certaines quelques parfois plusieurs divers diverses",
    (Kind.SHARE, "peu"): "peu rare rares rarement minorite minoritaire minoritaires faiblement",
    (Kind.SHARE, "seulement"): "seulement seul seule seuls seules uniquement exclusivement",
}
_WISHES = (
    "propose proposent proposait proposaient recommande recommandent preconise preconisent souhaite "
    "souhaitent souhaitait demande demandent envisage envisagent envisageait vise visent visait cherche "
    "cherchent prevoit prevoient prevu prevue prevus prevues prevoyait espere esperent tend tendent "
    "projette "
)
TELLING: dict[str, tuple[Kind, str]] = {
    **{form: (kind, form) for kind, forms in _FORMS.items() for form in forms.split()},
    **{form: (kind, key) for (kind, key), forms in _KEYED.items() for form in forms.split()},
    **{form: (Kind.MODAL, stem(form)) for form in _WISHES.split()},
}
"""Levelled word → what it does, and the key that those which say the same share."""

CUTS = frozenset(
    "et ou mais puis que qui dont lorsque quand car parce puisque tandis alors comme si quoique or donc soit".split()
)
"""Words that begin a chunk, as a comma does."""
MARK = re.compile(r"([;:()\[\]«»“”\"\n\t|!?…]|,(?!\d)|\.(?!\w)|(?<=\s)-(?=\s)|/(?!\d))")
SOFT = frozenset(",()-«»")
"""Marks that a sentence goes on after."""
BEGINS = re.compile(
    r"(?:et|ou|mais|puis|or|les?|la|l['’]|une?|des|du|ces?t?(?:te)?|chaque|plusieurs|certaine?s|tou(?:s|te|tes|t)|"
    r"aucune?|quelques|ils?|elles?|on|nous|son|sa|ses|leurs?|\d[\d.]*)(?:(?<=['’])|\s|$)",
    re.IGNORECASE,
)
"""What opens a clause or a list's next item after a comma, and no insertion."""
ACCORDING_TO = re.compile(r"\bd['’]après\b", re.IGNORECASE)
"""Elision takes its « d’ » away: « après » would be left."""
QUE = re.compile(r"\b(lors|puis|quoi|jus)?qu['’]", re.IGNORECASE)
ONLY_THAT = re.compile(r"\b(?:ne|n)\b(?! (?:\w+ ){0,4}(?:pas|plus|jamais|rien|aucune?)\b)((?: \w+){1,5}?) que\b")
"""« ne … que » restricts, it does not deny."""
NO_MORE = re.compile(r"\b(?:ne|n)((?: \w+){1,3}?) plus\b")
COUNTED = re.compile(r"\b(?:plus|moins|peu)(?= (?:de |d )?\d)")
"""« plus de 40 » is the figure's bound, that `figures` compares."""
SAME = {
    "au titre de": "pour",
    "afin de": "pour",
    "ainsi que": "et",
    "de même que": "et",
    "au sein de": "dans",
    "à l’intérieur de": "dans",
    "mettre en place": "instaurer",
    "mise en place": "instauration",
    "mises en place": "instauration",
    "mis en place": "instauré",
    "met en place": "instaure",
    "mettent en place": "instaurent",
    "mettre en œuvre": "instaurer",
    "mise en œuvre": "instauration",
    "s’appuie sur": "repose sur",
    "s’appuient sur": "reposent sur",
    "en particulier": "notamment",
    "par exemple": "notamment",
    "par ailleurs": "aussi",
    "par conséquent": "donc",
    "c’est pourquoi": "donc",
    "en raison de": "car",
    "à cause de": "car",
    "du fait de": "car",
    "à la suite de": "après",
    "à l’issue de": "après",
    "à partir de": "depuis",
    "au cours de": "pendant",
    "le plus souvent": "souvent",
    "bien que": "malgré",
    "à l’exception de": "sauf",
    "à l’exclusion de": "sauf",
    "à moins que": "sauf",
    "en l’absence de": "sans",
    "sous réserve": "si",
    "à condition": "si",
    "à titre expérimental": "éventuel",
    "en projet": "prévu",
    "à l’étude": "prévu",
    "non seulement": "aussi",
    "une partie": "certains",
    "l’ensemble des": "tous",
    "plus ou moins": "peu",
}
"""Words that are read as others: they say the same, or do the same in a sentence. A « de » at the end is also « du »,
« des », or gone with an elision (« en raison d’un »)."""
EQUIVALENTS = """
habitant|résident
débuter|commencer|démarrer
terminer|achever|finir
augmenter|croître|progresser|accroître
augmentation|croissance|progression|hausse|accroissement
diminuer|baisser|reculer|décroître
diminution|baisse|recul
réunir|rassembler|regrouper
réaliser|mener|conduire|effectuer
élaborer|concevoir|construire
renforcer|consolider
difficulté|problème
enjeu|défi
utiliser|employer
instaurer|créer
reposer|fonder
sénior|senior
illustrer|montrer
""".strip()
"""Words that say the same in a note of this field, a group a line: the draft may take one for the other."""
REPORTING = frozenset(
    f"{verb}{ending}"
    for verb in "indiqu precis rappell soulign expliqu not signal mentionn relev rapport constat observ relat".split()
    for ending in ("e", "ent", "ait", "aient")
)
"""Forms of the verbs that tell what somebody says as it is said."""
NEUTRAL = frozenset(
    stem(word)
    for word in "ainsi aussi egalement notamment enfin ensuite toutefois cependant neanmoins outre effet exemple "
    "publication note exister agir trouver concretement domaine pendant dans pour comporter comprendre inclure compter "
    "posseder disposer concerner pres environ autour".split()
)
"""Stems that count no more than articles do: they tell where it is read, or join, or are compared by `figures`."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word that counts.

    Attributes:
        key: What two tokens share when they say the same: a stem, a figure's value, a class of small words.
        kind: What it does.
        chunk: Number of the chunk it stands in, over the whole text.
        part: Number of the piece of text it comes from.
        marked: Whether a punctuation mark stands between it and the token before.
        lead: The small words just before it, and its own.
        inserted: Whether it stands between two marks, in what interrupts another chunk.
        told: Whether it says who says so: « selon l’ARS », « …, indique l’ARS », « l’ARS indique que … ».
    """

    key: str
    kind: Kind
    chunk: int
    part: int
    marked: bool
    lead: tuple[str, ...]
    told: bool = False
    inserted: bool = False


def tokens(parts: list[str]) -> tuple[Token, ...]:
    """The tokens of the pieces of a text; a piece's end ends a chunk.

    What is inserted between two marks (« , en 2024, », « (FTS) ») is a chunk of its own, and the one that it
    interrupts goes on after it.
    """
    found: list[Token] = []
    last = 0
    for part, text in enumerate(parts):
        interrupted = 0  # no chunk
        for said, goes_on, inserted in _stretches(text):
            if not goes_on:
                interrupted = 0
            resumes = interrupted and not inserted and said.split()[0] not in CUTS
            chunk = interrupted if resumes else last + 1
            ended = _read(said, part, chunk, max(last, chunk), inserted, found)
            last = max(last, ended)
            interrupted = interrupted if inserted else ended
    return tuple(found)


def _stretches(text: str) -> Iterator[tuple[str, bool, bool]]:
    """What stands between two marks, levelled; whether its sentence went on at the first one; whether it interrupts."""
    said = ACCORDING_TO.sub("selon", QUE.sub(lambda m: f"{m.group(1) or ''}que ", canonical(text)))
    pieces = ["", *(piece.strip() for piece in MARK.split(said)), ""]
    for opened, stretch, closed in zip(pieces[::2], pieces[1::2], pieces[2::2], strict=False):
        between = closed == "," and opened in ("", ",")
        if words(stretch):
            yield levelled(stretch), opened in SOFT, opened == "(" or (between and not BEGINS.match(stretch))


def levelled(stretch: str) -> str:
    """Levelled words between two marks, in the one form that is compared."""
    said = _phrases().sub(lambda m: _table()[m.group()], " ".join(words(stretch)))
    said = ONLY_THAT.sub(lambda m: f"{m.group(1)} seulement", f" {said}")
    said = NO_MORE.sub(lambda m: f"{m.group(1)} pas", said)
    return COUNTED.sub("", said)


def _read(said: str, part: int, chunk: int, last: int, inserted: bool, found: list[Token]) -> int:
    """Adds the tokens of a stretch that begins in a chunk; returns the number of the chunk that it ends in."""
    lead: list[str] = []
    marked, begun = True, len(found)
    told = said.split(maxsplit=1)[0] in REPORTING
    for word in said.split():
        if word in CUTS:
            chunk = last = last + 1
            if word == "que" and lead and lead[-1] in REPORTING and not told:
                found[begun:] = [replace(token, told=True) for token in found[begun:]]
        told |= word == "selon"
        kind, key = TELLING.get(word, (Kind.WORD, ""))
        mood = mood_or_tense(word) if kind is Kind.WORD else ""
        if kind is Kind.WORD and _is_empty(word):
            lead.append(word)
        else:
            key = key or equivalent(stem(word))
            found.append(Token(key, kind, chunk, part, marked, (*lead, word), told, inserted))
            lead, marked = [], False
        if mood:
            found.append(Token(mood, Kind.MODAL, chunk, part, marked, (word,), told, inserted))
    return chunk


def _is_empty(word: str) -> bool:
    letter = len(word) == 1 and not word.isdigit()
    return letter or word in STOP_WORDS or word in REPORTING or stem(word) in NEUTRAL


@functools.cache
def _table() -> dict[str, str]:
    table = {form: short for short, forms in meanings().items() for form in forms}
    for said, read in SAME.items():
        turn = " ".join(words(said))
        stem_of_turn = turn.removesuffix(" de")
        endings = ("", " de", " du", " des") if stem_of_turn != turn else ("",)
        table |= {f"{stem_of_turn}{ending}": " ".join(words(read)) for ending in endings}
    return table


@functools.cache
def _phrases() -> re.Pattern[str]:
    forms = sorted(_table(), key=len, reverse=True)
    return re.compile(rf"(?<![\w])(?:{'|'.join(map(re.escape, forms))})(?![\w])")


def equivalent(stem_of_word: str) -> str:
    """The stem that stands for all those that say the same."""
    return _equivalents().get(stem_of_word, stem_of_word)


@functools.cache
def _equivalents() -> dict[str, str]:
    groups = [[stem(words(word)[-1]) for word in line.split("|")] for line in EQUIVALENTS.split("\n")]
    return {other: group[0] for group in groups for other in group}
