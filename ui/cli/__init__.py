"""The command `reperes`: index, ask, serve, status, eval.

May not enter: the work itself, which is in the other rooms.
"""
