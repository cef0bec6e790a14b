"""What the live cells of the What if tab say and show: functions, with kept answers behind them.

Where a custom function cannot run (a Mac, no add-in, macros not allowed) a cell
shows what Explain pairs answered last about the same people, or says to press it.
"""

from __future__ import annotations

from dataclasses import dataclass

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import Formula, as_text, is_blank
from revmentor_xl.schema.tabs.pairing import NEXT_BEST, PARTNERS, POINTS, WHY, WHY_NOT
from revmentor_xl.schema.workbook import WORKBOOK

PRESS = "Press Explain pairs."
_MENTOR, _LEADER = "INDEX(WhatIf[Mentor],1)", "INDEX(WhatIf[Leader],1)"
_PEOPLE = "Mentors[#All],Leaders[#All]"
_LISTS = "Skills[#All],Levels[#All],TimeBlocks[#All],ReportingLines[#All]"
_SCORED = f"{_MENTOR},{_LEADER},{_PEOPLE},Settings[#All],{_LISTS},Pairs[#All]"
_RULED = f"{_PEOPLE},Settings[#All],Rules[#All],Pairs[#All],{_LISTS},Nominations[#All]"


@dataclass(frozen=True)
class _Live:
    """One cell: its defined name, the function, and the kept answer's question and column."""

    name: str
    function: str
    question: str
    column: str
    of_two: bool = True


def _live() -> tuple[_Live, ...]:
    best = f"INDEX(RM_BEST({_MENTOR},{PARTNERS},{_RULED})"
    named = [
        _Live(f"what_if_best_{k}", f"{best},{k},1)", NEXT_BEST.format(k), "answer", False)
        for k in range(1, PARTNERS + 1)
    ]
    scored = [
        _Live(f"what_if_best_points_{k}", f"{best},{k},2)", NEXT_BEST.format(k), "points", False)
        for k in range(1, PARTNERS + 1)
    ]
    return (
        _Live("what_if_points", f"RM_SCORE({_SCORED})", POINTS, "points"),
        _Live("what_if_why", f"RM_WHY({_SCORED})", WHY, "answer"),
        _Live("what_if_why_not", f"RM_WHYNOT({_MENTOR},{_LEADER},{_RULED})", WHY_NOT, "answer"),
        *named,
        *scored,
    )


def what_if_cells(program: Program) -> dict[str, Formula]:
    """Every live cell by its defined name: what it says, and what it shows without functions."""
    return {one.name: Formula(_formula(one), _kept(program, one)) for one in _live()}


def _formula(one: _Live) -> str:
    table = WORKBOOK.table("what_if_answers")
    row = f'MATCH("{one.question}",{table.name}[Question],0)'

    def kept(column: str) -> str:
        return f"INDEX({table.name}[{table[column].header}],{row})"

    mentor, leader = f"TRIM({_MENTOR})", f"TRIM({_LEADER})"
    same, nobody = f"TRIM({kept('mentor')})={mentor}", f'{mentor}=""'
    if one.of_two:
        same, nobody = f"AND({same},TRIM({kept('leader')})={leader})", f'OR({nobody},{leader}="")'
    value = kept(one.column)
    if one.column == "points":
        other = f'{kept("answer")}&""' if one.of_two else '""'
        value = f"IF(ISNUMBER({value}),{value},{other})"
    missing = f'"{_missing(one)}"'
    return (
        f'=IF({nobody},"",IFERROR({one.function},IFERROR(IF({same},{value},{missing}),{missing})))'
    )


def _missing(one: _Live) -> str:
    """What stands where nothing is known: once for the partners is enough."""
    return PRESS if one.of_two or one.name == "what_if_best_1" else ""


def _kept(program: Program, one: _Live) -> str | float:
    """What the formula yields where the function cannot run."""
    people = [_trimmed(cell) for cell in _typed(program)]
    if not people[0] or (one.of_two and not people[1]):
        return ""
    for _, row in program.cells("what_if_answers").iterrows():
        if _trimmed(row["question"]) != _trimmed(one.question):
            continue
        about = [_trimmed(row["mentor"]), _trimmed(row["leader"])]
        if about[: 2 if one.of_two else 1] != people[: 2 if one.of_two else 1]:
            return _missing(one)
        if one.column == "points" and not is_blank(row["points"]):
            return float(row["points"])
        return as_text(row["answer"]) if one.column == "answer" or one.of_two else ""
    return _missing(one)


def _typed(program: Program) -> tuple[object, object]:
    cells = program.cells("what_if")
    if cells.empty:
        return None, None
    return cells["mentor"].iloc[0], cells["leader"].iloc[0]


def _trimmed(cell: object) -> str:
    """As TRIM and = compare texts."""
    return " ".join(as_text(cell).split()).lower()
