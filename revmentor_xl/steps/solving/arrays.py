"""Names for arrays."""

from __future__ import annotations

from typing import Any

import numpy.typing as npt

Matrix = npt.NDArray[Any]
"""One row per mentor, one column per leader."""
