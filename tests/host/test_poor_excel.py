"""What Excel cannot do for a button never keeps its step from being done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from revmentor_xl.books.live import LiveBook
from revmentor_xl.host.buttons import press
from revmentor_xl.host.commands.table import BY_NAME
from revmentor_xl.host.running import up_to_date
from revmentor_xl.host.template.build import write_program_file
from revmentor_xl.program import Program
from tests.host.test_buttons import company
from tests.secondengine import Desktop
from tests.twobooks import differences, read

STEPS = ("check", "pair", "undo")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("poor") / "Program.xlsm"
    write_program_file(path, up_to_date(company(2, 2)))
    return path


def after_each_step(file: Path, *lacking: str) -> Iterator[tuple[str, Program]]:
    """Press one button after another in an Excel that lacks this: what then is in its tables."""
    book = Desktop(lacking=lacking).open(file)
    for name in STEPS:
        press(BY_NAME[name], book=book)
        yield name, read(LiveBook(book))


@pytest.fixture(scope="module")
def whole(file: Path) -> dict[str, Program]:
    """The same in an Excel that can do everything."""
    return dict(after_each_step(file))


@pytest.mark.parametrize(
    "lacking",
    [
        "Sheet.activate", "Range.note", "Range.add_note", "Sheet.notes", "App.calculation",
        "App.screen_updating", "App.enable_events", "App.status_bar", "AutoFilter", "App.run",
        "Table.show_autofilter", "Names", "Range.color", "App.cut_copy_mode", "Sheet.used_range",
    ],
)  # fmt: skip
def test_a_step_is_done_without(lacking: str, file: Path, whole: dict[str, Program]) -> None:
    for name, poor in after_each_step(file, lacking):
        assert differences(whole[name], poor) == [], name


def test_a_step_is_done_where_nobody_knows_number_formats(
    file: Path, whole: dict[str, Program]
) -> None:
    for name, poor in after_each_step(file, "Range.number_format"):
        told = differences(whole[name], poor)
        # without formats, times of day are read as fractions, which Activity's fingerprint tells
        known = ("datetime.time(", "activity.inputs")
        assert [line for line in told if not any(one in line for one in known)] == [], name
