"""How well metadata are inferred: on the catalogued publications, their catalogue hidden."""
