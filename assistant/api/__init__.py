"""The assistant over HTTP: `create_app` makes it, `problems` gives every error one shape.

May not enter: HTML, SQL, and decisions on what is answered: a route reads what is asked, and tells what a room gave.
"""
