"""The one SQL database of a service: what its web processes share. SQLite by default, PostgreSQL by its URL.

```
opening: Database ─▶ migrating: brought to the schema of this code ─▶ sessions, for the stores of each room
base: what tables have in common        schema: all of them        migrations/: how they came to be
```

Each room declares its own tables (`accounts`, `conversations`, `maintenance`, `solicitations`) and alone knows them;
nothing here knows what they are for.

May not enter: tables of any room, and what they are for.
"""
