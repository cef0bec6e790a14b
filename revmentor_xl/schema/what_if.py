"""The questions on the What if tab, as the rows of its answers name them."""

from __future__ import annotations

POINTS, WHY, WHY_NOT, NEXT_BEST = "Points", "Why", "Why not", "Next best partner {}"
PARTNERS = 3
"""So many next best partners of the mentor are listed."""
