"""Shared hours of the week, each person's blocks read in their own time zone.

Weekly blocks become five-minute steps of one reference week in UTC: the week
of the program's start, or this week. A week is a ring: Sunday night in New
York is Monday morning in Sydney.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.steps.calendars.week import STEP, WEEK, Week, session_starts
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.solving.arrays import Matrix


class CommonTime(NamedTuple):
    """The time that two people share, kept for each two different weeks among them.

    `shared` are the minutes per week and `room` says whether a session fits
    into one go, one row for each different week among mentors and one column
    for each among leaders. `mentor_week` and `leader_week` give each person's.
    """

    shared: Matrix
    room: Matrix
    mentor_week: np.ndarray
    leader_week: np.ndarray

    @property
    def minutes(self) -> Matrix:
        """Shared minutes per week of every mentor with every leader."""
        return self._of_all(self.shared)

    @property
    def enough(self) -> Matrix:
        """Does a session fit, for every mentor and every leader?"""
        return self._of_all(self.room)

    def _of_all(self, weeks: Matrix) -> Matrix:
        everybody: Matrix = weeks[self.mentor_week][:, self.leader_week]
        return everybody


def common_time(sides: Sides) -> CommonTime:
    """The shared time of every mentor with every leader.

    People with the same zone and blocks are looked at once, so the work
    grows with the number of different answers and not of people.
    """
    week = Week.of(sides.program)
    mentor_weeks, mentor_of = week.patterns(sides.mentors)
    leader_weeks, leader_of = week.patterns(sides.leaders)
    length = -(-sides.program.settings.session_minutes // STEP)
    minutes = STEP * _together(mentor_weeks, leader_weeks)
    starts = _together(session_starts(mentor_weeks, length), session_starts(leader_weeks, length))
    return CommonTime(
        minutes.astype(np.int32), starts > 0, np.array(mentor_of, int), np.array(leader_of, int)
    )


def _together(ones: np.ndarray, others: np.ndarray) -> Matrix:
    """How many steps each two weeks have in common.

    Steps in a row between which nobody's week changes are one: there are as
    many of those as blocks begin and end, and not 2,016.
    """
    all_weeks = np.concatenate([ones, others])
    changes = (all_weeks[:, 1:] != all_weeks[:, :-1]).any(axis=0)
    first = np.concatenate([[0], np.nonzero(changes)[0] + 1])
    long = np.diff(np.append(first, WEEK))
    together: Matrix = (ones[:, first] * long).astype(np.float32) @ others[:, first].T.astype(
        np.float32
    )
    return together


def without_time(program: Program, people: pd.DataFrame) -> np.ndarray:
    """True for everybody whose own week has no room for a session, whoever the partner."""
    weeks, week_of = Week.of(program).patterns(people)
    length = -(-program.settings.session_minutes // STEP)
    has_room = np.asarray(session_starts(weeks, length).any(axis=1))
    return ~has_room[week_of]
