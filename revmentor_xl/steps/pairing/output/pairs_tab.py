"""A plan's pairs are written to the Pairs tab, and nothing that HR typed there is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold, is_blank
from revmentor_xl.schema.model import Writer
from revmentor_xl.schema.statuses import OVER
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.explained.reasons import reasons
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.pairing.fixed_pairs.pins import Pins
from revmentor_xl.steps.pairing.fixed_pairs.typed_pairs import SIDES
from revmentor_xl.steps.pairing.optimum.problem import Cell
from revmentor_xl.steps.pairing.score.scoring import Scores
from revmentor_xl.steps.people.participants import id_order


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


def life_findings(program: Program) -> Iterator[Finding]:
    """What does not go together in the rows of Pairs."""
    pairs = program.table("pairs")
    sessions = program.table("sessions")
    met = set(sessions.loc[sessions["held"].eq("Held"), "pair_id"])
    asks_why = "rejected_because" in program.cells("pairs").columns  # older files do not
    columns = ["pair_id", "mentor", "leader", "status", "keep", "rejected_because"]
    pairs = pairs[columns].assign(keep=pairs["keep"].fillna(False).astype(bool))
    for row, pair_id, mentor, leader, status, keep, because in pairs.itertuples():
        told = _told(status, keep, because, pair_id in met)
        for name, column in told:
            if column == "rejected_because" and not asks_why:
                continue
            details: dict[str, Any] = {"mentor": mentor, "leader": leader, "status": status}
            where = program.where("pairs", int(row), column)
            yield found(name, **where, found_by="pair", **details)


def _told(status: str, keep: bool, because: str, has_met: bool) -> Iterator[tuple[str, str]]:
    """Kinds of finding about one row, each with its column."""
    if because and status != "Rejected":
        yield "reason_not_rejected", "rejected_because"
    if status == "Rejected" and not because:
        yield "rejected_without_reason", "rejected_because"
    if status == "Rejected" and has_met:
        yield "rejected_after_meeting", "status"
    if keep and status in OVER:
        yield "kept_but_over", "keep"


def pair_rows(sides: Sides, settled: Pins, worth: Scores, cells: Iterable[Cell]) -> pd.DataFrame:
    """The typed rows of Pairs: best score first, pairs that are over below.

    `cells` are all pairs that there shall be, settled ones too. Approved pairs
    of which somebody is missing stay as they are. Columns as the table's.
    """
    before = sides.program.table("pairs")
    rows = _of_plan(sides, worth, list(cells))
    there = {row["pair_id"] for row in rows}
    over = before["status"].isin(OVER)
    stay = (over | before["pair_id"].isin(settled.absent)) & ~before["pair_id"].isin(there)
    rows += before[stay].to_dict("records")  # type: ignore[arg-type]
    below = set(before.loc[over, "pair_id"]) - there

    def place(row: dict[str, Any]) -> tuple[bool, float, object]:
        score, pair_id = row["score"], row["pair_id"]
        return pair_id in below, 0.0 if pd.isna(score) else -score, id_order(pair_id)

    rows.sort(key=place)
    return pd.DataFrame(rows, columns=list(WORKBOOK.table("pairs").keys))


def _of_plan(sides: Sides, worth: Scores, cells: list[Cell]) -> list[dict[str, Any]]:
    """The pairs as rows: the tool's columns, and the status Proposed.

    Where HR chose another status, `Program.rewrite` carries that over.
    """
    mentors, leaders = (
        people[["id", "name", "department"]].to_dict("list")
        for people in (sides.mentors, sides.leaders)
    )
    # without any part that counts, pandas 2 gives no records at all
    parts_of = worth.of_cells(cells).to_dict("records") or [{} for _ in cells]
    return [
        {
            "pair_id": f"{mentors['id'][i]}+{leaders['id'][j]}",
            "mentor_id": mentors["id"][i],
            "mentor": mentors["name"][i],
            "mentor_department": mentors["department"][i],
            "leader_id": leaders["id"][j],
            "leader": leaders["name"][j],
            "leader_department": leaders["department"][j],
            "score": int(worth.hundredths[i, j]) / 100,
            "reason": said,
            "status": "Proposed",
            **{str(name): points for name, points in parts.items()},
        }
        for (i, j), said, parts in zip(cells, reasons(sides, worth, cells), parts_of, strict=True)
    ]


def pair_id(sides: Sides, cell: Cell) -> str:
    """The ID of a pair: the mentor's and the leader's."""
    return f"{sides.mentors['id'].iat[cell[0]]}+{sides.leaders['id'].iat[cell[1]]}"
