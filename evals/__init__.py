"""How good the answers are, in figures; and the makers of what Repères is fed with.

May not enter: anything that serves; a question of the dev or test sets, in what is trained or tuned.
"""
