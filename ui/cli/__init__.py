"""The command `reperes`: index, ask, serve, status, eval. Entry points only; the work is in the other rooms."""
