"""The one table of commands.

The ribbon, the VBA subs, the buttons, the command line, the Home tab and the
docs are derived from it. To add a command, add one entry here and its step.
Within a group the order is that of the ribbon.
"""

from __future__ import annotations

from collections.abc import Mapping

from revmentor_xl.host.commands.command import GROUPS, Asks, Command
from revmentor_xl.host.commands.schedule_to_help import RUNNING
from revmentor_xl.host.commands.set_up_to_pair import BEGINNING

__all__ = ["BY_NAME", "COMMANDS", "GROUPS", "Asks", "Command", "labels"]

COMMANDS: tuple[Command, ...] = (*BEGINNING, *RUNNING)

BY_NAME: Mapping[str, Command] = {command.name: command for command in COMMANDS}


def labels() -> dict[str, str]:
    """Each command's label by its name, for texts that tell what to press next."""
    return {command.name: command.label for command in COMMANDS}
