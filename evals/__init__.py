"""How good the answers are, in figures; and the makers of what Repères is fed with."""
