"""A survey becomes rows."""
