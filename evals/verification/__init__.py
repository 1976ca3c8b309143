"""What the verification of drafted sentences lets through, and what it holds back that was sound.

Drafts are made from the corpus's own sentences by seeded rules: `faults` spoils them in a known way, `rewording`
says the same in other words. Thresholds are tuned on one half of the publications, figures told on the other.
"""
