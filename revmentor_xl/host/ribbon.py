"""The ribbon tab and the VBA subs behind it, derived from the commands.

The ribbon is a `customUI` part of the 2006 schema, which every Excel since
2007 reads. Each button calls `rm_<name>_ribbon` in the VBA module Commands;
`rm_<name>` does the same without a ribbon, for a button drawn on a sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files
from itertools import groupby

from lxml import etree

from revmentor_xl.host.commands import Command
from revmentor_xl.schema.workbook import TAB_LABEL

NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
COMMANDS_MODULE = "Commands"
_LONGEST_TIP = 1024


def on_ribbon(commands: Iterable[Command]) -> tuple[Command, ...]:
    """The commands that have a button, in their order."""
    return tuple(command for command in commands if command.on_ribbon)


def ribbon_xml(commands: Sequence[Command]) -> str:
    """The `customUI` part: one tab, a group for each group name, a button for each command."""
    root = etree.Element(_tag("customUI"), nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    tabs = etree.SubElement(etree.SubElement(root, _tag("ribbon")), _tag("tabs"))
    tab = etree.SubElement(tabs, _tag("tab"), id="rmTab", label=TAB_LABEL)
    shown = on_ribbon(commands)
    order = {name: i for i, name in enumerate(dict.fromkeys(c.group for c in shown))}
    grouped = groupby(sorted(shown, key=lambda c: order[c.group]), key=lambda c: c.group)
    for number, (group, members) in enumerate(grouped, start=1):
        box = etree.SubElement(tab, _tag("group"), id=f"rmGroup{number}", label=group)
        for command in members:
            etree.SubElement(box, _tag("button"), _button(command))
    return etree.tostring(root, encoding="unicode", pretty_print=True)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _button(command: Command) -> dict[str, str]:
    return {
        "id": f"rm_{command.function}",
        "label": command.label,
        "imageMso": command.image,
        # Imports stand in a small column, so that the steps catch the eye.
        "size": "normal" if command.asks_file else "large",
        "screentip": command.label,
        "supertip": command.tip[:_LONGEST_TIP],
        "onAction": callback(command),
    }


def callback(command: Command) -> str:
    """The name of the sub that the ribbon calls."""
    return f"rm_{command.function}_ribbon"


def vba_modules(commands: Sequence[Command]) -> dict[str, str]:
    """The source of every standard module, by its name."""
    folder = files("revmentor_xl.host") / "vba"
    sources = {
        entry.name.removesuffix(".bas"): entry.read_text("ascii")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".bas")
    }
    return sources | {COMMANDS_MODULE: commands_source(commands)}


def commands_source(commands: Sequence[Command]) -> str:
    """The module with two subs for each command on the ribbon.

    The ribbon's control is declared as Object: Excel hands it over late bound
    as well, and the module then needs no reference to Office's library.
    """
    parts = [
        f'Attribute VB_Name = "{COMMANDS_MODULE}"',
        "Option Explicit",
        "",
        "' Made from the table of commands in revmentor_xl; do not edit.",
    ]
    for command in on_ribbon(commands):
        name = f"rm_{command.function}"
        call = (
            f'RunCommandOnFile "{command.function}", "{_ascii(command.label)}"'
            if command.asks_file
            else f'RunCommand "{command.function}"'
        )
        parts += ["", f"Public Sub {name}()", f"    {call}", "End Sub"]
        parts += ["", f"Public Sub {callback(command)}(control As Object)", f"    {name}"]
        parts += ["End Sub"]
    return "\n".join(parts) + "\n"


def _ascii(label: str) -> str:
    return label.encode("ascii", "replace").decode("ascii").replace('"', "'")
