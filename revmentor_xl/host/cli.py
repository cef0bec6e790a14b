"""The command line: every button, on a closed file, without Excel."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from revmentor_xl.errors import RevmentorError
from revmentor_xl.findings.finding import Severity
from revmentor_xl.host.commands.table import BY_NAME, COMMANDS, Command
from revmentor_xl.host.setup.commandline import doctor, setup, uninstall
from revmentor_xl.host.terminal import PlainErrors, after_the_step, shown
from revmentor_xl.program import Program
from revmentor_xl.schema.content.defaults import MOMENTS
from revmentor_xl.schema.tabs.columns import TAB_LABEL
from revmentor_xl.schema.workbook import IMPORTABLE, WORKBOOK

_FILE = click.argument("file", type=click.Path(path_type=Path))
_TODAY = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="Do the step as if today were this day (YYYY-MM-DD).",
)
_ALL = click.option("--all", "show_all", is_flag=True, help="List every finding, not only ten.")


@click.group(cls=PlainErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="revmentor-xl")
def main() -> None:
    """Run a reverse-mentoring program from one Excel workbook.

    Set Excel up once with “revmentor-xl setup”, then start with
    “revmentor-xl new MyProgram.xlsm”, or see everything at once with
    “revmentor-xl demo”.
    """


for _own in (setup, uninstall, doctor):
    main.add_command(_own)


def _options(today: datetime | None) -> dict[str, object]:
    if today is None:
        return {}
    return {"today": today.date(), "now": datetime.combine(today.date(), datetime.now().time())}


def _run(command: Command, file: Path, today: datetime | None, **options: object) -> Program:
    from revmentor_xl.host.running import run_on_file

    with shown():
        return run_on_file(command.name, file, **_options(today), **options)


@after_the_step()
def _tell(command: Command, program: Program, show_all: bool, survey: str = "") -> None:
    """What happened, and what is new: after an import what its file brought, after a
    check all there is."""
    from revmentor_xl.steps.checking.check import listed_findings

    click.echo(program.said or "Done.")
    wanted = [
        finding
        for finding in listed_findings(program)
        if (show_all or finding.severity is not Severity.NOTE)
        and (
            command.name == "check"
            or finding.found_by == "open"
            or (finding.source.startswith(survey) if survey else finding.found_by == command.name)
        )
    ]
    for finding in wanted if show_all else wanted[:10]:
        where = " ".join(part for part in (finding.sheet, finding.cell) if part)
        click.echo(f"  [{finding.severity.value}] {where or finding.source}: {finding.message}")
        click.echo(f"      {finding.remedy}")
    if not show_all and len(wanted) > 10:
        click.echo(f"  ... and {len(wanted) - 10} more on the Checks tab (or use --all).")


def _plain(command: Command) -> click.Command:
    """The command-line form of a command that needs only the program file."""

    def act(file: Path, today: datetime | None, show_all: bool) -> None:
        _tell(command, _run(command, file, today), show_all)

    decorated: Callable[..., object] = act
    for option in (_ALL, _TODAY, _FILE):
        decorated = option(decorated)
    first = command.tip.split(". ")[0].rstrip(".") + "."
    return click.command(command.name, help=command.tip, short_help=first)(decorated)


for _command in COMMANDS:
    if _command.on_cli and _command.name not in ("import", "invitations", "sponsor-copy", "undo"):
        main.add_command(_plain(_command))


@main.command("undo", help=BY_NAME["undo"].tip, short_help=BY_NAME["undo"].tip)
@_FILE
@click.option("--steps", default="1", show_default=True, help="How many steps to take back.")
@click.option("--list", "listing", is_flag=True, help="Only list the steps that can be undone.")
@_TODAY
@_ALL
def undo(file: Path, steps: str, listing: bool, today: datetime | None, show_all: bool) -> None:
    if listing:
        _list_steps(file)
    else:
        command = BY_NAME["undo" if steps == "1" else "undo-steps"]
        _tell(command, _run(command, file, today, steps=steps), show_all)


def _list_steps(file: Path) -> None:
    from revmentor_xl.books.file import FileBook
    from revmentor_xl.books.journal.undo import steps_to_undo
    from revmentor_xl.books.load_save import load

    listed = steps_to_undo(load(FileBook(file), datetime.now().date()))
    for number, step in enumerate(listed, start=1):
        click.echo(f"{number:3}  {step.moment:14}  {step.label}")
    if not listed:
        click.echo("There is no step to undo.")
    else:
        click.echo(f'“revmentor-xl undo "{file}" --steps {len(listed)}” takes them all back.')


@main.command("import", help="Read a survey export (.csv, .xlsx) into the program file.")
@_FILE
@click.argument("survey", type=click.Path(path_type=Path))
@click.option(
    "--as", "into", type=click.Choice(IMPORTABLE), required=True, help="What the answers are about."
)
@click.option(
    "--map",
    "mapping",
    type=click.Path(path_type=Path),
    default=None,
    help="A file of lines “question = column”; remembered for the next import.",
)
@click.option(
    "--moment",
    type=click.Choice(MOMENTS),
    default=None,
    help="For check-ins: which questions the answers belong to.",
)
@_TODAY
@_ALL
def import_(
    file: Path,
    survey: Path,
    into: str,
    mapping: Path | None,
    moment: str | None,
    today: datetime | None,
    show_all: bool,
) -> None:
    # the button of that table, so that Activity says the same whichever way it was done
    command = next((one for one in COMMANDS if one.preset.get("into") == into), BY_NAME["import"])
    options = {"path": survey, "mapping": mapping, "moment": moment}
    if "into" not in command.preset:
        options["into"] = into
    _tell(command, _run(command, file, today, **options), show_all, survey.name)


@main.command(
    "sponsor-copy",
    help=BY_NAME["sponsor-copy"].tip,
    short_help="Write a copy that is safe to share.",
)
@_FILE
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Where to write it.")
@_TODAY
@_ALL
def sponsor_copy(file: Path, out: Path | None, today: datetime | None, show_all: bool) -> None:
    from revmentor_xl.host.files import sponsor_copy_beside

    target = out or sponsor_copy_beside(file)
    command = BY_NAME["sponsor-copy"]
    _tell(command, _run(command, file, today, path=target), show_all)


@main.command(
    "invitations",
    help=BY_NAME["invitations"].tip,
    short_help="Write calendar files (.ics) to send.",
)
@_FILE
@click.option("--to", type=click.Path(path_type=Path), default=None, help="The folder for them.")
@_TODAY
@_ALL
def invitations(file: Path, to: Path | None, today: datetime | None, show_all: bool) -> None:
    from revmentor_xl.host.files import invitations_beside

    command = BY_NAME["invitations"]
    _tell(command, _run(command, file, today, path=to or invitations_beside(file)), show_all)


@main.command()
@_FILE
@click.option(
    "--from",
    "older",
    type=click.Path(path_type=Path),
    default=None,
    help="An older program file whose tables are brought over.",
)
@_TODAY
def new(file: Path, older: Path | None, today: datetime | None) -> None:
    """Make a new program file (FILE.xlsm), empty or with a program from an older file."""
    from revmentor_xl.host.template.new_file import new_file

    if older is not None:
        _tell_brought(older, file, today)
        return
    made = new_file(file)
    click.echo(f"“{made}” is ready.")
    click.echo(_HOW_TO_OPEN)
    click.echo("Or without Excel:")
    click.echo(f'  revmentor-xl import "{made}" answers.csv --as mentors')


_HOW_TO_OPEN = (
    "Open it in Excel, press Enable Content, and start on Home; the buttons are on the "
    f"ribbon tab {TAB_LABEL}. (Once on each computer: revmentor-xl setup.)"
)


def _tell_brought(older: Path, file: Path, today: datetime | None) -> None:
    from revmentor_xl.host.migrate import bring_over

    brought = bring_over(older, file, (today or datetime.now()).date())
    click.echo(f"“{brought.file}” is ready, with everything in the tables of “{older}”.")
    if brought.left:
        click.echo("Columns of your own stayed in the older file; copy them if you need them:")
        click.echo(f"  {'; '.join(brought.left)}")
    click.echo("Tabs you added and steps that could be undone stay in the older file as well.")
    click.echo(_HOW_TO_OPEN)


@main.command(hidden=True)
@click.argument("path", type=click.Path(path_type=Path), default="workbook_template.xlsm")
def template(path: Path) -> None:
    """Build the workbook template from the schema (for engineers)."""
    from revmentor_xl.host.template.build import write_template

    _only_as(path, "workbook_template.xlsm")
    write_template(path)
    click.echo(f"“{path}” was built.")


@main.command(short_help="Run six months of an invented program.")
@click.option("--pairs", default=10, show_default=True, help="How many pairs.")
@click.option("--seed", default=7, show_default=True, help="Another seed, another company.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="The folder to write to.",
)
def demo(pairs: int, seed: int, out: Path) -> None:
    """Invent a company and run six months of a program, step by step."""
    from revmentor_xl.host.demo.life import run_demo

    run_demo(out, pairs=pairs, seed=seed, say=click.echo)


@main.command(hidden=True)
@click.argument("path", type=click.Path(path_type=Path), default="docs/data-dictionary.md")
def dictionary(path: Path) -> None:
    """Write the data dictionary: every tab and column (for engineers)."""
    from revmentor_xl.books.disk.whole import write_whole
    from revmentor_xl.exports.data_dictionary import data_dictionary

    _only_as(path, "data-dictionary.md")
    write_whole(path, data_dictionary(WORKBOOK).encode())
    click.echo(f"“{path}” was written.")


def _only_as(path: Path, name: str) -> None:
    """What is built anew may replace nothing but its own earlier version."""
    if path.exists() and path.name != name:
        raise RevmentorError(
            f"“{path}” is there already, and was left as it is.",
            f"Write to a new file, or to one called {name}.",
        )


if __name__ == "__main__":
    sys.exit(main())
