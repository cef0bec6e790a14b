"""How one setting is described: its line on the Settings tab and what is allowed in it."""

from __future__ import annotations

from dataclasses import field
from typing import Any, NamedTuple

from revmentor_xl.schema.model import Audience, Column, Kind, Writer


class SettingSpec(NamedTuple):
    """What the Settings tab says of one setting, and what is allowed in it."""

    key: str
    default: object
    column: Column
    section: str


def setting(
    section: str,
    label: str,
    kind: Kind,
    default: object,
    help: str,
    *,
    choices: tuple[str, ...] = (),
    least: float | None = None,
    most: float | None = None,
    words: tuple[str, ...] = (),
) -> Any:
    column = Column(
        key="",
        header=label,
        kind=kind,
        writer=Writer.HR,
        audience=Audience.HR,
        help=help,
        choices=choices,
        strict=bool(choices),
        least=least,
        most=most,
        words=words,
    )
    return field(default=default, metadata={"column": column, "section": section})


MUST_HAVE = "Must have"
"""In place of a weight: a pair with nothing in this part is not possible."""

HIGHEST_WEIGHT = 10


def weight(label: str, default: int, help: str) -> Any:
    return setting(
        "Pairing weights",
        label,
        Kind.INTEGER,
        default,
        f"{help} 0 to {HIGHEST_WEIGHT}, or {MUST_HAVE}.",
        least=0,
        most=HIGHEST_WEIGHT,
        words=(MUST_HAVE,),
    )
