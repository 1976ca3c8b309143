"""How the tables came to be, one step a file in `versions/`.

May not enter: the models of today: a step holds the tables as they then were.
"""
