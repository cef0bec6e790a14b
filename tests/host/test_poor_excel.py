"""What Excel cannot do for a button never keeps its step from being done."""

from __future__ import annotations

from pathlib import Path

import pytest

from revmentor_xl.books.live import LiveBook
from revmentor_xl.host.buttons import press
from revmentor_xl.host.commands import BY_NAME
from revmentor_xl.host.running import up_to_date
from revmentor_xl.host.template_build import write_program_file
from tests.host.test_buttons import company
from tests.secondengine import Desktop
from tests.twobooks import differences, read


@pytest.mark.parametrize(
    "lacking",
    [
        "Sheet.activate", "Range.note", "Range.add_note", "Sheet.notes", "App.calculation",
        "App.screen_updating", "App.enable_events", "App.status_bar", "AutoFilter", "App.run",
        "Table.show_autofilter", "Names", "Range.color", "App.cut_copy_mode", "Sheet.used_range",
    ],
)  # fmt: skip
def test_a_step_is_done_without(lacking: str, tmp_path: Path) -> None:
    path = tmp_path / "Program.xlsm"
    write_program_file(path, up_to_date(company(2, 2)))
    whole, poor = (Desktop(lacking=one).open(path) for one in ((), (lacking,)))
    for name in ("check", "pair", "undo"):
        press(BY_NAME[name], book=whole)
        press(BY_NAME[name], book=poor)
        assert differences(read(LiveBook(whole)), read(LiveBook(poor))) == [], name


def test_a_step_is_done_where_nobody_knows_number_formats(tmp_path: Path) -> None:
    path = tmp_path / "Program.xlsm"
    write_program_file(path, up_to_date(company(2, 2)))
    whole, poor = (Desktop(lacking=one).open(path) for one in ((), ("Range.number_format",)))
    for name in ("check", "pair", "undo"):
        press(BY_NAME[name], book=whole)
        press(BY_NAME[name], book=poor)
        told = differences(read(LiveBook(whole)), read(LiveBook(poor)))
        # without formats, times of day are read as fractions, which Activity's fingerprint tells
        known = ("datetime.time(", "activity.inputs")
        assert [line for line in told if not any(one in line for one in known)] == [], name
