"""Drafts: from what was understood of a message to the text of an answer, by templates that the staff may edit.

```
Message, days, place, alerts, Search ─▶ composing.draft_context ─▶ DraftContext ─▶ writing.write ─▶ Draft
                                          (needs, helplines)            │   templates.Templates renders,
                                                                        │   marks tell what rests on what
              modelled.drafted_by_model: the answering part by a language model, verified, then the same way
```

A draft is proposed to a person, who edits and signs it; nothing here sends anything. Words of a message are values put
into a text: no template is ever made of them. Every sentence taken from a publication stands between « » and cites it.

May not enter: facts without a publication; templates made of a message's words.
"""
