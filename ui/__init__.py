"""What people touch: pages, room by room (`site` is their shell), and the command line (`cli`).

May not enter: answers, rights and rules of their own: they are `assistant`'s.
"""
