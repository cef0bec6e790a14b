"""The one table of commands: buttons, command line and steps agree with it."""

from __future__ import annotations

import inspect
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from revmentor_xl.errors import RevmentorError
from revmentor_xl.host import buttons
from revmentor_xl.host.cli import main
from revmentor_xl.host.commands.table import COMMANDS, Asks, Command, labels
from revmentor_xl.host.template.ribbon import TAB_KEY, by_group
from revmentor_xl.program import Program
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.checking.check import check
from revmentor_xl.steps.overview.home import STAGES

ROOT = Path(__file__).parents[2]
each_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)


@each_command
def test_every_command_has_its_step(command: Command) -> None:
    parameters = inspect.signature(command.load()).parameters
    assert next(iter(parameters)) == "program"
    assert set(command.preset) <= set(parameters)
    asks_path = command.asks in (Asks.FILE, Asks.NEW_FILE)
    assert ("path" in parameters) == (asks_path or command.writes_beside)


@each_command
def test_every_command_has_a_button(command: Command) -> None:
    assert callable(getattr(buttons, command.function))


def test_the_command_line_knows_the_same_commands() -> None:
    offered = {command.name for command in COMMANDS if command.on_cli}
    own = {"new", "template", "demo", "dictionary", "setup", "uninstall", "doctor"}
    assert set(main.commands) == offered | own


@each_command
def test_every_command_says_what_it_does_in_whole_sentences(command: Command) -> None:
    assert re.fullmatch(r"[A-Z].*\.", command.tip, re.DOTALL)
    assert len(command.tip) <= 1024  # the longest supertip
    assert len(command.label) <= 24


def test_home_names_only_commands_that_exist() -> None:
    counts = {"mentors", "leaders", "calls", "problems", "waiting", "changes", "unplaced"}
    known = set(labels()) | counts
    for stage in STAGES:
        named = re.findall(r"\{([^}]+)\}", stage.next_step + stage.done_text)
        assert set(named) <= known


@each_command
def test_a_button_asks_at_most_one_thing(command: Command) -> None:
    assert not (command.confirm and command.asks is not Asks.NOTHING)
    assert not (command.anywhere and (command.confirm or command.asks is not Asks.NOTHING))
    assert set(command.needs) <= set(WORKBOOK.tables)


@each_command
def test_an_empty_file_tells_what_a_grey_button_waits_for(command: Command, tmp_path: Path) -> None:
    """A button is grey only where its step would refuse, or have nothing to look at."""
    if not command.needs or command.asks is not Asks.NOTHING:
        return
    step, empty = command.load(), check(Program.new(date(2026, 1, 1)))
    with suppress(RevmentorError):
        beside = {"path": tmp_path / "files"} if command.writes_beside else {}
        said = step(empty, **command.preset, **beside).said
        assert re.search(r"\b(no|nobody|nothing|none|0)\b", said, re.IGNORECASE), said


def readme_table() -> list[tuple[str, list[str], str]]:
    """The rows of the README's table of commands: group, buttons, command."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows, group = [], ""
    for line in readme[readme.index("| ribbon group |") :].splitlines()[2:]:
        if not line.startswith("|"):
            break
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        group = cells[0] or group
        rows.append((group, re.findall(r"\*\*(.+?)\*\*", cells[1]), cells[2].strip("`")))
    return rows


def test_the_readme_lists_the_ribbon_as_it_is() -> None:
    listed = [(group, label) for group, labels, _ in readme_table() for label in labels]
    shown = [(group, c.label) for group, members in by_group(COMMANDS) for c in members]
    assert sorted(listed) == sorted(shown)
    assert list(dict(listed)) == list(dict(shown))


def test_the_readme_names_every_command() -> None:
    named = {command for _, _, command in readme_table()}
    assert named <= set(main.commands)
    assert named >= {command.name for command in COMMANDS if command.on_cli}


def test_a_key_of_the_readme_is_the_key_of_the_tab() -> None:
    assert f"Alt, {TAB_KEY}, then" in (ROOT / "README.md").read_text(encoding="utf-8")
