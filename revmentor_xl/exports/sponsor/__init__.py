"""The copy for sponsors."""
