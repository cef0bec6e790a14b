"""How far a step is, on the line of a terminal where somebody waits for it."""

from __future__ import annotations

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


def _tell(percent: int, doing: str) -> None:
    click.echo("\r" + f"{percent:3}%  {doing}"[:_WIDTH].ljust(_WIDTH), nl=False, err=True)
