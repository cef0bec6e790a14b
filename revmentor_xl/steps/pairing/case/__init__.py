"""A program read for the search."""
