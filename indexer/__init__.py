"""From publications to an index that can be searched and quoted. Start with `build`.

May not enter: questions, and whatever answers them (`assistant`).
"""
