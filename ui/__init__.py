"""What people touch: the page (`web`) and the command line (`cli`)."""
