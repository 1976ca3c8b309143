"""`reperes doctor`: looks at all that a service stands on, and says the remedy of what is wrong.

It changes nothing, asks nothing of anybody's, and shows no secret. Each check is a function of the settings.

May not enter: whatever changes something.
"""
