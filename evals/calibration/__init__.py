"""Questions written to train the refusal, apart from every evaluation question; and the training.

`python -m evals.calibration` reads `questions.jsonl` (1,803 questions in French, in ten manners, labelled with what
they are and whether the corpus of this repository answers them), asks the index for each, trains the three linear
models of `assistant.refusal` and writes `assistant/refusal_model.json`. Figures printed are out of fold.

May not enter: questions of the dev and test sets.
"""
