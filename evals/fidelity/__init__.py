"""How faithfully PDF files are read: the corpus' own, whose source texts are known, and scans made from them.

```
corpus/texts ── expected ──┐
corpus/*.pdf ── layouts ───┼── measures ── command (table or JSON)
   └─ scans (pixels only) ─┘
```

`python -m evals.fidelity [--ocr] [--json]`. Nothing is written in the corpus; what has to be made (three columns,
scans) is made in a temporary folder.

May not enter: whatever writes in the corpus.
"""
