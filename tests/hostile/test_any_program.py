"""Whatever stands in the tables, no step ends in anything but a result or a clear message."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from revmentor_xl.books.load_save import blocks
from revmentor_xl.books.memory import MemoryBook
from revmentor_xl.errors import RevmentorError
from revmentor_xl.host.commands.table import BY_NAME, COMMANDS, Asks
from revmentor_xl.host.running import run
from revmentor_xl.program import Program
from tests.programs import MONDAY
from tests.strategies import programs
from tests.tries import tries

STEPS = [one.name for one in COMMANDS if one.asks in (Asks.NOTHING, Asks.STEPS)]


@pytest.mark.parametrize("name", STEPS)
@settings(max_examples=tries(12), deadline=None, suppress_health_check=list(HealthCheck))
@given(given=programs())
def test_a_step_gives_a_result_or_a_message_for_people(name: str, given: Program) -> None:
    book = MemoryBook(blocks(given))
    with tempfile.TemporaryDirectory() as folder:
        beside = {"path": Path(folder) / "Beside"} if BY_NAME[name].writes_beside else {}
        try:
            told = [run(name, book, today=MONDAY, **beside).said]
        except RevmentorError as refused:
            told = [refused.message, refused.remedy]
    assert all(text.endswith((".", "?", "!")) for text in told), told
