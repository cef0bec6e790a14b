"""The few formulas outside tables: their names, what they say, what they yield now.

Each stands in a cell with a defined name, so that a keeper which stores
results beside formulas can bring them up to date (see `Book.write`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from revmentor_xl.books.book import Cell
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import Formula, as_text, is_blank
from revmentor_xl.schema.figures import FIGURES, Figure
from revmentor_xl.schema.settings import SETTINGS
from revmentor_xl.schema.tabs.pairing import NEXT_BEST, PARTNERS, POINTS, WHY, WHY_NOT
from revmentor_xl.schema.workbook import WORKBOOK

PROGRAM_TITLE, LAST_STEP, LAST_RESULT = "program_title", "last_step", "last_result"
CARDS = tuple(figure for figure in FIGURES if figure.card)
NO_STEP_YET = "No step was done yet. The rows marked Now say what to do."
_NAME_LABEL = next(s.column.header for s in SETTINGS if s.key == "program_name")


def named_values(program: Program) -> dict[str, Cell]:
    """What each formula outside the tables yields, by its defined name."""
    values: dict[str, Cell] = {card_name(f): card(program, f).value for f in CARDS}
    values[PROGRAM_TITLE] = program_title(program).value
    values[LAST_STEP] = last_step(program).value
    values[LAST_RESULT] = last_result(program).value
    return values | {name: formula.value for name, formula in what_if_cells(program).items()}


def card_name(figure: Figure) -> str:
    """The defined name of a card's cell."""
    return f"card_{figure.key}"


def card(program: Program, figure: Figure) -> Formula:
    """A figure, wherever it stands in the Figures table."""
    label = figure.label.replace('"', '""')
    text = f'=IFERROR(INDEX(Figures[Value],MATCH("{label}",Figures[Figure],0)),"")'
    cells = program.cells("figures")
    for name, value in zip(cells["figure"], cells["value"], strict=True):
        if as_text(name) == figure.label:
            return Formula(text, value.value if isinstance(value, Formula) else value)
    return Formula(text, "")


def program_title(program: Program) -> Formula:
    """The program's name as it stands on the Settings tab."""
    cells = program.cells("settings")
    names = [v for s, v in zip(cells["setting"], cells["value"], strict=True) if s == _NAME_LABEL]
    where = f'INDEX(Settings[Value],MATCH("{_NAME_LABEL}",Settings[Setting],0))'
    return Formula(f'=IFERROR({where}&"","")', as_text(names[0]) if names else "")


def last_step(program: Program) -> Formula:
    """When the last step was done, as the Activity tab has it; "" before the first."""
    moments = [value for value in program.cells("activity")["at"] if isinstance(value, datetime)]
    latest: date | str = max(moments) if moments else ""
    return Formula('=IF(COUNT(Activity[When])=0,"",MAX(Activity[When]))', latest)


def last_result(program: Program) -> Formula:
    """What the latest step on the Activity tab was and said; what to do before the first.

    Of steps in the same second the one that stands last, wherever HR sorted
    the tab: LOOKUP passes over errors and stays at the last hit.
    """
    latest = "1/(Activity[When]=MAX(Activity[When]))"
    step, result = (f"LOOKUP(2,{latest},Activity[{one}])" for one in ("Step", "Result"))
    text = f'=IF(COUNT(Activity[When])=0,"{NO_STEP_YET}","Last step: "&{step}&". "&{result})'
    done = [
        (at, f"Last step: {as_text(step)}. {as_text(result)}")
        for at, step, result in zip(
            *(program.cells("activity")[key] for key in ("at", "command", "result")), strict=True
        )
        if isinstance(at, datetime)
    ]
    last = max((at for at, _ in done), default=None)
    return Formula(text, [said for at, said in done if at == last][-1] if done else NO_STEP_YET)


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
