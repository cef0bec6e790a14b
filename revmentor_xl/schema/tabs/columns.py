"""Short words with which tables and columns are written down."""

from __future__ import annotations

from typing import Any

from revmentor_xl.schema.model import Audience, Column, Kind, Writer

T, L, INT, N = Kind.TEXT, Kind.LONG_TEXT, Kind.INTEGER, Kind.NUMBER

PRIVATE, HR, PAIR, SPONSOR = (
    Audience.PRIVATE,
    Audience.HR,
    Audience.PARTICIPANT,
    Audience.SPONSOR,
)

TAB_LABEL = "Reverse Mentoring"
"""What the ribbon tab is called, and every message of the tool is headed with."""


def asks(key: str, header: str, kind: Kind, audience: Audience, help: str, **more: Any) -> Column:
    """A column that HR or a survey fills."""
    return Column(key, header, kind, Writer.HR, audience, help, **more)


def tells(key: str, header: str, kind: Kind, audience: Audience, help: str, **more: Any) -> Column:
    """A column that the tool fills."""
    return Column(key, header, kind, Writer.TOOL, audience, help, **more)
