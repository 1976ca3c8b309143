"""Next questions that the publications really answer.

```
index ─▶ candidates (headings, questions that publications put, subjects, what a term means) ─▶ worded in French
      ─▶ verified by the assistant itself, aside: answered, surely, from where the question was taken; kept
answer ─▶ the verified ones whose answer is among what was found for it, and brings something that it did not say
```

No question is made up: each has the words of a publication, and is kept only when asking it gives an answer.

May not enter: questions that nobody verified, and those that readers typed.
"""
