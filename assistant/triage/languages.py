"""Whether a mail is written in French, told by its little words; no model, no dictionary."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from indexer.french import without_accents

FEWEST: Final = 3
"""Little words of a language from which it is told; our choice."""
CLEARLY: Final = 2
"""How many times more of them than of French there must be; our choice."""
LETTERS: Final = 12
"""Letters of another writing from which a mail in it is told; our choice."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN_END: Final = "\u024f"
_ADDRESS: Final = re.compile(r"\S+@\S+|https?://\S+")

FRENCH: Final = frozenset(
    "le la les un une des du de et est sont dans pour par sur avec que qui ne pas nous vous je il elle ils elles notre "
    "votre nos vos mon ma mes son sa ses ce cette ces au aux ou mais donc plus bonjour merci cordialement ci leur cela "
    "ca suis avez avons etes etre avoir fait sans sous entre tout tous bien aussi si quel quelle madame".split()
)
OTHERS: Final = {
    # Words that French has too (« on », « me », « des », « la ») are left out.
    "en": "the and of to is are was were be been this that these those with from for your you we our they their have "
    "had will would could can should please thank thanks hello hi dear regards by at it an my i am not do does about "
    "any which who what when how would like looking forward",
    "es": "el los las y del una con por para que es son esta este estos hola gracias saludos nuestro nuestra usted "
    "ustedes como pero muy tambien su sus mas estimado estimada buenos dias nos",
    "pt": "o os as uma com para por que nao sao esta este obrigado obrigada ola nosso nossa voce voces como mas muito "
    "tambem seu sua mais prezado prezada bom dia cumprimentos do da dos em",
    "it": "il lo gli di del della che per con non sono una questo questa grazie buongiorno nostro nostra salve saluti "
    "come ma molto anche suo cordiali gentile dal alla vi piu",
    "de": "der die das und ist sind mit von zu den dem ein eine einen fur nicht wir sie ihr ihre unser bitte danke "
    "hallo grusse freundlichen sehr geehrte ich auf wie haben konnen",
    "nl": "het een van is zijn met voor niet wij ons onze uw dank hallo groeten ik dat deze naar ook kunt graag",
    "ro": "si este sunt cu pentru nu noi va rog multumesc buna ziua noastra acest aceasta cum dar foarte",
    "tr": "ve bir bu icin ile degil biz siz merhaba tesekkurler saygilar nasil cok sizin bizim",
}
_WORDS_OF: Final = {
    name: frozenset(words.split()) - (FRENCH if name != "en" else frozenset()) for name, words in OTHERS.items()
}


def is_foreign(text: str) -> bool:
    """Whether a text is clearly not in French; a text of a few words is given the benefit of the doubt."""
    plain = _ADDRESS.sub(" ", text)
    letters = [letter for letter in plain if letter.isalpha()]
    others = sum(letter > _LATIN_END for letter in letters)
    if others >= LETTERS and others * 2 > len(letters):
        return True
    counted = Counter(_WORD.findall(without_accents(plain)))
    french = sum(counted[word] for word in FRENCH)
    most = max(sum(counted[word] for word in words) for words in _WORDS_OF.values())
    return most >= FEWEST and most > CLEARLY * french
