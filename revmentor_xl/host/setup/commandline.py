"""`revmentor-xl setup`, `uninstall` and `doctor`, as they speak to a person."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from pathlib import Path

import click

from revmentor_xl.host.setup.line import Line, State, to_mend

_SIGNS = {State.FINE: "fine", State.KNOW: "to know", State.MEND: "TO MEND"}


@click.command(short_help="Set up Excel for the buttons.")
@click.pass_context
def setup(context: click.Context) -> None:
    """Set up Excel for the buttons: add-in, settings, template. Safe to run again.

    Needs no administrator rights. “revmentor-xl uninstall” takes it back.
    """
    from revmentor_xl.host.setup.installing import set_up
    from revmentor_xl.host.setup.machine import this_machine

    lines = set_up(this_machine())
    _say(lines)
    if to_mend(lines):
        click.echo("Not everything could be done; do what stands beside “What to do”.")
        context.exit(1)
    click.echo(
        "Excel is set up. Start Excel again, choose File, New, Personal, “Reverse mentoring "
        'program”, and save it as .xlsm; or run: revmentor-xl new "Name.xlsm"'
    )


@click.command(short_help="Take back what setup did.")
@click.pass_context
def uninstall(context: click.Context) -> None:
    """Take back what “revmentor-xl setup” did, and nothing else. Program files stay."""
    from revmentor_xl.host.setup.machine import this_machine
    from revmentor_xl.host.setup.removing import take_down

    lines = take_down(this_machine())
    _say(lines)
    if not lines:
        click.echo("Nothing to take back: Excel was not set up by revmentor-xl on this computer.")
    if to_mend(lines):
        context.exit(1)
    click.echo("To remove the program itself: python -m pip uninstall revmentor-xl")


@click.command(short_help="Check everything the buttons rest on.")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.pass_context
def doctor(context: click.Context, file: Path | None) -> None:
    """Say line by line what is fine, what is not, and what puts it right.

    With FILE, a program file, its folder and its origin are looked at as well.
    Nothing is changed.
    """
    from revmentor_xl.errors import RevmentorError
    from revmentor_xl.host.setup.doctor.doctor import examine, summary
    from revmentor_xl.host.setup.machine import this_machine

    if file and not file.is_file():
        raise RevmentorError(f"“{file}” is not there.", "Check the name and the folder.")
    lines = examine(this_machine(), str(file) if file else "")
    _say(lines)
    click.echo(summary(lines))
    if to_mend(lines):
        context.exit(1)


def _say(lines: Iterable[Line]) -> None:
    for line in lines:
        _tell(f"{_SIGNS[line.state]:<8}", f"{line.what}: {line.found}")
        if line.remedy:
            _tell(" " * 8, f"What to do: {line.remedy}")


def _tell(sign: str, text: str) -> None:
    click.echo(
        textwrap.fill(
            text,
            width=100,
            initial_indent=f"{sign} ",
            subsequent_indent=" " * 9,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )
