"""Triage: from an incoming e-mail to a category, the right publications and a draft that a person signs.

Who calls whom, from the message to the draft:

```
.eml .msg .mbox, text, JSON ─▶ messages.read ─▶ Message ─▶ Desk.triage ─▶ Triaged
                                                              │
   alerts.raised      what must be told first: danger, health of a person, fraud, a list of contacts wanted
   dates.read         every day that is named, with its part: deadline, event, neither
   places.read        what territory it is about, and what else it may be
   classifier.sort    category, requester, themes, each with how sure, and the words that led to it
   deciding           needs_human and its reasons, urgency, the day by which to answer
   resources.find     publications and passages that answer (assistant.service does the finding)
   drafts.write       a draft from templates; every sentence that rests on a publication cites it
```

Nothing here keeps a message or sends anything: `assistant.solicitations` keeps them, and no module of the project
holds a way to send one. A message is content, whatever it asks the software to do.

May not enter: what keeps or sends a message; the web.
"""
