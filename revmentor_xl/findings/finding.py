"""What a problem is: how much it matters, where it is, what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Severity(Enum):
    """How much a finding matters, in the words of the Checks tab."""

    ERROR = "Must fix"  # the row or cell is left out until it is mended
    WARNING = "Please check"  # used as it stands, but probably not what was meant
    NOTE = "Good to know"


@dataclass(frozen=True)
class Finding:
    """One problem. `source` is the row or cell of the imported file, if any."""

    code: str
    severity: Severity
    sheet: str
    cell: str
    message: str
    remedy: str
    source: str = ""
    found_by: str = "check"


class Entry(NamedTuple):
    """One kind of problem; the texts are formatted with the finding's details."""

    code: str
    severity: Severity
    message: str
    remedy: str


E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


class Whole(str):
    """A detail that a message shows uncut, however long."""
