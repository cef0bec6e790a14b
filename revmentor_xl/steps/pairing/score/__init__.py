"""How well two people fit: the parts of a score and their weights."""
