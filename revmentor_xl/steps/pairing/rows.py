"""The rows of the Pairs table: a pair found becomes a row, a pair that is over stays below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from revmentor_xl.schema.statuses import OVER
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.explained.reasons import reasons
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.pairing.optimum.problem import Cell
from revmentor_xl.steps.pairing.score.scoring import Scores
from revmentor_xl.steps.pairing.settled.pins import Pins
from revmentor_xl.steps.people.participants import id_order


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
