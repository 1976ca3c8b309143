"""Is what a language model wrote in the passages it cites? Sentence by sentence, piece by piece.

```
draft ─▶ claims.cut ─▶ DraftSentence ─▶ judging.check ─▶ Check: verdict, faults, what supports it
```

What is literal is compared literally (`figures`, `names`), the small words that turn a sentence round are compared
where they stand (`turns`), and the rest by its words and its meaning (`judging`). Pure functions: the only model is
the similarity that is handed in.
"""

from assistant.verification.claims import Claim, DraftSentence, cut, last
from assistant.verification.judging import Check, Fault, Similarity, Support, check

__all__ = ["Check", "Claim", "DraftSentence", "Fault", "Similarity", "Support", "check", "cut", "last"]
