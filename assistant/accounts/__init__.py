"""Accounts: who somebody is, what they may do, and what was done in their name.

```
cookie or key ─▶ Accounts ─▶ Caller (name, rights) ─▶ the routes that want a right
login, password, one-time link, single sign-on ─▶ session, in a cookie that only its digest is kept of
```

May not enter: frameworks of the web; secrets, of which only hashes are kept.
"""
