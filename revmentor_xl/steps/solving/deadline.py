"""How long a search may go on: the seconds of the settings are for all of its parts together."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import NamedTuple

from revmentor_xl.errors import SolverFailed
from revmentor_xl.schema.settings import Settings


class Deadline(NamedTuple):
    """When a search that was given `settings` has to end, in seconds of the clock."""

    settings: Settings
    until: float

    @classmethod
    def of(cls, settings: Settings) -> Deadline:
        """From now on."""
        return cls(settings, time.perf_counter() + settings.solver_seconds)

    @property
    def is_over(self) -> bool:
        return time.perf_counter() >= self.until

    @property
    def seconds_left(self) -> float:
        return max(0.0, self.until - time.perf_counter())

    def left(self, part: float = 1.0) -> Settings:
        """The settings with a part of the seconds that are left, one at least.

        Raises `SolverFailed` when none is left.
        """
        if self.is_over:
            raise SolverFailed(*not_in_time(self.settings))
        return self.rest(part)

    def rest(self, part: float = 1.0) -> Settings:
        """As `left`, but a second also when none is left."""
        return replace(self.settings, solver_seconds=max(1, int(part * self.seconds_left)))


def not_in_time(settings: Settings) -> tuple[str, str]:
    """What is said when the time has ended without a plan."""
    return (
        f"No plan that fulfils every condition was found within {settings.solver_seconds} seconds.",
        "Raise “Seconds to search” on the Settings tab and try again.",
    )
