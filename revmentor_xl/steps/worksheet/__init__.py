"""What the custom functions compute: a program and cells in, cells out.

They answer with what the steps would write for the same tables: `scores` and
`why_not` ask pairing, `times` the shared hours, `meetings` sessions and
health, `numbers` counts skills and what turnover costs. `cells` says how one
answer serves a column, a row or a grid. A cell that cannot be answered says
why; nothing is raised for it.
"""
