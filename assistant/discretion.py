"""Which questions may be kept: those that say nothing of anybody, as far as their words tell.

When in doubt a question is not kept: a gap that is lost costs little, a person in a file costs much. It is left out
whole, never masked: what stands around a telephone number speaks of somebody too.
"""

from __future__ import annotations

import re

from assistant.verification.names import names
from indexer.french import is_known, words
from indexer.territories.gazetteer import gazetteer
from indexer.territories.names import level_name

LONGEST = 300
"""Characters. A longer message tells a story rather than asking for a publication."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
DAY = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")
NUMBER = re.compile(r"\d(?:[ \u00a0\u202f./-]?\d){7,}")
"""Eight digits or more, years aside: a telephone, a social security or an account number."""
CAPITAL = "[A-ZÀ-ÖØ-Þ]"
TITLED = re.compile(
    rf"\b(?:(?i:mr|mme|mlle)\b\.?\s+\w|M\.\s*{CAPITAL}|(?i:monsieur|madame|mademoiselle|docteure?|dr|pr)\b\.?\s+{CAPITAL})"
)
"""« Mme Durand », « le docteur Martin »; « madame la préfète » names nobody."""
ABOUT_SOMEBODY = re.compile(
    r"\bje (?:m )?appelle\b|\bmon nom\b|\bje (?:souffre|suis (?:malade|atteinte?|nee?|enceinte|suivie?))\b|\bai mal\b|"
    r"\b(?:mon|ma|mes|son|sa|ses|notre|votre) (?:pere|mere|fils|filles?|enfants?|bebe|mari|femme|conjointe?|compagne|"
    r"compagnon|epou(?:x|se)|freres?|soeurs?|parents?|grands? \w+|oncle|tante|cousine?|neveu|niece|ami|amie|copain|"
    r"copine|voisine?|collegue|patiente?|chef|cheffe|beau \w+|belle \w+|traitement|maladie|medecin|psy\w*|symptomes?|"
    r"analyses|adresse|numero|telephone|mail|courriel)\b"
)
"""Over levelled words: whoever asks tells of themselves, or of somebody near."""

FORENAMES = frozenset(
    "adrien agnes alain alexandra alexandre alexis alice aline amandine amelie andre anne annie anthony antoine "
    "arnaud arthur audrey aurelie aurelien axel benjamin benoit bernadette bernard brigitte bruno camille carole "
    "caroline catherine cecile celine chantal charles charlotte chloe christelle christian christiane christine "
    "christophe claire claude clement corinne cyril damien daniel david delphine denis denise didier dominique dylan "
    "edouard elisabeth elodie emilie emma emmanuel eric estelle etienne eva evelyne fabien fabienne fabrice fatiha "
    "fatima florence florent florian francis francois francoise frederic gabriel genevieve georges gerard gilles "
    "gregory guillaume guy helene henri herve hugo isabelle jacqueline jacques jean jeanne jennifer jeremy jerome "
    "jessica joel jonathan joseph josette julie julien juliette justine karim karine kevin khadija laetitia laura "
    "laure laurence laurent lea louis louise luc lucas lucie ludovic magali manon marc marcel margaux marguerite "
    "maria marie marine marion martine maryse mathieu mathilde matthieu maurice maxime melanie michel michele "
    "mireille mohamed monique muriel myriam nadia nathalie nicolas nicole noemie odile olivier pascal pascale patrice "
    "patricia patrick paul pauline philippe pierre quentin rachid raphael raymond regine remi rene renee robert roger "
    "roland romain rose sabrina samia samir sandra sandrine sarah sebastien serge severine simon simone sophie "
    "stephane stephanie suzanne sylvain sylvie theo therese thierry thomas tristan valerie vanessa veronique victor "
    "vincent virginie viviane xavier yann yannick yves yvette yvonne zoe".split()
)
"""The usual ones, levelled: many are words too (« Pierre », « Rose »), so that no dictionary betrays them."""


def may_be_kept(text: str) -> bool:
    """Whether nothing in a question looks like a person: address, number, name, family, health of one's own."""
    if len(text) > LONGEST:
        return False
    told = names(text)
    return not (
        "@" in text
        or told.addresses
        or DAY.search(text)
        or NUMBER.search(YEAR.sub("", text))
        or TITLED.search(text)
        or ABOUT_SOMEBODY.search(" ".join(words(text)))
        or any(map(_is_of_a_person, told.phrases))
    )


def _is_of_a_person(phrase: str) -> bool:
    """Whether a proper name of several levelled words may be somebody's: no place, a forename or a word of its own."""
    parts = phrase.split()
    own = parts[0] in FORENAMES or not all(map(is_known, parts))
    return len(parts) > 1 and own and not gazetteer().named(level_name(phrase))
