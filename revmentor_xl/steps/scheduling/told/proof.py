"""How good the schedule is, and how that is known: the row above the sessions."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from revmentor_xl.findings.sentences import counted
from revmentor_xl.schema.tabs.scheduling import SCHEDULE_PROOF
from revmentor_xl.steps.scheduling.engine.regular import Plan
from revmentor_xl.steps.scheduling.engine.slots import PairTimes


def proof_row(plan: Plan, times: Mapping[str, PairTimes]) -> pd.DataFrame:
    """The typed row of the ScheduleProof table, none when no session is to come."""
    wanted = sum(len(pair.starts) for pair in times.values())
    row = {
        "result": proven(plan),
        "aim": plan.aim,
        "sessions": wanted,
        "placed": plan.placed,
        "most_placed": plan.most_placed,
        "regular": plan.regular,
        "most_regular": plan.most_regular,
    }
    columns = list(SCHEDULE_PROOF.keys)
    return pd.DataFrame([row] if wanted else [], columns=columns, dtype=object)


def proven(plan: Plan) -> str:
    """“Proven best”, or how many sessions may be missing, or moved, without need."""
    if plan.is_proven:
        return "Proven best"
    gap = next(gap for gap in plan.gaps if gap)
    return f"Within {counted(gap, 'session')} of the best"
