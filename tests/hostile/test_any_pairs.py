"""Whatever stands on Pairs, Rules and Nominations, the check after the search has no objection."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from revmentor_xl.books.load_save import blocks, load
from revmentor_xl.books.memory import MemoryBook
from revmentor_xl.errors import IncompleteWorkbook, RevmentorError, WrongResult
from revmentor_xl.program import Program
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.invitations.invite import invite
from revmentor_xl.steps.pairing.explained.explain import explain
from revmentor_xl.steps.pairing.pair import pair
from revmentor_xl.steps.pairing.plans.plans import plans
from revmentor_xl.steps.pairing.plans.rematch import rematch
from revmentor_xl.steps.scheduling.reschedule import apply_changes, reschedule
from tests.programs import MONDAY, program
from tests.strategies import rows
from tests.tries import tries

Step = Callable[[Program], Program]


@st.composite
def strewn(draw: st.DrawFn) -> Program:
    """A few people who could be paired, and anything at all on the tabs about their pairs."""
    twice = {"capacity": draw(st.sampled_from((None, 1, 2)))}
    made = program(
        [{"id": "M1", **twice}, {"id": "M2"}, {"id": "M3", "not_with": draw(st.text(max_size=6))}],
        [{"id": "L1", **twice}, {"id": "L2", "name": "Ana Li", "email": "ana@example.com"}],
        need_common_time=draw(st.booleans()),
    )
    for key in ("pairs", "rules", "nominations", "reporting"):
        made = made.with_cells(key, draw(rows(WORKBOOK.table(key), made)))
    return made


@settings(max_examples=tries(30), deadline=None, suppress_health_check=list(HealthCheck))
@given(strewn())
def test_suggested_pairs_pass_their_check(made: Program) -> None:
    try:
        done = pair(made)
    except WrongResult:
        raise
    except RevmentorError:
        return  # nobody could be paired, which is said
    assert done.said.endswith(".")


@pytest.mark.parametrize(
    ("step", "table"),
    [
        (plans, "Plans"),
        (explain, "Questions"),
        (rematch, "Rematch"),
        (reschedule, "Changes"),
        (apply_changes, "Changes"),
        (lambda program: invite(program)[0], "Invitations"),
    ],
)
def test_a_file_made_before_a_tab_existed_is_told_which_is_missing(step: Step, table: str) -> None:
    made = pair(program([{"id": "M1"}], [{"id": "L1"}]))
    older = MemoryBook(block for block in blocks(made) if block.name != table)
    with pytest.raises(IncompleteWorkbook, match=f"no table {table}"):
        step(load(older, MONDAY))
