"""What a terminal is told: how far a step is, where somebody waits for it, its end, and
what kept it from its end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from revmentor_xl.errors import RevmentorError
from revmentor_xl.host.missing import said_of_missing
from revmentor_xl.steps.solving.progress import reporting

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


class PlainErrors(click.Group):
    """Says errors in the user's words, and nothing else."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except RevmentorError as error:
            _say(error)
            ctx.exit(1)
        except ImportError as error:
            _say(said_of_missing(error))
            ctx.exit(1)
        except BrokenPipeError:  # whoever reads has seen enough
            ctx.exit(1)
        except OSError as error:
            click.echo(f"“{error.filename or 'The file'}”: {error.strerror}.", err=True)
            click.echo(
                "What to do: Check the name, and that the folder exists and may be written to.",
                err=True,
            )
            ctx.exit(1)


def _say(error: RevmentorError) -> None:
    click.echo(error.message, err=True)
    if error.remedy:
        click.echo(f"What to do: {error.remedy}", err=True)
