"""The search for the best plan, in numbers only: it knows scores, places and
conditions, and neither people nor the workbook.

`problem` says what is searched for, `maximum_matching` how many pairs there
can be, `linear_program` solves the relaxation with a proof and bounds a plan
from prices, `integer_program` makes the result whole where conditions need
it, `aims` orders plans by the aim chosen (`leximin`: as even as possible),
`guards` adds the conditions of groups, `k_best` finds plans that differ.
"""
