"""A plan's pairs are written to the Pairs tab, and nothing that HR typed there is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold, is_blank
from revmentor_xl.schema.model import Writer
from revmentor_xl.schema.statuses import OVER
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.case import Case
from revmentor_xl.steps.pairing.optimum.problem import Cell
from revmentor_xl.steps.pairing.rows import pair_id, pair_rows
from revmentor_xl.steps.pairing.settled.by_hand import SIDES
from revmentor_xl.steps.pairing.settled.life import life_findings


def adopted(case: Case, cells: Iterable[Cell]) -> Program:
    """The program with these pairs, beside the settled ones, on the Pairs tab.

    Proposed pairs that are not among them go; approved and active ones, those
    that ended and those that were rejected stay. Rows that HR typed become
    pairs when they were settled, and stay at the bottom as typed when not.
    Earlier findings of Suggest pairs are replaced by those about pins, rows
    typed by hand and states that do not go together; they leave Checks too,
    whichever command writes the pairs now.
    """
    settled, program = case.settled, case.program
    done = _forgotten(program)
    typed = _with_ids(case, done.cells("pairs"))
    usable = typed.drop(index=list(settled.refused))
    done = replace(done, tables={**done.tables, "pairs": usable})
    there = list(dict.fromkeys([*settled.cells, *cells]))
    done = done.rewrite(
        "pairs", pair_rows(replace(case.sides, program=done), settled, case.worth, there)
    )
    if settled.refused:
        left = pd.concat([done.cells("pairs"), _as_typed(case, typed)])
        done = done.with_cells("pairs", left)
    moved = _moved(case, done)
    troubles = [trouble.located(done, moved) for trouble in settled.troubles]
    return done.with_findings([*troubles, *life_findings(done)])


def _forgotten(program: Program) -> Program:
    """The program without what was found when the pairs were written before."""
    listed = program.cells("checks")
    # Checks says who found something, and when: “pair, 22 Nov”
    earlier = [as_text(by).partition(",")[0] == "pair" for by in listed["found_by"]]
    findings = tuple(one for one in program.findings if one.found_by != "pair")
    done = replace(program, findings=findings)
    if not any(earlier):
        return done
    return done.with_cells("checks", listed[[not one for one in earlier]])


def _with_ids(case: Case, cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of Pairs in which the rows that HR typed bear the ID of their pair.

    They are kept like those marked Keep, also where the pair stood there before.
    """
    hand = case.settled.by_hand
    if not hand:
        return cells
    marked, sides = cells.copy(), case.sides
    ids = {row: pair_id(sides, cell) for row, cell in hand.items()}
    for row, (i, j) in hand.items():
        marked.at[row, "pair_id"] = ids[row]
        for key, people, at in (("mentor", sides.mentors, i), ("leader", sides.leaders, j)):
            marked.at[row, f"{key}_id"] = str(people["id"].iat[at])
            marked.at[row, key] = str(people["name"].iat[at])
            marked.at[row, f"{key}_department"] = str(people["department"].iat[at])
    kept = {fold(id_) for id_ in ids.values()}
    over = {fold(status) for status in OVER}
    for row, id_, status in zip(marked.index, marked["pair_id"], marked["status"]):
        if fold(as_text(id_)) in kept and fold(as_text(status)) not in over:
            marked.at[row, "keep"] = "Yes"
    return marked


def _as_typed(case: Case, cells: pd.DataFrame) -> pd.DataFrame:
    """The rows that cannot be pairs, as HR typed them: they are read again next time."""
    rows = cells.loc[list(case.settled.refused)].copy()
    people = {key for pair in SIDES.values() for key in pair}
    tools = [
        column.key
        for column in WORKBOOK.table("pairs").columns
        if column.writer is Writer.TOOL and column.key not in people and column.key in rows.columns
    ]
    for row, stale in case.settled.refused.items():
        # what the tool wrote is about another pair; in a row of HR's own nothing is
        wrote = tools if not is_blank(rows.at[row, "pair_id"]) else []
        for key in (*wrote, *stale):
            rows.at[row, key] = None
    return rows


def _moved(case: Case, done: Program) -> dict[int, int]:
    """Where the rows that HR typed stand now."""
    cells = done.cells("pairs")
    at = {fold(as_text(id_)): int(row) for row, id_ in zip(cells.index, cells["pair_id"])}
    refused = list(case.settled.refused)
    bottom = cells.index[len(cells) - len(refused) :]
    moved = {row: int(now) for row, now in zip(refused, bottom)}
    before = case.program.cells("pairs")["pair_id"]
    for row, cell in case.settled.by_hand.items():
        moved[row] = at[fold(pair_id(case.sides, cell))]
    for trouble in case.settled.troubles:
        if trouble.hand is not None and trouble.hand not in moved:
            stood = at.get(fold(as_text(before[trouble.hand])))
            if stood is not None:
                moved[trouble.hand] = stood
    return moved
