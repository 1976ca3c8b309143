"""From text placed on a sheet to blocks: columns, running lines, tables, notes, paragraphs, headings.

May not enter: PDF itself: `runs` are words with a place and a size, wherever they come from.
"""
