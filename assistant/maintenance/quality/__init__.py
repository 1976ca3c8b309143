"""Quality of the corpus: what answers cannot find, cannot date, find twice, or find outdated; each with its remedy.

```
report.assess ─▶ pages · metadata · twins · succession · cuts ─▶ Quality: checks with their findings, figures
report.kept    the same, computed once a generation and kept in the data folder
```

May not enter: corrections: what is found is told with its remedy, and people correct.
"""
