"""The What if tab: the answers about two people, kept where no custom function can run."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from revmentor_xl.errors import RevmentorError
from revmentor_xl.program import Program
from revmentor_xl.schema.tabs.pairing import NEXT_BEST, PARTNERS, POINTS, WHY, WHY_NOT
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.checking.check import with_ids
from revmentor_xl.steps.pairing.explained import explain as explaining
from revmentor_xl.steps.worksheet.cells import Answers, Unanswered
from revmentor_xl.steps.worksheet.scores import best_partners, score_cells, why_cells
from revmentor_xl.steps.worksheet.why_not import Compared


def explain(program: Program) -> Program:
    """Explain pairs, and answer what is asked on the What if tab.

    Raises what `explain.explain` does. Rewrites the WhatIfAnswers table;
    a name that means nobody is answered in its place.
    """
    done = explaining.explain(program)
    if not done.places["what_if_answers"].name:
        return done  # a file that is older than the tab
    rows = pd.DataFrame(
        list(_rows(with_ids(done))), columns=list(WORKBOOK.table("what_if_answers").keys)
    )
    return done.with_rows("what_if_answers", rows)


def chosen(program: Program) -> tuple[str, str]:
    """The mentor and the leader on the What if tab; "" where nobody is chosen."""
    for _, row in program.table("what_if").iterrows():
        return str(row["mentor"]), str(row["leader"])
    return "", ""


def _rows(program: Program) -> Iterator[dict[str, object]]:
    mentor, leader = chosen(program)
    about = {"mentor": mentor, "leader": leader}
    if mentor and leader:
        points = score_cells(program, [[mentor]], [[leader]])[0][0]
        is_number = isinstance(points, float)
        yield {
            "question": POINTS,
            **about,
            "answer": None if is_number else points,
            "points": points if is_number else None,
        }
        yield {
            "question": WHY,
            **about,
            "answer": why_cells(program, [[mentor]], [[leader]])[0][0],
        }
        text, cost = _why_not(program, mentor, leader)
        yield {"question": WHY_NOT, **about, "answer": text, "points": cost}
    if mentor:
        for place, (name, points) in enumerate(_partners(program, mentor), start=1):
            if name:
                yield {
                    "question": NEXT_BEST.format(place),
                    "mentor": mentor,
                    "answer": name,
                    "points": points if isinstance(points, float) else None,
                }


def _why_not(program: Program, mentor: str, leader: str) -> tuple[str, float | None]:
    try:
        _, answer = Compared.of(program).between(mentor, leader)
    except RevmentorError as stopped:
        return str(stopped), None
    return answer.text, None if answer.cost is None else answer.cost / 100


def _partners(program: Program, mentor: str) -> Answers:
    try:
        return best_partners(program, mentor, PARTNERS)
    except Unanswered as unclear:
        return [[str(unclear), ""]]
