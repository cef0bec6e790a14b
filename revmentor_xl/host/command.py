"""What a command is; the table of all commands is in `commands`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from importlib import import_module

from revmentor_xl.program import Program

GROUPS = ("Set up", "Enroll", "Pair", "Schedule", "Run", "Review", "Share", "Help")
"""The ribbon's groups, along the life of a program."""


class Asks(Enum):
    """What a button asks for before its step."""

    NOTHING = "nothing"
    FILE = "a file that is there"
    NEW_FILE = "where to write a new file"
    STEPS = "how many steps to undo"


@dataclass(frozen=True)
class Command:
    """One thing that HR can do.

    `step` is where its function lives, `module:function`; it takes a Program
    and the options and gives a Program, and is imported only when it is used,
    so that a button answers quickly. `asks` is what the button asks for first
    and hands to the step, `confirm` a question that has to be answered with
    Yes. `needs` are the tables without which the step has nothing to work on:
    the ribbon greys the button while one of them is empty. `key` is the letter
    or two that press the button from the keyboard. `preset` are options that a
    button fixes. `large` steps catch the eye; the others stand in columns of
    three. `anywhere` is a command that also helps in a file that was never
    saved or is open for reading only. A command that `writes_beside` is given
    a path beside the program file.
    """

    name: str
    label: str
    group: str
    image: str
    tip: str
    step: str
    on_ribbon: bool = True
    on_cli: bool = True
    asks: Asks = Asks.NOTHING
    confirm: str = ""
    needs: tuple[str, ...] = ()
    key: str = ""
    large: bool = True
    anywhere: bool = False
    writes_beside: bool = False
    preset: Mapping[str, str] = field(default_factory=dict)

    @property
    def function(self) -> str:
        """The name of the button's function and of its VBA sub."""
        return self.name.replace("-", "_")

    def load(self) -> Callable[..., Program]:
        module, _, function = self.step.partition(":")
        step: Callable[..., Program] = getattr(import_module(module), function)
        return step
