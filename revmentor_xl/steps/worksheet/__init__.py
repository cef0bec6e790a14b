"""What the custom functions compute: a program and cells in, cells out.

They answer with what the steps would write for the same tables: `scores` and
`standing` ask pairing, `times` the shared hours, `meetings` sessions and
health, `numbers` counts skills and what turnover costs. `cells` says how one
answer serves a column, a row or a grid. A cell that cannot be answered says
why; nothing is raised for it.
"""

from revmentor_xl.steps.worksheet.meetings import health_of, is_health_table, next_sessions
from revmentor_xl.steps.worksheet.numbers import skill_gaps, turnover_costs
from revmentor_xl.steps.worksheet.scores import best_partners, score_cells, why_cells
from revmentor_xl.steps.worksheet.times import common_times
from revmentor_xl.steps.worksheet.why_not import why_not_cells

__all__ = [
    "best_partners",
    "common_times",
    "health_of",
    "is_health_table",
    "next_sessions",
    "score_cells",
    "skill_gaps",
    "turnover_costs",
    "why_cells",
    "why_not_cells",
]
