"""Is what a language model wrote in the passages it cites? Sentence by sentence, piece by piece.

```
draft ─▶ claims.cut ─▶ DraftSentence ─▶ judging.check ─▶ Check: verdict, faults, what supports it
                                            │
                        windows of the passages cited ─▶ tokens ─▶ alignment: the source with things left out?
                                                       figures, names, quotations: there to the letter?
```

A draft may leave things out and move who says so; it may not add a word, exchange two, or drop the one that turns a
clause round. So a free paraphrase is withheld, however true: telling it from a false one takes more than words can say
here. Pure functions: the only model is the similarity that is handed in, a last check.

May not enter: the language model whose draft is judged, and whatever it says of itself.
"""

from assistant.verification.claims import Claim, DraftSentence, cut, last
from assistant.verification.judging import Check, Fault, Similarity, Support, check

__all__ = ["Check", "Claim", "DraftSentence", "Fault", "Similarity", "Support", "check", "cut", "last"]
