"""What a message asks of the publications: its questions, each as a sentence that stands alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.courtesy import without_courtesy
from indexer.french import sentence_spans, terms, words

if TYPE_CHECKING:
    from assistant.triage.model import Message

MOST: Final = 3
"""Questions searched one by one; the whole of the message is searched besides."""
LEAST_TERMS: Final = 2
"""Meaningful words below which a sentence asks for nothing that publications tell (« Vous êtes disponibles ? »)."""
WHOLE_CHARS: Final = 900
"""Of the subject and the request, searched as one: about what the embedding model reads."""
_ITEM = re.compile(r"^(?:[-•*–▪]|\d{1,2}\s?[.)])\s*")
_ASKED = re.compile(
    r"\b(?:comment|pourquoi|combien|quel(?:le)?s?|est ce|qui (?:fait|peut|finance|signe|pilote|decide)|existe il"
    r"|est ce (?:que|qu)|faut il|peut on|doit on|a on|y a il|par ou commencer|est quoi|que (?:faire|signifie))\b"
)
_WANTED = re.compile(
    r"\b(?:(?:je|nous|on) (?:cherch\w+|recherch\w+|voudr\w+ (?:savoir|comprendre|des?|un\w*|connaitre)"
    r"|aimer\w+ (?:savoir|comprendre|avoir|disposer|des?|un\w*|connaitre)"
    r"|souhait\w+ (?:savoir|connaitre|disposer|avoir|des?)"
    r"|av\w+ besoin|me demande|nous demandons)|(?:auriez|avez) vous|disposez vous|connaissez vous"
    r"|besoin (?:de|des|un|une)|(?:pouvez|pourriez) vous (?:me |nous )?(?:dire|indiquer|preciser|envoyer"
    r"|orienter|conseiller|donner|communiquer|expliquer|aider)|il (?:me|nous) (?:faut|faudrait|manque)|en quete"
    r"|des (?:chiffres|exemples|ressources|references|documents|outils|guides) (?:sur|de|d|pour))\b"
)
_ABOUT_US = re.compile(
    r"\b(?:etes vous (?:disponible|accord|partant|interesse)|seriez vous (?:disponible|accord|partant|interesse)"
    r"|(?:pouvez|pourriez) vous (?:me |nous )?(?:relayer|diffuser|publier|annoncer|venir|intervenir|appeler|rappeler"
    r"|confirmer|repondre"
    r"|passer|me mettre|mettre a jour)|(?:pourriez|pouvez) vous (?:le|la|les) |acceptez vous|accepteriez vous"
    r"|serait il possible de (?:relayer|diffuser|publier|vous rencontrer|echanger))"
)
"""What the association is asked to do, which no publication tells."""


def queries(message: Message) -> tuple[str, ...]:
    """The questions of a message, in its order, at most `MOST`; none when it asks nothing of the sort."""
    text = without_courtesy(message.request)
    found: list[str] = []
    listing = False
    for span in sentence_spans(text):
        sentence = " ".join(text[span.start : span.end].split())
        levelled = " ".join(words(sentence))
        item = _ITEM.match(sentence)
        asks = "?" in sentence or _ASKED.search(levelled) or _WANTED.search(levelled) or (listing and item)
        listing = bool(asks and (item or sentence.endswith(":")))
        if asks and not _ABOUT_US.search(levelled) and len(terms(sentence)) >= LEAST_TERMS and sentence[-1] != ":":
            found.append(_ITEM.sub("", sentence))
    return tuple(found[:MOST])


def whole(message: Message) -> str:
    """The message as one query: its subject, then as much of the request as the model reads."""
    request = " ".join(without_courtesy(message.request or message.comment).split())
    return f"{message.subject}. {request}"[:WHOLE_CHARS].strip(" .")
