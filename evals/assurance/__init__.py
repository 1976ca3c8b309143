"""What is said of the house to those who must answer for it: what it is made of, and which promises hold.

`python -m evals.assurance.mutation` tells what a fault of the core would be noticed by,
`python -m evals.assurance.licences` writes the table of licences, `python -m evals.assurance.release` what is released
with its digests; `evals.assurance.asvs` reads the list of security requirements, of which a test looks up every piece
of evidence. For those who build and review: nothing that serves imports it.

May not enter: promises without a piece of evidence that a test looks up.
"""
