"""Custom functions of the program file: what pairing, Health and Sessions say, in any cell.

Each takes whole tables (`Mentors[#All]`), so that Excel calculates again when
one of them changes, and answers for a cell, a column or a grid in one call
with what the buttons would write. They run in Excel on Windows with the
xlwings add-in; on a Mac the same stands on the tabs, by the buttons.
`host.functions` makes their VBA wrappers and docs from the signatures here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import wraps
from typing import Annotated, Any, ParamSpec

import xlwings as xw

from revmentor_xl.books.excel.answers import fitting
from revmentor_xl.books.excel.arguments import (
    Recent,
    completed,
    day_of,
    fingerprint,
    grid,
    program_of,
)
from revmentor_xl.errors import RevmentorError
from revmentor_xl.program import Program
from revmentor_xl.schema.tabs.columns import TAB_LABEL
from revmentor_xl.steps.checking.check import with_ids
from revmentor_xl.steps.worksheet import meetings, numbers, scores, times, why_not
from revmentor_xl.steps.worksheet.cells import Answers

Given = ParamSpec("Given")

_CALL = 2_000  # what each answer weighs besides its cells: a thousand small ones are kept
_ANSWERS: Recent[Answers] = Recent(2_000_000, lambda answer: _CALL + sum(map(len, answer)))
"""Everybody with everybody is a million cells of 1,000 people, anew with each change."""
_PROGRAMS: Recent[Program] = Recent(8)


def today() -> date:
    """The day on which Excel asks; `RM_NEXT_SESSION` and `RM_HEALTH` can be given another."""
    return date.today()


def _told(function: Callable[Given, Answers]) -> Callable[Given, Answers]:
    """The function with what it answered before at hand, and any trouble said in the cell.

    Tables that are left out are those of the workbook that calls; every text is as short as
    Excel needs it.
    """
    signature = inspect.signature(function)

    @wraps(function)
    def told(*args: Given.args, **kwargs: Given.kwargs) -> Answers:
        try:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            bound.arguments.update(completed(bound.arguments, _calling_workbook()))
            asked = (function.__name__, today(), fingerprint(list(bound.arguments.items())))
            return _ANSWERS.get(asked, lambda: fitting(function(*bound.args, **bound.kwargs)))
        except RevmentorError as stopped:
            return fitting([[str(stopped)]])
        except Exception as unforeseen:
            kind = type(unforeseen).__name__
            return [[f"This could not be worked out ({kind}). Press Check my setup."]]

    return told


def _calling_workbook() -> xw.Book | None:
    """The workbook in which the functions are, never the active one; None outside Excel."""
    with suppress(Exception):  # xlwings raises a bare one where no workbook calls
        return xw.Book.caller()
    return None


def _program(**tables: object) -> Program:
    """The program of these tables; those who have no ID get one, as by every button."""
    given = {key: grid(cells) for key, cells in tables.items() if cells is not None}
    day = today()
    return _PROGRAMS.get(
        (day, fingerprint(sorted(given.items()))),
        lambda: with_ids(program_of(given, day)),
    )


def _cell(doc: str) -> dict[str, object]:
    return {"ndim": 2, "doc": doc}


def _table(name: str, missing: str = "") -> dict[str, object]:
    doc = f"The whole table with its headers: {name}[#All]"
    return {"ndim": 2, "err_to_str": True, "doc": f"{doc}. {missing}".strip(" .")}


_FILE = "Left out: as in this file"
Mentor = Annotated[Any, _cell("A mentor's name, ID or e-mail address, or a range of them")]
Leader = Annotated[Any, _cell("A leader's name, ID or e-mail address, or a range of them")]
Person = Annotated[Any, _cell("Somebody's name, ID or e-mail address")]
Mentors = Annotated[Any, _table("Mentors")]
Leaders = Annotated[Any, _table("Leaders")]
Settings = Annotated[Any, _table("Settings")]
Rules = Annotated[Any, _table("Rules")]
SomeSettings = Annotated[Any, _table("Settings", _FILE)]
SomeRules = Annotated[Any, _table("Rules", _FILE)]
SomePairs = Annotated[Any, _table("Pairs", _FILE)]
SomeSkills = Annotated[Any, _table("Skills", _FILE)]
SomeLevels = Annotated[Any, _table("Levels", _FILE)]
SomeBlocks = Annotated[Any, _table("TimeBlocks", _FILE)]
SomeReporting = Annotated[Any, _table("ReportingLines", _FILE)]
SomeNominations = Annotated[Any, _table("Nominations", "The chosen cohort. " + _FILE)]


@xw.func(category=TAB_LABEL, call_in_wizard=False)
@_told
def rm_score(
    mentor: Mentor,
    leader: Leader,
    mentors: Mentors,
    leaders: Leaders,
    settings: SomeSettings = None,
    skills: SomeSkills = None,
    levels: SomeLevels = None,
    time_blocks: SomeBlocks = None,
    reporting: SomeReporting = None,
    pairs: SomePairs = None,
) -> Answers:
    """How well a mentor and a leader fit, from 0 to 100 points, as the Pairs tab shows it."""
    program = _program(
        mentors=mentors, leaders=leaders, settings=settings, skills=skills, levels=levels,
        time_blocks=time_blocks, reporting=reporting, pairs=pairs,
    )  # fmt: skip
    return scores.score_cells(program, grid(mentor), grid(leader))


@xw.func(category=TAB_LABEL, call_in_wizard=False)
@_told
def rm_why(
    mentor: Mentor,
    leader: Leader,
    mentors: Mentors,
    leaders: Leaders,
    settings: SomeSettings = None,
    skills: SomeSkills = None,
    levels: SomeLevels = None,
    time_blocks: SomeBlocks = None,
    reporting: SomeReporting = None,
    pairs: SomePairs = None,
) -> Answers:
    """What a mentor and a leader could give each other: the reason that Pairs would show."""
    program = _program(
        mentors=mentors, leaders=leaders, settings=settings, skills=skills, levels=levels,
        time_blocks=time_blocks, reporting=reporting, pairs=pairs,
    )  # fmt: skip
    return scores.why_cells(program, grid(mentor), grid(leader))


@xw.func(category=TAB_LABEL, call_in_wizard=False)
@_told
def rm_whynot(
    mentor: Mentor,
    leader: Leader,
    mentors: Mentors,
    leaders: Leaders,
    settings: Settings,
    rules: Rules,
    pairs: SomePairs = None,
    skills: SomeSkills = None,
    levels: SomeLevels = None,
    time_blocks: SomeBlocks = None,
    reporting: SomeReporting = None,
    nominations: SomeNominations = None,
) -> Answers:
    """Which rule stands between a mentor and a leader, or what the pair would cost all in points.

    Counted against the pairs on the Pairs tab; without any, against the best ones.
    """
    program = _program(
        mentors=mentors, leaders=leaders, settings=settings, rules=rules, pairs=pairs,
        skills=skills, levels=levels, time_blocks=time_blocks, reporting=reporting,
        nominations=nominations,
    )  # fmt: skip
    return why_not.why_not_cells(program, grid(mentor), grid(leader))


@xw.func(category=TAB_LABEL, call_in_wizard=False)
@_told
def rm_best(
    person: Person,
    n: Annotated[Any, _cell("How many partners, from 1 to 100")],
    mentors: Mentors,
    leaders: Leaders,
    settings: SomeSettings = None,
    rules: SomeRules = None,
    pairs: SomePairs = None,
    skills: SomeSkills = None,
    levels: SomeLevels = None,
    time_blocks: SomeBlocks = None,
    reporting: SomeReporting = None,
    nominations: SomeNominations = None,
) -> Answers:
    """Somebody's next best partners whom no rule forbids: n rows of name and points."""
    program = _program(
        mentors=mentors, leaders=leaders, settings=settings, rules=rules, pairs=pairs,
        skills=skills, levels=levels, time_blocks=time_blocks, reporting=reporting,
        nominations=nominations,
    )  # fmt: skip
    return scores.best_partners(program, grid(person)[0][0], grid(n)[0][0])


@xw.func(category=TAB_LABEL, call_in_wizard=False)
@_told
def rm_common_times(
    mentor: Mentor,
    leader: Leader,
    mentors: Mentors,
    leaders: Leaders,
    time_blocks: SomeBlocks = None,
    settings: SomeSettings = None,
) -> Answers:
    """The hours of the week that a mentor and a leader share, in the program's time zone."""
    program = _program(mentors=mentors, leaders=leaders, time_blocks=time_blocks, settings=settings)
    return times.common_times(program, grid(mentor), grid(leader))


@xw.func(category=TAB_LABEL, call_in_wizard=False)
@_told
def rm_next_session(
    person: Annotated[Any, _cell("A name or ID of a mentor, leader or pair, or a range of them")],
    sessions: Annotated[Any, _table("Sessions")],
    from_day: Annotated[
        Any, _cell("The day to look from, such as TODAY(). Left out: today")
    ] = None,
) -> Answers:
    """The date of the next planned session of a person or pair."""
    program = _program(sessions=sessions)
    return meetings.next_sessions(program, grid(person), day_of(from_day, today()))


@xw.func(category=TAB_LABEL, call_in_wizard=False)
@_told
def rm_health(
    person: Annotated[Any, _cell("A name or ID of a mentor, leader or pair, or a range of them")],
    table: Annotated[Any, _table("Health", "Or Pairs[#All], to work it out anew")],
    sessions: Annotated[Any, _table("Sessions", "Needed with Pairs")] = None,
    checkins: Annotated[Any, _table("CheckIns", "Needed with Pairs")] = None,
    settings: SomeSettings = None,
    on_day: Annotated[Any, _cell("The day it is of, such as TODAY(). Left out: today")] = None,
) -> Answers:
    """How a pair is getting on: On track, Needs attention, At risk or Too early.

    Of somebody's several pairs, the one that needs a call first.
    """
    if meetings.is_health_table(grid(table)[0]):
        return meetings.health_of(_program(health=table), grid(person), live=False)
    given = {"pairs": table, "sessions": sessions, "checkins": checkins, "settings": settings}
    cells = {key: grid(cells) for key, cells in given.items() if cells is not None}
    program = program_of(cells, day_of(on_day, today()))
    return meetings.health_of(program, grid(person), live=True)


@xw.func(category=TAB_LABEL, call_in_wizard=False)
@_told
def rm_skill_gap(
    leaders: Annotated[Any, _table("Leaders", "Whose learning goals are counted")],
    mentors: Annotated[Any, _table("Mentors", "Whose strengths are counted")],
    skills: SomeSkills = None,
) -> Answers:
    """Per skill how many want to learn it, how many offer it, and the gap; headers on top."""
    return numbers.skill_gaps(_program(leaders=leaders, mentors=mentors, skills=skills))


@xw.func(category=TAB_LABEL, call_in_wizard=False)
@_told
def rm_turnover_cost(
    salary: Annotated[Any, _cell("A yearly salary, in any currency, or a range of them")],
    rate: Annotated[Any, _cell("Share of a yearly salary, such as 50%. Left out: 21%")] = None,
    people: Annotated[Any, _cell("How many people leave. Left out: 1")] = None,
) -> Answers:
    """What replacing people costs: yearly salary x rate x people.

    The 21% is a median of 27 case studies: Boushey and Glynn (2012), Center
    for American Progress. An estimate: try a low and a high rate as well.
    """
    return numbers.turnover_costs(grid(salary), grid(rate), grid(people))


FUNCTIONS = (
    rm_score,
    rm_why,
    rm_whynot,
    rm_best,
    rm_common_times,
    rm_next_session,
    rm_health,
    rm_skill_gap,
    rm_turnover_cost,
)
"""Every custom function, in the order of the docs."""
