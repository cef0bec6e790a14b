"""The ribbon and the subs behind its buttons, derived from the commands."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import pytest
from lxml import etree
from xlsxwriter.utility import cell_autofit_width

from revmentor_xl.host.commands.table import COMMANDS, GROUPS, Asks, Command
from revmentor_xl.host.template.macros import commands_source, vba_modules
from revmentor_xl.host.template.ribbon import (
    NAMESPACE,
    TAB_KEY,
    by_group,
    on_ribbon,
    ribbon_xml,
    sheet_buttons,
)
from revmentor_xl.schema.tabs.columns import TAB_LABEL
from revmentor_xl.schema.workbook import WORKBOOK
from tests.host.customui2006 import objections

PAIR = Command(
    "pair",
    "Suggest pairs",
    "Pair",
    "AcceptInvitation",
    "Find “the best” & why",
    "m:f",
    needs=("mentors", "leaders"),
    key="SP",
)
CHECK_IN = Command("check-in", "Check in", "Run", "Undo", "Ask <everybody>.", "m:f")
IMPORT = Command(
    "import-x",
    "Import x",
    "Pair",
    "FileOpen",
    "Choose a file.",
    "m:f",
    asks=Asks.FILE,
    large=False,
)
SHARE = Command("share", "Safe copy", "Share", "Undo", "Copy.", "m:f", asks=Asks.NEW_FILE)
BACK = Command("back", "Back...", "Help", "Undo", "Back.", "m:f", asks=Asks.STEPS, needs=("undo",))
FORGET = Command("forget", "Forget", "Help", "Undo", "Gone.", "m:f", confirm='Sure, "all"?')
LOOK = Command("look", "Look", "Set up", "Undo", "Look.", "m:f", anywhere=True)
HIDDEN = Command("hidden", "Hidden", "Run", "Undo", "Not shown.", "m:f", on_ribbon=False)
FEW = (PAIR, CHECK_IN, IMPORT, SHARE, BACK, FORGET, LOOK, HIDDEN)

IMAGES = Path(__file__).with_name("office_images.txt").read_text("ascii")
PUBLISHED = {
    name for line in IMAGES.splitlines() if not line.startswith("#") for name in line.split()
}
LATIN = re.compile(r"[\x20-\x7e]+")


def buttons(commands: tuple[Command, ...]) -> list[etree._Element]:
    root = etree.fromstring(ribbon_xml(commands))
    return list(root.iter(f"{{{NAMESPACE}}}button"))


def test_one_tab_with_a_group_for_each_name_in_order() -> None:
    root = etree.fromstring(ribbon_xml(FEW))
    assert root.get("onLoad") == "rm_ribbon_loaded"
    tabs = [tab.get("label") for tab in root.iter(f"{{{NAMESPACE}}}tab")]
    groups = [
        (group.get("label"), [button.get("label") for button in group])
        for group in root.iter(f"{{{NAMESPACE}}}group")
    ]
    assert tabs == [TAB_LABEL]
    assert groups == [
        ("Set up", ["Look"]),
        ("Pair", ["Suggest pairs", "Import x"]),
        ("Run", ["Check in"]),
        ("Share", ["Safe copy"]),
        ("Help", ["Back...", "Forget"]),
    ]


def test_a_button_says_what_it_does_and_what_it_needs() -> None:
    by_id = {button.get("id"): dict(button.attrib) for button in buttons(FEW)}
    assert by_id["rm_pair"] == {
        "id": "rm_pair",
        "label": "Suggest pairs",
        "imageMso": "AcceptInvitation",
        "size": "large",
        "screentip": "Suggest pairs",
        "supertip": "Find “the best” & why",
        "onAction": "rm_pair_ribbon",
        "keytip": "SP",
        "tag": "Mentors;Leaders",
        "getEnabled": "rm_enabled",
    }
    assert by_id["rm_import_x"]["size"] == "normal"
    assert not {"tag", "getEnabled", "keytip"} & set(by_id["rm_check_in"])


def test_the_subs_of_a_command() -> None:
    source = commands_source(FEW)
    assert (
        "Public Sub rm_check_in()\n"
        '    If IsButtonHere("rm_check_in") Then RunCommand "check_in", "Check in"\n'
        "End Sub\n\n"
        "Public Sub rm_check_in_ribbon(control As Object)\n"
        '    If IsRibbonHere(control, "rm_check_in") Then rm_check_in\n'
        "End Sub\n"
    ) in source
    for line in (
        'RunCommandOnFile "import_x", "Import x"',
        'RunCommandIntoFile "share", "Safe copy", " - safe copy.xlsx"',
        'RunCommandOnSteps "back", "Back..."',
        'RunCommand "forget", "Forget", "Sure, ""all""?"',
        'RunCommandAnywhere "look", "Look"',
    ):
        assert f" Then {line}\n" in source
    assert 'NEEDED_TABLES As String = "Mentors;Leaders;UndoSnapshots"\n' in source
    assert "hidden" not in source


@pytest.mark.parametrize(
    ("broken", "objection"),
    [
        (('id="rm_check_in"', 'id="rm_pair"'), "id rm_pair twice"),
        (('size="normal"', 'size="small"'), "size='small' has the wrong form"),
        (('keytip="SP"', 'keytip="S P"'), "keytip='S P' has the wrong form"),
        (('keytip="SP"', 'keytip="SUGG"'), "keytip='SUGG' has the wrong form"),
        (('keytip="SP"', 'enabled="true"'), "button has both enabled and getEnabled"),
        (('keytip="SP"', 'autoScale="true"'), "button may have no autoScale"),
        (('id="rmTab" ', ""), "tab has no id"),
        (("<tabs>", "<tabs><button/>"), f"element {{{NAMESPACE}}}button is not allowed here"),
        (("2006/01", "2009/07"), None),
    ],
)
def test_a_ribbon_that_office_would_refuse_is_seen(
    broken: tuple[str, str], objection: str | None
) -> None:
    xml = ribbon_xml(FEW)
    assert objections(xml) == []
    found = objections(xml.replace(*broken))
    assert found if objection is None else found == [objection]


# --- The real commands ----------------------------------------------------


def test_every_command_of_the_ribbon_has_one_button() -> None:
    found = [(button.get("id"), button.get("label")) for button in buttons(COMMANDS)]
    wanted = [(f"rm_{c.function}", c.label) for _, members in by_group(COMMANDS) for c in members]
    assert found == wanted
    assert len(found) == len(on_ribbon(COMMANDS)) > 20
    assert {command.group for command in COMMANDS} == set(GROUPS)


def test_office_accepts_the_ribbon() -> None:
    assert objections(ribbon_xml(COMMANDS)) == []
    for button in buttons(COMMANDS):
        assert len(str(button.get("supertip"))) <= 300  # more than that nobody reads in a tip
        assert LATIN.fullmatch(str(button.get("label")))  # the macros say it too, in ASCII


def test_each_key_presses_one_button() -> None:
    keys = [command.key for command in on_ribbon(COMMANDS)]
    assert all(re.fullmatch(r"[A-Z]{1,2}", key) for key in keys)
    assert not [
        (a, b) for i, a in enumerate(keys) for j, b in enumerate(keys) if i != j and b.startswith(a)
    ]
    # Excel's own tabs, and the letters of the menus before 2007, which Excel still takes.
    assert TAB_KEY not in set("FHNPMARWLYXQJUZBS") | set("EVIOTD")


def test_images_are_published_names_of_office() -> None:
    used = {command.image for command in on_ribbon(COMMANDS)}
    assert used - PUBLISHED == set()
    assert len(PUBLISHED) > 4 * len(used)


def text(label: str) -> float:
    """About how many pixels a label takes on the ribbon.

    XlsxWriter measures Calibri at 11 points, with 7 pixels around it; the
    ribbon writes in Segoe UI at 9 points, whose letters are a tenth narrower.
    """
    return 0.9 * (cell_autofit_width(label) - 7)


def large(label: str) -> float:
    words = label.split()
    lines = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words) + 1)]
    return max(44, min(max(text(one), text(two or "x")) for one, two in lines) + 8)


def drawn(members: tuple[Command, ...]) -> float:
    """Pixels of a group: large buttons side by side, the others in columns of three."""
    wide = 0.0
    for is_large, run in groupby(members, key=lambda command: command.large):
        labels = [command.label for command in run]
        if is_large:
            wide += sum(map(large, labels))
        else:
            columns = [labels[i : i + 3] for i in range(0, len(labels), 3)]
            wide += sum(max(map(text, column)) + 28 for column in columns)
    return wide + 8


def test_all_groups_fit_on_a_screen_of_1400_pixels() -> None:
    assert sum(drawn(members) for _, members in by_group(COMMANDS)) <= 1400


def test_every_callback_is_a_sub_and_calls_a_sub_that_exists() -> None:
    sources = "\n".join(vba_modules(COMMANDS).values())
    subs = dict(re.findall(r"Public Sub (\w+)\(([^)]*)\)", sources))
    assert len(re.findall(r"Public Sub rm_\w+", sources)) == len(
        [s for s in subs if s[:3] == "rm_"]
    )
    for button in buttons(COMMANDS):
        callback = str(button.get("onAction"))
        assert subs[callback] == "control As Object"
        assert subs[callback.removesuffix("_ribbon")] == ""
        assert button.get("getEnabled") in (None, "rm_enabled")
    assert subs["rm_enabled"] == "control As Object, ByRef usable As Variant"
    assert subs["rm_ribbon_loaded"] == "ribbon As Object"
    assert subs["rm_refresh"] == ""
    called = set(re.findall(r"^    (RunCommand\w*) ", commands_source(COMMANDS), re.MULTILINE))
    assert called <= set(subs)


def test_every_button_function_exists_in_python() -> None:
    from revmentor_xl.host import buttons as python

    called = re.findall(r'RunCommand\w* "(\w+)"', commands_source(COMMANDS))
    assert called == [command.function for command in on_ribbon(COMMANDS)]
    for name in called:
        assert callable(getattr(python, name)), name


def test_the_tables_that_grey_a_button_are_in_the_workbook() -> None:
    names = {table.name for table in WORKBOOK.tables.values()}
    for button in buttons(COMMANDS):
        if button.get("tag"):
            assert set(str(button.get("tag")).split(";")) <= names


def test_home_gets_the_same_buttons_in_the_same_groups() -> None:
    drawn_on_sheet = sheet_buttons(COMMANDS)
    assert list(drawn_on_sheet) == [group for group, _ in by_group(COMMANDS)]
    flat = [one for members in drawn_on_sheet.values() for one in members]
    assert [macro for _, macro, _ in flat] == [button.get("id") for button in buttons(COMMANDS)]
