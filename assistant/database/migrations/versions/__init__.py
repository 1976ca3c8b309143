"""The steps, oldest first by their names. A step that was published is never changed: another follows it.

May not enter: a change to a step that was published.
"""
