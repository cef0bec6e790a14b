"""xlwings.conf as the add-in's VBA reads it: our keys once, everything else untouched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st

from revmentor_xl.host.setup.config import (
    SERVER,
    changed,
    odd_lines,
    taken_back,
    values,
    wanted,
)
from revmentor_xl.host.setup.machine import Machine, System

WINDOWS = Machine(System.WINDOWS, Path("/home/zoe"), {}, Path("/python/python.exe"))


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        ("", {"A": "1"}, '"A","1"\r\n'),
        ('"B","2"\n', {"A": "1"}, '"B","2"\n"A","1"\n'),
        ('"B","2"', {"A": "1"}, '"B","2"\n"A","1"\n'),
        ('"A","0"\r\n"B","2"\r\n', {"A": "1"}, '"A","1"\r\n"B","2"\r\n'),
        ('"a","0"\n', {"A": "1"}, '"A","1"\n'),
        ('"a","1"\n', {"A": "1"}, '"a","1"\n'),
        ('"A","0"\n"B","2"\n"A","9"\n', {"A": "1"}, '"A","1"\n"B","2"\n'),
        ('"A","0"\n"B","2"\n', {"A": None}, '"B","2"\n'),
        ('"A","0"', {"A": "1"}, '"A","1"\n'),
        ("odd\n", {"A": "1"}, 'odd\n"A","1"\n'),
    ],
    ids=[
        "new file",
        "added",
        "last line has no end",
        "changed in its place",
        "small letters",
        "right already",
        "twice",
        "taken away",
        "only line has no end",
        "odd line kept",
    ],
)
def test_settings_are_changed_in_their_place(
    text: str, settings: dict[str, str | None], expected: str
) -> None:
    assert changed(WINDOWS, text, settings) == expected


def test_the_first_line_of_a_key_counts_as_in_vba() -> None:
    assert values('"a","1"\n"A","2"\r\n"B","x, y"') == {"A": "1", "B": "x, y"}


@pytest.mark.parametrize(
    ("line", "is_odd"),
    [
        ('"A","1"', False),
        ('"A" , "1"', False),
        ('"A",""', False),
        ("", False),
        ("A,1", True),
        ('"A"', True),
        ('"A","1","2"', True),
        ("# note", True),
    ],
)
def test_lines_that_vba_misreads_are_found(line: str, is_odd: bool) -> None:
    assert odd_lines(f'"K","v"\n{line}\n') == ((2,) if is_odd else ())


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        ("", "revmentor_udfs", None),
        ("", "revmentor_udfs;payroll", "payroll"),
        ("payroll;", "payroll;revmentor_udfs", "payroll;"),
        ("payroll", "revmentor_udfs", ""),
        ("revmentor_udfs", "revmentor_udfs", "revmentor_udfs"),
        ("payroll", "payroll;revmentor_udfs;budget", "payroll;budget"),
    ],
)
def test_only_our_module_is_taken_out(before: str, after: str, left: str | None) -> None:
    earlier = f'"UDF MODULES","{before}"\n' if before else ""
    now = f'"UDF MODULES","{after}"\n'
    back = taken_back(WINDOWS, now, earlier, wanted(WINDOWS, earlier))
    assert values(back).get("UDF MODULES") == left


KEYS = st.sampled_from(
    ["INTERPRETER_WIN", "Interpreter_Win", "UDF MODULES", "USE UDF SERVER", "CONDA PATH", "OTHER"]
)
VALUES = st.text(st.characters(exclude_characters='"\r\n', exclude_categories=("C", "Z")))
LINES = st.tuples(KEYS, VALUES).map(lambda line: '"{}","{}"'.format(*line))
ENDS = st.sampled_from(["\n", "\r\n"])
FILES = st.tuples(st.lists(LINES, unique_by=lambda one: one.split(",")[0].upper()), ENDS).map(
    lambda made: "".join(line + made[1] for line in made[0])
)


@given(FILES)
def test_setting_up_twice_is_setting_up_once(text: str) -> None:
    once = changed(WINDOWS, text, wanted(WINDOWS, text))
    assert changed(WINDOWS, once, wanted(WINDOWS, once)) == once


@given(FILES)
def test_what_is_taken_back_is_what_was_there(text: str) -> None:
    settings = wanted(WINDOWS, text)
    after = changed(WINDOWS, text, settings)
    assert values(taken_back(WINDOWS, after, text, settings)) == values(text)


@given(FILES)
def test_every_other_line_stays_as_it_is(text: str) -> None:
    after = changed(WINDOWS, text, wanted(WINDOWS, text))
    ours = {"INTERPRETER_WIN", "UDF MODULES", "USE UDF SERVER", "CONDA PATH", "CONDA ENV"}

    def others(held: str) -> list[str]:
        lines = held.splitlines(keepends=True)
        return [line for line in lines if line.split('"')[1].upper() not in ours]

    assert others(after) == others(text)


# --- What the add-in makes of them ----------------------------------------


def test_functions_keep_their_python_and_a_button_waits_for_its_own_without_a_limit() -> None:
    """As xlwings' own macros have it; where a new version has it otherwise, think again."""
    from pyopenvba import ExcelFile

    with ExcelFile(Path(xlwings.__file__).parent / "addin/xlwings.xlam") as add_in:
        main = str(add_in.get_module("Main")).replace("\r\n", "\n")
    bodies = dict(re.findall(r"^(?:\w+ )?(?:Function|Sub) (\w+)(.*?)^End ", main, re.M | re.S))
    assert {"RunPython", "ExecuteWindows", "XLPy", "XLPyCommand", "XLPyLoadDLL"} <= set(bodies)
    assert [name for name, body in bodies.items() if SERVER in body] == ["RunPython"]
    assert "WaitOnReturn As Boolean: WaitOnReturn = True" in bodies["ExecuteWindows"]
