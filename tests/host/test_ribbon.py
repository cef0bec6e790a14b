"""The ribbon and the subs behind its buttons, derived from the commands."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from revmentor_xl.host.commands import COMMANDS, Command
from revmentor_xl.host.ribbon import (
    NAMESPACE,
    commands_source,
    on_ribbon,
    ribbon_xml,
    vba_modules,
)
from revmentor_xl.schema.workbook import TAB_LABEL

# Names of Office's own images, each seen in published lists or working ribbons.
KNOWN_IMAGES = {
    "AcceptInvitation",
    "AccessListContacts",
    "AccessListEvents",
    "AccessListIssues",
    "AccessListTasks",
    "AddOrRemoveAttendees",
    "CalendarInsert",
    "ChartInsert",
    "ChartTypeColumnInsertGallery",
    "CreateReport",
    "FileCreateDocumentWorkspace",
    "FileSaveAs",
    "FileSaveAsOtherFormats",
    "FilterAdvancedByForm",
    "Help",
    "ImportExcel",
    "ImportTextFile",
    "MeetingsWorkspace",
    "OrganizationChartInsert",
    "RecurrenceEdit",
    "Refresh",
    "ReviewAcceptChange",
    "ReviewNewComment",
    "ReviewTrackChanges",
    "Undo",
}

PAIR = Command("pair", "Suggest pairs", "Pair", "MeetingsWorkspace", "Find “the best” & why", "m:f")
CHECK_IN = Command("check-in", "Check in", "Run", "Undo", "Ask <everybody>.", "m:f")
IMPORT = Command(
    "import-x", "Import x", "Pair", "ImportExcel", "Choose a file.", "m:f", asks_file=True
)
HIDDEN = Command("hidden", "Hidden", "Run", "Undo", "Not shown.", "m:f", on_ribbon=False)
FEW = (PAIR, CHECK_IN, IMPORT, HIDDEN)


def buttons(commands: tuple[Command, ...]) -> list[etree._Element]:
    root = etree.fromstring(ribbon_xml(commands))
    return list(root.iter(f"{{{NAMESPACE}}}button"))


def test_one_tab_with_a_group_for_each_name_in_order() -> None:
    root = etree.fromstring(ribbon_xml(FEW))
    assert root.tag == f"{{{NAMESPACE}}}customUI"
    tabs = [tab.get("label") for tab in root.iter(f"{{{NAMESPACE}}}tab")]
    groups = [
        (group.get("label"), [button.get("label") for button in group])
        for group in root.iter(f"{{{NAMESPACE}}}group")
    ]
    assert tabs == [TAB_LABEL]
    assert groups == [("Pair", ["Suggest pairs", "Import x"]), ("Run", ["Check in"])]


def test_a_button_says_what_it_does() -> None:
    assert dict(buttons(FEW)[0].attrib) == {
        "id": "rm_pair",
        "label": "Suggest pairs",
        "imageMso": "MeetingsWorkspace",
        "size": "large",
        "screentip": "Suggest pairs",
        "supertip": "Find “the best” & why",
        "onAction": "rm_pair_ribbon",
    }


def test_the_subs_of_a_command() -> None:
    source = commands_source(FEW)
    assert (
        "Public Sub rm_check_in()\n"
        '    RunCommand "check_in"\n'
        "End Sub\n\n"
        "Public Sub rm_check_in_ribbon(control As Object)\n"
        "    rm_check_in\n"
        "End Sub\n"
    ) in source
    assert '    RunCommandOnFile "import_x", "Import x"\n' in source
    assert "hidden" not in source


# --- The real commands ----------------------------------------------------


def test_every_command_of_the_ribbon_has_one_button() -> None:
    found = buttons(COMMANDS)
    ids = [button.get("id") for button in found]
    assert len(ids) == len(set(ids)) == len(on_ribbon(COMMANDS)) > 10
    assert {button.get("size") for button in found} == {"large", "normal"}


def test_office_limits_are_kept() -> None:
    for button in buttons(COMMANDS):
        assert re.fullmatch(r"[A-Za-z_]\w*", str(button.get("id")))
        assert 0 < len(str(button.get("label"))) <= 1024
        assert 0 < len(str(button.get("supertip"))) <= 1024


@pytest.mark.parametrize("command", on_ribbon(COMMANDS), ids=lambda c: c.name)
def test_images_are_known_to_office(command: Command) -> None:
    assert command.image in KNOWN_IMAGES


def test_every_callback_is_a_sub_and_calls_a_sub_that_exists() -> None:
    sources = "\n".join(vba_modules(COMMANDS).values())
    subs = dict(re.findall(r"Public Sub (\w+)\(([^)]*)\)", sources))
    for button in buttons(COMMANDS):
        callback = str(button.get("onAction"))
        assert subs[callback] == "control As Object"
        assert subs[callback.removesuffix("_ribbon")] == ""
    assert {"RunCommand", "RunCommandOnFile"} <= set(subs)


def test_every_button_function_exists_in_python() -> None:
    from revmentor_xl.host import buttons as python

    called = re.findall(r'RunCommand(?:OnFile)? "(\w+)"', commands_source(COMMANDS))
    assert len(called) == len(on_ribbon(COMMANDS))
    for name in called:
        assert callable(getattr(python, name)), name
