"""How well metadata are inferred: on the catalogued publications, their catalogue hidden.

May not enter: the catalogue, hidden from what is measured.
"""
