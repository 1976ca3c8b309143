"""Solicitations: the messages that the association receives, from their arrival to the year's figures.

One SQL database: SQLite in the data folder, or PostgreSQL by URL. `Solicitations` (`store`) files messages and what
becomes of them; the other modules read the same database for one purpose each.

```
Message + Triaged ─▶ store.Solicitations ─▶ tables ─▶ SQLite | PostgreSQL   (migrations/ says how they came to be)
                       │  threads       the same mail twice, follow-ups, near-identical texts
                       │  searching     French words, the same on both databases
                       ├─ similar       what was answered to something alike
                       ├─ newsletter    relays ready to be published, by heading
                       ├─ directory     organisations, and persons who agreed to be there
                       ├─ statistics    the activity report's figures, and its paragraph
                       ├─ retention     what is forgotten after so many days
                       └─ persons       what is known of somebody: shown, exported, erased
```

May not enter: the web, and anything that sends a message.
"""
