"""How the tables of solicitations came to be, one step a file in `versions/`."""
