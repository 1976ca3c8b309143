"""What the verification of drafted sentences lets through, and what it holds back that was sound.

Drafts are made from the corpus's own sentences by seeded rules: `faults` spoils them in a known way, `rewording`
says the same in other words. Others were written by hand (`written.jsonl`), by somebody who had not read the checks:
true sentences told as people tell them, and mistakes as models make them. Thresholds are tuned on one half of the
publications, figures told on the other.

May not enter: drafts seen by whoever wrote the checks.
"""
