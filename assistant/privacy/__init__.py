"""Personal data in French texts and mails: found, masked, and put back. Built on Microsoft Presidio.

```
message ─▶ mask_message ─┬▶ found ─▶ engine.candidates   Presidio: spaCy's French pipeline hears names, rules of ours
                         │                               for French (names, signatures, numbers, health)
                         └▶ masked                       « [nom 1] », « [téléphone 1] », and a table to put them back
```

Masking comes before any call to a language model, and before a message is shown: what leaves is the masked text, and
the table stays in this process, for `unmasked`. Nothing here reaches the network. The first text costs seconds, while
spaCy and Presidio load; `prepare` spends them earlier.

Its limits. Names written in small letters in the middle of a sentence, without a first name or any word around that
says so, are missed; so is what tells who somebody is without naming them (« la seule sage-femme du village »). A mask
is a help to discretion, not an anonymisation: what is masked remains personal data. Telephones and addresses of bodies
are masked like those of people, since nothing tells them apart; places and bodies are not.

May not enter: the network, a language model, and any place to keep what was masked.
"""

from assistant.privacy.finding import found, prepare
from assistant.privacy.masking import mask_message, masked, unmasked
from assistant.privacy.model import Masked, MaskedMessage, Personal, PersonalKind

__all__ = [
    "Masked",
    "MaskedMessage",
    "Personal",
    "PersonalKind",
    "found",
    "mask_message",
    "masked",
    "prepare",
    "unmasked",
]
