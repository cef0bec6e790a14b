"""The one table of commands: buttons, command line and steps agree with it."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from revmentor_xl.host import buttons
from revmentor_xl.host.cli import main
from revmentor_xl.host.commands import COMMANDS, Command, labels
from revmentor_xl.steps.home import STAGES

ROOT = Path(__file__).parents[2]
each_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)


@each_command
def test_every_command_has_its_step(command: Command) -> None:
    parameters = inspect.signature(command.load()).parameters
    assert next(iter(parameters)) == "program"
    assert set(command.preset) <= set(parameters)
    assert ("path" in parameters) == (command.asks_file or command.name == "sponsor-copy")


@each_command
def test_every_command_has_a_button(command: Command) -> None:
    assert callable(getattr(buttons, command.function))


def test_the_command_line_knows_the_same_commands() -> None:
    offered = {command.name for command in COMMANDS if command.on_cli}
    own = {"new", "template", "demo", "dictionary"}
    assert set(main.commands) == offered | own


@each_command
def test_every_command_says_what_it_does_in_whole_sentences(command: Command) -> None:
    assert re.fullmatch(r"[A-Z].*\.", command.tip, re.DOTALL)
    assert len(command.tip) <= 1024  # the longest supertip
    assert len(command.label) <= 24


def test_home_names_only_commands_that_exist() -> None:
    known = set(labels()) | {"mentors", "leaders", "calls", "problems", "waiting"}
    for stage in STAGES:
        named = re.findall(r"\{([^}]+)\}", stage.next_step + stage.done_text)
        assert set(named) <= known


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        if command.on_cli:
            assert f"`{command.name}`" in readme, command.name
