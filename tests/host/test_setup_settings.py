"""xlwings.conf as the add-in's VBA reads it: our keys once, everything else untouched."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st
from xlwings.utils import read_user_config

from revmentor_xl.host.setup.config import SERVER, bytes_of, changed, taken_back, values, wanted
from revmentor_xl.host.setup.machine import Machine, System
from revmentor_xl.host.setup.pairs import lines_of, put_right, text_of, what_is_wrong
from tests.vbainput import PastEnd, get_config

WINDOWS = Machine(System.WINDOWS, Path("/home/zoe"), {}, Path("/python/python.exe"))


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        ("", {"A": "1"}, '"A","1"\r\n'),
        ('"B","2"\r\n', {"A": "1"}, '"B","2"\r\n"A","1"\r\n'),
        ('"B","2"', {"A": "1"}, '"B","2"\r\n"A","1"\r\n'),
        ('"A","0"\r\n"B","2"\r\n', {"A": "1"}, '"A","1"\r\n"B","2"\r\n'),
        ('"a","0"\r\n', {"A": "1"}, '"A","1"\r\n'),
        ('"a","1"\r\n', {"A": "1"}, '"a","1"\r\n'),
        ('"A","0"\r\n"B","2"\r\n"A","9"\r\n', {"A": "1"}, '"A","1"\r\n"B","2"\r\n'),
        ('"A","0"\r\n"B","2"\r\n', {"A": None}, '"B","2"\r\n'),
        ('"A","0"', {"A": "1"}, '"A","1"\r\n'),
        ('"B" , "2"\r"C","3"\r', {"A": "1"}, '"B" , "2"\r"C","3"\r"A","1"\r\n'),
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
        "blanks and other ends that the add-in reads",
    ],
)
def test_settings_are_changed_in_their_place(
    text: str, settings: dict[str, str | None], expected: str
) -> None:
    assert changed(WINDOWS, text, settings) == expected


def test_the_first_line_of_a_key_counts_as_in_vba() -> None:
    assert values('"a","1"\n"A","2"\r\n"B","x, y"') == {"A": "1", "B": "x, y"}


ODD = [
    ("blank", "", ""),
    ("blanks", " \t ", ""),
    ("comment", "# note", '"# note",""'),
    ("comment with a comma", "' left, right", '"\' left","right"'),
    ("comment behind", '"A","1" # note', '"A","1"|"# note",""'),
    ("section", "[xlwings]", '"[xlwings]",""'),
    ("no quotes", "A,1", '"A","1"'),
    ("value without quotes", '"A",1', '"A","1"'),
    ("no value", '"A"', '"A",""'),
    ("comma at the end", '"A","1",', '"A","1"'),
    ("a text too many", '"A","1","2"', '"A","1"|"2",""'),
    ("quote not closed", '"A","1', '"A","1"'),
    ("quote not opened", 'A","1"', '"A","1"'),
    ("quote inside", '"A","1"2"', '"A","1"|"2",""'),
    ("equals sign", "A=1", '"A=1",""'),
    ("end of a DOS file", '"A","1"\x1a', '"A","1"'),
]
"""An odd line, and the lines (with | between them) that take its place."""

by_kind = pytest.mark.parametrize(("line", "mended"), [one[1:] for one in ODD],
                                  ids=[one[0] for one in ODD])  # fmt: skip


@by_kind
@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "between", "last"])
def test_an_odd_line_is_told_and_put_right(line: str, mended: str, place: int) -> None:
    lines = ['"K","v"', '"LAST","w"']
    lines.insert(place, line)
    text = "".join(f"{one}\r\n" for one in lines)
    assert f"line {place + 1}" in what_is_wrong(WINDOWS, text.encode())
    right = put_right(WINDOWS, text)
    assert [one for one in lines_of(right) if one not in ('"K","v"\r\n', '"LAST","w"\r\n')] == [
        f"{one}\r\n" for one in mended.split("|") if one
    ]
    assert what_is_wrong(WINDOWS, right.encode()) == ""
    assert (get_config(right, "last"), get_config(right, "not there")) == ("w", None)
    assert config_of_python(right)["last"] == "w"


@pytest.mark.parametrize("line", ['"A","1"', '"A" , "1"', '"A",""', ' \t"A",\t"1" ', '"A","x, y"'])
def test_a_line_that_the_add_in_reads_stays_as_it_is(line: str) -> None:
    text = f'"K","v"\r\n{line}\r\n"LAST","w"'
    assert what_is_wrong(WINDOWS, text.encode()) == ""
    assert put_right(WINDOWS, text) == text
    assert (get_config(text, "A") is None, get_config(text, "LAST")) == (False, "w")


@pytest.mark.parametrize(
    ("text", "key", "found"),
    [
        ('"K","v"\r\n\r\n"LAST","w"\r\n', "LAST", PastEnd),
        ('"K","v"\r\n\r\n"LAST","w"\r\n"K2","x"\r\n', "w", "K2"),
        ('"K","v"\r\n\r\n', "LAST", PastEnd),
        ("# note\r\n" + '"K","v"\r\n"LAST","w"', "K", PastEnd),
        ('"K","v\r\n"LAST","w"\r\n', "K", 'v\r\n'),
        ('"K","v"\n"LAST","w"\n', "K", "v"),
        ('"K","v"\n"LAST","w"\n', "LAST", PastEnd),
        ('\u00ef\u00bb\u00bf"K","v"\r\n"LAST","w"\r\n', "K", None),
    ],
    ids=["shifted", "values become keys", "blank at the end", "comment", "swallowed",
         "first of other ends", "second of other ends", "mark of UTF-8"],
)  # fmt: skip
def test_this_is_what_the_add_in_makes_of_it(text: str, key: str, found: object) -> None:
    """Why such lines are put right: the reading that the other tests rest on."""
    if found is PastEnd:
        with pytest.raises(PastEnd):
            get_config(text, key)
    else:
        assert get_config(text, key) == found


PLAIN = '"K","ü"\r\n"LAST","w"\r\n'


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (PLAIN.encode("cp1252"), ""),
        (PLAIN.encode("utf-8-sig"), "UTF-8"),
        (PLAIN.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + PLAIN.encode("utf-16-be"), "UTF-16"),
        (PLAIN.replace("\r\n", "\n").encode("cp1252"), "line 1 that ends as lines do"),
    ],
    ids=["as Windows writes it", "UTF-8 with its mark", "UTF-16", "UTF-16, big end first", "Unix"],
)
def test_a_file_from_an_editor_is_read_and_written_as_vba_reads_it(held: bytes, told: str) -> None:
    windows = replace(WINDOWS, encoding="cp1252", reading="cp1252")
    wrong = what_is_wrong(windows, held)
    assert (told in wrong) if told else not wrong
    right = bytes_of(windows, changed(windows, text_of(windows, held), {}))
    assert right == PLAIN.encode("cp1252")


def test_a_mac_reads_either_end_of_a_line() -> None:
    mac = replace(WINDOWS, system=System.MAC)
    text = PLAIN.replace("\r\n", "\n")
    assert what_is_wrong(mac, text.encode()) == ""
    assert changed(mac, text, {"A": "1"}) == f'{text}"A","1"\n'


def config_of_python(text: str) -> dict[str, str]:
    """What xlwings' own Python reads, by its own function."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "xlwings.conf"
        file.write_bytes(text.encode())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(xlwings, "USER_CONFIG_FILE", str(file))
            return dict(read_user_config())


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
VALUES = st.text(st.characters(exclude_characters='"\r\n\x1a', exclude_categories=("Cs",)))
LINES = st.tuples(KEYS, VALUES).map(lambda line: '"{}","{}"'.format(*line))
ENDS = st.sampled_from(["\r", "\r\n"])
ANY = st.text(st.sampled_from('"",,\r\n\n \tAB#=\x1a\x85')) | st.text(max_size=20)
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
        lines = lines_of(held)
        return [line for line in lines if line.split('"')[1].upper() not in ours]

    assert others(after) == others(text)


@given(ANY)
def test_whatever_stood_there_the_add_in_finds_our_settings(text: str) -> None:
    settings = wanted(WINDOWS, text)
    after = changed(WINDOWS, text, settings)
    assert {key: get_config(after, key) for key in settings} == settings
    assert get_config(after, "ASKED FOR BY NOBODY") is None
    assert what_is_wrong(WINDOWS, bytes_of(WINDOWS, after)) == ""
    assert changed(WINDOWS, after, wanted(WINDOWS, after)) == after


@given(ANY)
def test_no_word_of_a_line_is_lost(text: str) -> None:
    def words(held: str) -> str:
        return "".join(one for one in held if one not in '", \t\r\n\x1a')

    assert words(put_right(WINDOWS, text)) == words(text)


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
