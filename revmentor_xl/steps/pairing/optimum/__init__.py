"""The search for the best plan, in numbers only: it knows scores, places and
conditions, and neither people nor the workbook.

`problem` says what is searched for, `number` how many pairs there can be,
`relaxed` solves the linear program with a proof, `whole` makes the result
whole-numbered where conditions need it, `aims` orders plans by the aim chosen
(`bands`: as even as possible), `pricing` bounds a plan from prices,
`guards` adds the conditions of groups, `others` finds plans that differ.
"""
