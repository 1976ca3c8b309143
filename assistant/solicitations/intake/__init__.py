"""Intake: messages that come by themselves, from a watched folder or a mailbox. Nothing is ever sent from here.

`taken` says what became of them; `folder` and `imap` bring them, through `assistant.solicitations.reception`.

May not enter: anything that sends; decisions on a message, which are the triage's and people's.
"""
