"""What each part of the score weighs, from the settings."""

from __future__ import annotations

from typing import NamedTuple

from revmentor_xl.schema.setting import HIGHEST_WEIGHT, MUST_HAVE
from revmentor_xl.schema.settings import SETTINGS, Settings


class Weight(NamedTuple):
    """What a part of the score weighs, and whether a pair must have something in it."""

    points: int
    is_must: bool


def weight_of(settings: Settings, part: str) -> Weight:
    """The weight of a part of the score by its name; a must weighs the most there is."""
    value = getattr(settings, f"weight_{part}")
    return Weight(HIGHEST_WEIGHT, True) if value == MUST_HAVE else Weight(int(value), False)


def musts(settings: Settings) -> list[str]:
    """The parts of the score that every pair must have something in."""
    names = (spec.key.removeprefix("weight_") for spec in SETTINGS if "weight_" in spec.key)
    return [name for name in names if weight_of(settings, name).is_must]
