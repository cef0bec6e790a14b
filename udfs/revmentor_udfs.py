"""Worksheet functions of the program file (Excel calls them custom functions).

One line each over the same steps that the buttons use. They run in Excel on
Windows with the xlwings add-in; everything they show is also on a tab, because
Excel on Mac has no custom functions from Python.
"""

from __future__ import annotations

from typing import Any

import xlwings as xw

from revmentor_xl.steps import worksheet

Cells = list[list[Any]]


@xw.func
@xw.arg("mentors", ndim=2, doc="The blocks of people, such as Mentors[Weekly availability]")
@xw.arg("leader", doc="The blocks of one person")
def rm_common_times(mentors: Cells, leader: str) -> Cells:
    """The blocks of the week that each person shares with another."""
    return worksheet.common_times(mentors, leader)


@xw.func
@xw.arg("goals", ndim=2, doc="What people want to learn, such as Leaders[Learning goals]")
@xw.arg("strengths", doc="What the other person can teach")
def rm_skill_match(goals: Cells, strengths: str) -> Cells:
    """The goals of each person that the other one can help with."""
    return worksheet.skill_match(goals, strengths)


@xw.func
@xw.arg("sessions", ndim=2, doc="The whole table with its headers: Sessions[#All]")
@xw.arg("person", doc="The name of a mentor or leader")
def rm_next_session(sessions: Cells, person: str) -> Any:
    """The date of a person's next planned session."""
    return worksheet.next_session(sessions, person)
