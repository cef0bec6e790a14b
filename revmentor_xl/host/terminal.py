"""What a terminal is told: how far a step is, where somebody waits for it, and its end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from revmentor_xl.steps.progress import reporting

_WIDTH = 78


@contextmanager
def shown() -> Iterator[None]:
    """Show how far the work inside is, unless what is said goes to a file or another program."""
    if sys.stderr is None or not sys.stderr.isatty():  # pythonw.exe has none
        yield
        return
    try:
        with reporting(_tell):
            yield
    finally:
        click.echo("\r" + " " * _WIDTH + "\r", nl=False, err=True)


@contextmanager
def after_the_step() -> Iterator[None]:
    """Telling is a courtesy: the step is done, whatever becomes of its report."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        # Python would try to write the rest at its end, and fail once more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        done = f"The step is done and saved. What it found could not be shown: {error.strerror}."
        click.echo(f"{done} Look at the file.", err=True)


def _tell(percent: int, doing: str) -> None:
    click.echo("\r" + f"{percent:3}%  {doing}"[:_WIDTH].ljust(_WIDTH), nl=False, err=True)
