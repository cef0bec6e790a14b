"""A button asks Excel as often for 1,000 people as for ten: Excel is slow per call.

Counted is every call of the second engine, on the real template.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from revmentor_xl.host.buttons import press
from revmentor_xl.host.commands.table import BY_NAME, Asks
from revmentor_xl.host.running import up_to_date
from revmentor_xl.host.template.build import write_program_file
from revmentor_xl.program import Program
from tests.host.test_buttons import company
from tests.programs import filled
from tests.secondengine import Desktop

PRESSED = (
    *("check", "preview", "import-mentors", "pair", "schedule", "sessions", "check-in"),
    *("review", "dashboard", "undo", "undo-steps", "forget-steps"),
)
# some of these take long with many people
SEARCHED = ("check", "pair", "plans", "explain", "rematch", "schedule", "reschedule")
SURVEY = "Name,Email,Level\nZoe Quill,zoe@example.com,Junior\n"


def staffed(each: int) -> Program:
    """So many mentors and as many leaders, about whom nothing has to be asked."""
    made = company(each, each)
    for key in ("mentors", "leaders"):
        made = made.with_cells(key, made.cells(key).assign(manager=f"Head of {key}"))
    made = made.with_settings(kickoff_pairs=500)  # everybody finds a place
    heads = [{"name": f"Head of {key}", "email": f"{key}@x.org"} for key in ("mentors", "leaders")]
    return filled(made, "reporting", heads)


Calls = Callable[[int, tuple[str, ...]], dict[str, Counter[str]]]


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Calls:
    """What each button asks of Excel, in a program of so many mentors and leaders."""
    folder = tmp_path_factory.mktemp("calls")
    return functools.cache(functools.partial(counted_calls, folder))


def counted_calls(folder: Path, each: int, names: tuple[str, ...]) -> dict[str, Counter[str]]:
    """What each button asks of Excel, one after another on one file."""
    path, survey = folder / f"{each}.xlsm", folder / "survey.csv"
    write_program_file(path, up_to_date(staffed(each)))
    survey.write_text(SURVEY, encoding="utf-8")
    desktop = Desktop()
    book = desktop.open(path)
    answers = {Asks.FILE: survey, Asks.STEPS: 2}
    counted = {}
    for name in names:
        desktop.calls.clear()
        press(BY_NAME[name], answers.get(BY_NAME[name].asks), book=book)
        assert desktop.alerts == [], name
        counted[name] = Counter(desktop.calls)
    return counted


@pytest.mark.parametrize(
    ("many", "names"),
    [
        pytest.param(20, PRESSED),
        pytest.param(10, SEARCHED),
        pytest.param(200, PRESSED, marks=pytest.mark.slow),
        pytest.param(30, SEARCHED, marks=pytest.mark.slow),
    ],
)
def test_the_number_of_calls_does_not_grow_with_the_people(
    many: int, names: tuple[str, ...], calls: Calls
) -> None:
    few, crowd = calls(5, names), calls(many, names)
    more = {
        f"{name}, {what}": (few[name][what], crowd[name][what])
        for name in names
        for what in few[name] | crowd[name]
        if few[name][what] != crowd[name][what]
    }
    assert more == {}


def test_a_button_makes_few_calls(calls: Calls) -> None:
    counted = calls(5, PRESSED)
    assert {name: total for name, one in counted.items() if (total := one.total()) > 2_500} == {}
