"""The library « Ressources »: publications browsed, read, searched without the chat; what is new, as a feed too.

```
Library ─┬─ browsing  (words ─▶ filters ─▶ sort ─▶ page)   with facets
         ├─ publication  summary · contents · passages · neighbours
         └─ news ─▶ feed
searching  the assistant's ranking of passages, paged, its words marked
```

May not enter: publications that are for the team alone; HTML.
"""
