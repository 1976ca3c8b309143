"""What people touch: pages, room by room (`site` is their shell), and the command line (`cli`)."""
