"""Frames of plain values, built and read as one block.

pandas guesses a type for each column it is given and aligns each by its index;
our cells are objects already, and most tables are small, so that guessing is
nearly all of the work. One array of objects needs none of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd


def object_frame(columns: Mapping[str, Sequence[object]], index: pd.Index[Any]) -> pd.DataFrame:
    """A frame of object columns that holds these values as they are, one for each of `index`."""
    block = np.empty((len(index), len(columns)), dtype=object)
    for at, values in enumerate(columns.values()):
        for row, value in enumerate(values):  # one by one: a tuple in a cell is one value
            block[row, at] = value
    return pd.DataFrame(block, index=index, columns=list(columns), dtype=object)


def plain_values(frame: pd.DataFrame) -> np.ndarray[Any, Any]:
    """The cells as an array of objects, rows by columns; None where nothing is known."""
    block = frame.to_numpy(dtype=object, copy=True)
    block[pd.isna(block)] = None
    return block


def values_by_column(frame: pd.DataFrame) -> dict[str, np.ndarray[Any, Any]]:
    """Each column's values as an array of objects, as they are."""
    return dict(zip(frame.columns, frame.to_numpy(dtype=object).T))


def records_of(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The rows as plain values: missing numbers are None, whole ones `int`."""
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, row)) for row in plain_values(frame).tolist()]
