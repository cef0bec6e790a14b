"""The few formulas outside tables: their names, what they say, what they yield now.

Each stands in a cell with a defined name, so that a keeper which stores
results beside formulas can bring them up to date (see `Book.write`).
"""

from __future__ import annotations

from datetime import date, datetime

from revmentor_xl.books.book import Cell
from revmentor_xl.exports.what_if_cells import what_if_cells
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import Formula, as_text
from revmentor_xl.schema.figures import FIGURES, Figure
from revmentor_xl.schema.settings import SETTINGS

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
