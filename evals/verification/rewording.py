"""Sound rewordings: each rule says what a sentence says in other words or another order, or gives none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.french import level_inclusive
from indexer.vocabulary import acronyms

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

OPENING = re.compile(
    r"^((?:En|Dans|Selon|Pour|Depuis|Avec|Sur|À|Au|Parmi|Lors|Afin|Face|Sans) [^,;:«(]{3,80}), ([^,].+?)\.?$"
)
LINK = re.compile(
    r"^(?:Ainsi|En effet|Par ailleurs|Enfin|Toutefois|Cependant|De plus|En outre|Par exemple|Ensuite|Or|Mais|De même)"
    r",? "
)
ASIDE = re.compile(r"\s\([^()\d]{3,120}\)")
CLAUSE = re.compile(r"^(.{50,}?)(?: ;|, ce qui|, tandis que|, alors que|, notamment|, y compris| \(par exemple)\s.*$")
SYNONYMS = (
    ("afin de", "pour"), ("afin d’", "pour "), ("notamment", "en particulier"), ("ainsi que", "et"),
    ("également", "aussi"), ("mettre en place", "instaurer"), ("mise en place", "instauration"),
    ("mis en place", "instauré"), ("permet de", "sert à"), ("permettent de", "servent à"),
    ("difficultés", "problèmes"), ("accompagner", "soutenir"), ("indique que", "précise que"),
    ("au sein de", "dans"), ("au sein des", "dans les"), ("en matière de", "dans le domaine de"),
    ("important", "essentiel"), ("réaliser", "mener"), ("enjeux", "défis"), ("actions", "interventions"),
    ("professionnels", "intervenants"), ("acteurs", "partenaires"), ("habitants", "résidents"),
    ("démarche", "approche"), ("dispositif", "outil"), ("repose sur", "s’appuie sur"), ("vise à", "cherche à"),
    ("besoins", "attentes"), ("mobiliser", "impliquer"), ("renforcer", "consolider"), ("élaborer", "construire"),
)  # fmt: skip
NUMBERS = {"2": "deux", "3": "trois", "4": "quatre", "5": "cinq", "6": "six", "7": "sept", "8": "huit", "10": "dix"}


def verbatim(sentence: str, _following: str, _rng: random.Random) -> str | None:
    """As it stands."""
    return sentence


def reordered(sentence: str, _following: str, _rng: random.Random) -> str | None:
    """« En 2024, la France compte… » becomes « La France compte… en 2024 »."""
    match = OPENING.match(sentence)
    if not match:
        return None
    opening, main = match.groups()
    return f"{main[0].upper()}{main[1:]}, {opening[0].lower()}{opening[1:]}."


def without_link(sentence: str, _following: str, _rng: random.Random) -> str | None:
    """« En effet, » goes."""
    match = LINK.match(sentence)
    return sentence[match.end()].upper() + sentence[match.end() + 1 :] if match else None


def without_aside(sentence: str, _following: str, _rng: random.Random) -> str | None:
    """What stands in brackets goes."""
    shorter = ASIDE.sub("", sentence)
    return shorter if shorter != sentence else None


def first_clause(sentence: str, _following: str, _rng: random.Random) -> str | None:
    """Only the main clause stays."""
    match = CLAUSE.match(sentence)
    return f"{match.group(1)}." if match else None


def synonyms(sentence: str, _following: str, rng: random.Random) -> str | None:
    """One or two words become others that say the same."""
    fitting = [(a, b) for a, b in SYNONYMS if re.search(rf"(?<!\w){a}(?!\w)", sentence)]
    if not fitting:
        return None
    for one, other in rng.sample(fitting, min(2, len(fitting))):
        sentence = re.sub(rf"(?<!\w){one}(?!\w)", other, sentence, count=1)
    return sentence


def acronym_words(sentence: str, _following: str, rng: random.Random) -> str | None:
    """An acronym of one meaning becomes its words, or its words become the acronym."""
    listed = acronyms()
    single = [e for e in listed if sum(o.acronym == e.acronym for o in listed) == 1]
    options = []
    for entry in single:
        long = entry.expansion[0].lower() + entry.expansion[1:]
        plural = entry.expansion_plural[0].lower() + entry.expansion_plural[1:]
        if long in sentence:
            options.append(sentence.replace(long, entry.acronym, 1))
        before = re.search(rf"\b(les|des|aux|ces|leurs) {entry.acronym}\b", sentence)
        if before:
            options.append(sentence.replace(before.group(), f"{before.group(1)} {plural}", 1))
    return rng.choice(options) if options else None


def inclusive(sentence: str, _following: str, _rng: random.Random) -> str | None:
    """« coordonnateur·rices » becomes « coordonnateurs »."""
    levelled = level_inclusive(sentence)
    return levelled if levelled != sentence else None


def number_forms(sentence: str, _following: str, _rng: random.Random) -> str | None:
    """« 29 000 » becomes « 29000 », « 40 % » becomes « 40 pour cent », « 3 » becomes « trois »."""
    changed = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)", "", sentence)
    changed = re.sub(r"[ \u00a0\u202f]?%", " pour cent", changed)
    changed = re.sub(r"(?<![\w,.’'°-] )(?<![\w,.-])(\d{1,2}) (?=[a-zé]{4})", _in_words, changed)
    return changed if changed != sentence else None


def _in_words(match: re.Match[str]) -> str:
    return f"{NUMBERS.get(match.group(1), match.group(1))} "


def merged(sentence: str, following: str, _rng: random.Random) -> str | None:
    """Two sentences in a row become one."""
    if not following or len(sentence) + len(following) > 420 or not following[0].isupper():
        return None
    first = following.split(maxsplit=1)[0]
    kept = following if first.isupper() else following[0].lower() + following[1:]
    return f"{sentence.rstrip('. ')} ; {kept}"


REWORDINGS: dict[str, Callable[[str, str, random.Random], str | None]] = {
    "verbatim": verbatim,
    "reordered": reordered,
    "link dropped": without_link,
    "aside dropped": without_aside,
    "main clause": first_clause,
    "synonyms": synonyms,
    "acronym and words": acronym_words,
    "inclusive": inclusive,
    "number forms": number_forms,
    "two merged": merged,
}
