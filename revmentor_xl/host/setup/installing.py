"""`revmentor-xl setup`: what Excel needs for the buttons, part by part.

Every part looks first and writes only what is not there yet, so that set-up
may be run again at any time; what it writes it notes in the record.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from revmentor_xl.books.disk.whole import write_whole
from revmentor_xl.errors import FileNotWritten, RevmentorError
from revmentor_xl.host.setup import addin, config, pairs
from revmentor_xl.host.setup.addin import excel_library
from revmentor_xl.host.setup.line import Line, State, fine, know, mend
from revmentor_xl.host.setup.machine import EXCEL_OPTIONS, Machine, System
from revmentor_xl.host.setup.new_menu import template_bytes, template_in_new
from revmentor_xl.host.setup.paths import python_line
from revmentor_xl.host.setup.record import Record, content

_Part = Callable[[Machine, Record], Line]
_SETTINGS = "xlwings settings"
_ADD_IN = "xlwings add-in"
_SCRIPT = "AppleScript of xlwings"
_TEMPLATE = "Template under New"
_CLOSE_EXCEL = (
    "Close Excel and run revmentor-xl setup again. If it stays so, show this line to your IT "
    "department."
)
_WITHOUT_EXCEL = (
    "Work on the closed file instead (revmentor-xl --help), or run revmentor-xl setup on the "
    "computer where Excel is."
)


def set_up(machine: Machine) -> tuple[Line, ...]:
    """Set up Excel on this machine; a line for each thing that was done or could not be.

    Raises `RevmentorError` when the record of an earlier set-up is damaged.
    """
    hidden = addin.hidden_line(machine)
    if hidden:
        return (hidden,)
    record = Record.read(machine.record_file)
    parts: list[tuple[str, _Part]] = [(_SETTINGS, _write_settings), (_ADD_IN, _bring_add_in)]
    if machine.system is System.MAC:
        parts.append((_SCRIPT, _bring_script))
    parts.append((_TEMPLATE, _bring_template))
    return tuple(_tried(what, part, machine, record) for what, part in parts)


def _tried(what: str, part: _Part, machine: Machine, record: Record) -> Line:
    try:
        return part(machine, record)
    except FileNotWritten as error:
        return mend(what, error.message, error.remedy if error.is_full else _CLOSE_EXCEL)
    except OSError as error:
        found = f"“{error.filename or machine.home}” could not be written: {error.strerror}."
        return mend(what, found, _CLOSE_EXCEL)
    except RevmentorError as error:
        return mend(what, error.message, error.remedy)


def _write_settings(machine: Machine, record: Record) -> Line:
    path = python_line(machine)
    if machine.system is System.MAC and path.state is State.MEND:
        return mend(_SETTINGS, path.found, path.remedy)
    file = machine.config_file
    held = content(file)
    before = None if held is None else pairs.text_of(machine, held)
    settings = config.wanted(machine, before)
    written = _readable(machine, config.changed(machine, before or "", settings))
    if written is None:
        return mend(
            _SETTINGS,
            f"The path of Python, “{machine.python}”, or another in “{file}” has letters that "
            "Excel's macros and Python do not both read.",
            "Install Python in a folder with plain letters, such as C:\\Python, install "
            "revmentor-xl there and run revmentor-xl setup again.",
        )
    if written == held:
        return fine(_SETTINGS, f"As they should be in “{file}”.")
    record.remember(file)
    record.settings |= settings
    write_whole(file, written)
    record.wrote(file)
    kept = "; what other tools wrote there was kept" if before else ""
    if held and pairs.what_is_wrong(machine, held):
        kept = "; lines that Excel's macros misread were put right, and the others kept"
    if machine.system is System.WINDOWS and excel_library(machine) is None:
        return know(
            _SETTINGS,
            f"Written to “{file}”{kept}. Excel cannot load xlwings' library from where this "
            "Python was installed: the buttons work, custom functions do not.",
            "To change that, install Python from python.org (not from the Microsoft Store), "
            "install revmentor-xl without --user, and run revmentor-xl setup again.",
        )
    return fine(_SETTINGS, f"Written to “{file}”: buttons use this Python{kept}.")


def _readable(machine: Machine, text: str) -> bytes | None:
    """The settings as the file keeps them; None where not both who read it can read them."""
    try:
        held = config.bytes_of(machine, text)
    except UnicodeEncodeError:
        return None
    return held if config.is_read_by_python(machine, held) else None


def _bring_add_in(machine: Machine, record: Record) -> Line:
    source = addin.package_add_in(machine)
    for present in addin.installed(machine):
        if addin.same(present, source):
            return fine(_ADD_IN, f"There already: “{present}”.")
    place = addin.asked_place(machine)
    if isinstance(place, str):
        return _no_excel(machine, place)
    if addin.same(place, source):
        return fine(_ADD_IN, f"There already: “{place}”.")
    before = content(place)
    record.remember(place)
    also = _written_along(machine)
    for file in also:
        record.remember(file)
    told = addin.xlwings_command(machine, "addin", "install")
    for file in also:
        record.wrote(file)
    if not addin.same(place, source):
        _put_back(place, before)
        record.forget(place)
        return mend(
            _ADD_IN,
            f"It could not be copied to “{place}”: {addin.last_words(told)}.",
            "Close all Excel windows and run revmentor-xl setup again.",
        )
    record.wrote(place)
    return fine(_ADD_IN, f"Copied to “{place}”. Excel opens it at its next start.")


def _put_back(place: Path, before: bytes | None) -> None:
    """Take away the part of an add-in that a full disk left: Excel would open it."""
    if before is not None:
        write_whole(place, before)
    elif place.is_file():
        place.unlink()


def _written_along(machine: Machine) -> list[Path]:
    """What else the command that installs the add-in writes when it is missing."""
    script = machine.apple_script_folder / addin.apple_script(machine).name
    along = [script] if machine.system is System.MAC else []
    return along if machine.config_file.exists() else [*along, machine.config_file]


def _no_excel(machine: Machine, told: str) -> Line:
    if machine.system is System.OTHER:
        found = "Excel for Windows or Mac is not on this computer."
    elif machine.excel is None:
        found = "Excel was not found on this computer."
    else:
        return mend(
            _ADD_IN,
            f"Excel did not say where it wants the add-in: {addin.last_words(told)}.",
            "Open Excel once, answer what it asks (licence, sign-in), close it, and run "
            "revmentor-xl setup again.",
        )
    return mend(_ADD_IN, found, _WITHOUT_EXCEL)


def _bring_script(machine: Machine, record: Record) -> Line:
    source = addin.apple_script(machine)
    place = machine.apple_script_folder / source.name
    if addin.same(place, source):
        return fine(_SCRIPT, f"In its place: “{place}”.")
    record.remember(place)
    told = addin.xlwings_command(machine, "runpython", "install")
    record.wrote(place)
    if addin.same(place, source):
        return fine(_SCRIPT, f"Copied to “{place}”.")
    return mend(
        _SCRIPT,
        f"It could not be copied to “{place}”: {addin.last_words(told)}.",
        "Run: xlwings runpython install",
    )


def _bring_template(machine: Machine, record: Record) -> Line:
    place = template_in_new(machine)
    if place is None:
        return mend(
            _TEMPLATE,
            "Excel's New menu is not on this computer.",
            'Make a program file with: revmentor-xl new "Name.xlsm"',
        )
    fresh = template_bytes()
    there = content(place) == fresh
    if not there:
        record.remember(place)
        write_whole(place, fresh)
        record.wrote(place)
    _offer_folder(machine, record, place.parent)
    said = "There already" if there else "Copied"
    return fine(_TEMPLATE, f"{said}: “{place}”. In Excel: File, New, Personal.")


def _offer_folder(machine: Machine, record: Record, folder: Path) -> None:
    """Windows: without this option some versions of Excel show no Personal templates."""
    if machine.system is System.WINDOWS and not machine.chosen_templates:
        record.templates_option = str(folder)
        record.save()
        machine.registry.write(EXCEL_OPTIONS, "PersonalTemplates", str(folder))
