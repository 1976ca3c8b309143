"""From publications to an index that can be searched and quoted. Start with `build`."""
