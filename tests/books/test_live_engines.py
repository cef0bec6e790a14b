"""xlwings has many engines, and some can do less: a table is read and written all the same."""

from __future__ import annotations

from typing import Any

import pytest

from revmentor_xl.books.live import LiveBook
from tests.books.test_live_failures import ALL, NEW, opened
from tests.engine import excel_with

CANNOT = {
    "no address": ["_Range.address"],
    "no headers or totals": ["_Table.show_headers", "_Table.show_totals"],
    "no filters": ["_Table.show_autofilter", "_Table.autofilter"],
    "no calculation": ["_App.calculation"],
    "no settings": ["_App.calculation", "_App.screen_updating", "_App.enable_events"],
    "nothing but the plainest": [
        "_Range.address", "_Table.show_headers", "_Table.show_totals", "_Table.show_autofilter",
        "_Table.autofilter", "_App.calculation", "_App.screen_updating", "_App.enable_events",
    ],
}  # fmt: skip


def refused(self: Any, *_: Any) -> Any:
    raise NotImplementedError


def silent(self: Any) -> None:
    return None


@pytest.mark.parametrize("names", CANNOT.values(), ids=CANNOT)
@pytest.mark.parametrize("answer", [refused, silent])
def test_an_engine_that_can_do_less(
    names: list[str], answer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in names:
        monkeypatch.setattr(f"tests.engine.{name}", property(answer, refused))
    _, book = opened()
    assert dict(LiveBook(book).tables()) == {block.name: block for block in ALL}
    LiveBook(book).write(NEW)
    assert {name: block.rows for name, block in LiveBook(book).tables().items()} == {
        name: tuple(rows) for name, rows in NEW.items()
    }


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(lambda held: held.formula, id="no text for constants"),
        pytest.param(lambda held: held.formula or None, id="None for constants"),
        pytest.param(lambda held: held.formula or held.value, id="constants as they are"),
    ],
)
def test_an_engine_with_another_idea_of_the_formula_of_a_constant(
    shown: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.engine._Range.formula", property(lambda cells: cells._told(shown)))
    _, book = opened()
    assert dict(LiveBook(book).tables()) == {block.name: block for block in ALL}
    LiveBook(book).write(NEW)
    assert LiveBook(book).tables()["People"].rows == tuple(NEW["People"])


def test_a_totals_row_is_not_data_whatever_is_in_it() -> None:
    for total in ("Total", None):
        excel, book = excel_with([ALL[0]], totals=["People"])
        excel.put("First", 6, 2, total)
        live = LiveBook(book)
        live.write({"People": ALL[0].rows[::-1]})
        assert live.tables()["People"].rows[:3] == ALL[0].rows[::-1]
        assert excel.sheets["First"][6, 2].value == total
