"""The ribbon tab and the buttons on Home, derived from the commands.

The ribbon is a `customUI` part of the 2006 schema ([MS-CUSTOMUI]), which every
Excel since 2007 reads. Each button calls `rm_<name>_ribbon` in the VBA module
Commands; `rm_<name>` does the same without a ribbon, for a button drawn on a
sheet. A button's tag names the tables that it needs; the macros grey it while
one of them is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from revmentor_xl.host.commands.command import GROUPS, Command
from revmentor_xl.schema.tabs.columns import TAB_LABEL
from revmentor_xl.schema.workbook import WORKBOOK

NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
TAB_KEY = "G"  # free among Excel's own tabs and the old menus' letters
_LONGEST_TIP = 1024


def on_ribbon(commands: Iterable[Command]) -> tuple[Command, ...]:
    """The commands that have a button, in their order."""
    return tuple(command for command in commands if command.on_ribbon)


def by_group(commands: Iterable[Command]) -> Iterator[tuple[str, tuple[Command, ...]]]:
    """Each group that has buttons, along the life of a program, with its commands."""
    shown = on_ribbon(commands)
    for group in GROUPS:
        members = tuple(command for command in shown if command.group == group)
        if members:
            yield group, members


def sheet_buttons(commands: Iterable[Command]) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """By group, the buttons to draw on a sheet: caption, macro and what it does."""
    return {
        group: tuple((command.label, macro(command), command.tip) for command in members)
        for group, members in by_group(commands)
    }


def ribbon_xml(commands: Sequence[Command], macros: str = "") -> str:
    """The `customUI` part: one tab, a group for each group name, a button for each command.

    `macros` tells which macros the file has: Excel writes these anew when it
    saves, but leaves this part as it is.
    """
    root = etree.Element(
        _tag("customUI"),
        nsmap={None: NAMESPACE},  # type: ignore[dict-item]
        onLoad="rm_ribbon_loaded",
    )
    if macros:
        root.append(etree.Comment(f" macros {macros} "))
    tabs = etree.SubElement(etree.SubElement(root, _tag("ribbon")), _tag("tabs"))
    tab = etree.SubElement(tabs, _tag("tab"), id="rmTab", label=TAB_LABEL, keytip=TAB_KEY)
    for number, (group, members) in enumerate(by_group(commands), start=1):
        box = etree.SubElement(tab, _tag("group"), id=f"rmGroup{number}", label=group)
        for command in members:
            etree.SubElement(box, _tag("button"), _button(command))
    return etree.tostring(root, encoding="unicode", pretty_print=True)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _button(command: Command) -> dict[str, str]:
    shown = {
        "id": macro(command),
        "label": command.label,
        "imageMso": command.image,
        "size": "large" if command.large else "normal",
        "screentip": command.label,
        "supertip": command.tip[:_LONGEST_TIP],
        "onAction": callback(command),
    }
    if command.key:
        shown["keytip"] = command.key
    if command.needs:
        shown |= {"tag": ";".join(needed_tables(command)), "getEnabled": "rm_enabled"}
    return shown


def needed_tables(command: Command) -> Iterator[str]:
    """The names of the tables without which the command has nothing to work on."""
    return (WORKBOOK.table(key).name for key in command.needs)


def macro(command: Command) -> str:
    """The name of the sub that does the command, and of the control on the ribbon."""
    return f"rm_{command.function}"


def callback(command: Command) -> str:
    """The name of the sub that the ribbon calls."""
    return f"{macro(command)}_ribbon"
