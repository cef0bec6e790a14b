"""Filters that hide rows in which something is to be written.

A block of values given to Excel while a filter hides some of its rows is not
written as it stands: the first value goes into every row that is seen, and
nothing into the hidden ones (github.com/xlwings/xlwings/issues/747). Nor does
a hidden column take anything while rows are filtered. So all rows are shown
first.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from revmentor_xl.books.areas import Area
from revmentor_xl.books.excel.ranges import cells_at


def show_all_rows(sheet: Any, table: Any, area: Area, others: Iterable[tuple[Any, Area]]) -> None:
    """Clear the table's filter, and any other of the sheet that hides a part of the area.

    `others` are the sheet's other tables and where they stand: a filter hides
    whole rows. The arrows of a filter stay, and what HR hid by hand stays hidden.
    """
    _clear(table)
    is_hidden = _is_hidden(sheet, area)
    if is_hidden is False:
        return
    for other, place in others:
        if is_hidden or (place.top <= area.bottom and area.top <= place.bottom):
            _clear(other)
    _clear_own(sheet)


def _is_hidden(sheet: Any, area: Area) -> bool | None:
    """Whether a row or column of the area is hidden; None where this Excel does not say."""
    with suppress(Exception):
        cells = cells_at(sheet, area).api
        rows, columns = cells.EntireRow.Hidden, cells.EntireColumn.Hidden
        return not (rows is False and columns is False)  # None where only some are
    return None


def _clear(table: Any) -> None:
    # xlwings clears a filter column by column, so Excel for Windows is asked first for one.
    with suppress(Exception):
        if table.api.AutoFilter.FilterMode is False:
            return
    with suppress(NotImplementedError, AttributeError):
        if table.show_autofilter:
            table.autofilter.clear()


def _clear_own(sheet: Any) -> None:
    """Show what a filter of the sheet's own hides; xlwings has a word only for its very range."""
    with suppress(Exception):  # Windows
        if sheet.api.FilterMode is not True:
            return
        sheet.api.ShowAllData()
        return
    with suppress(Exception):  # a Mac, where it is an error when there is nothing to show
        sheet.api.show_all_data()
