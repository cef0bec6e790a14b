"""What a command is; the table of all commands is in `table`."""

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


IMPORT = "revmentor_xl.host.files:import_answers"


def importing(
    into: str,
    name: str,
    label: str,
    key: str,
    tip: str,
    group: str = "Enroll",
    image: str = "TextFromFileInsert",
) -> Command:
    return Command(
        name=name,
        label=label,
        group=group,
        image=image,
        tip=tip + " Asks for the .csv or .xlsx file as your survey tool exports it. Answers that "
        "came before are updated, nobody is listed twice, and what you typed yourself stays.",
        step=IMPORT,
        on_cli=False,
        asks=Asks.FILE,
        large=False,
        key=key,
        preset={"into": into},
    )
