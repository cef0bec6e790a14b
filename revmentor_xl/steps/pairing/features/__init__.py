"""The two sides, and what any two people have in common."""
