"""Which version of which event goes to whom."""
