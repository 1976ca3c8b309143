"""The assistant over HTTP: `create_app` makes it, `problems` gives every error one shape."""
