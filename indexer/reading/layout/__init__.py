"""From text placed on a sheet to blocks: columns, running lines, tables, notes, paragraphs, headings.

Nothing here knows PDF: `runs` are words with a place and a size, wherever they come from.
"""
