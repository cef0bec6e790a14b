"""`revmentor-xl uninstall`: take back what set-up wrote, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from revmentor_xl.books.disk.whole import write_whole
from revmentor_xl.errors import FileNotWritten
from revmentor_xl.host.setup import config, pairs
from revmentor_xl.host.setup.line import Line, fine, know, mend
from revmentor_xl.host.setup.machine import EXCEL_OPTIONS, Machine
from revmentor_xl.host.setup.record import Kept, Record, content, fingerprint


def take_down(machine: Machine) -> tuple[Line, ...]:
    """Undo set-up on this machine; a line for each file. Empty when there is nothing to undo.

    A file that somebody changed since is left as it is; of xlwings.conf our
    settings go all the same, and what others wrote stays. Raises
    `RevmentorError` when the record is damaged.
    """
    record = Record.read(machine.record_file)
    lines = [_undone(machine, record, Path(name)) for name in list(record.files)]
    lines += _option_undone(machine, record)
    if not record.files and record.templates_option is None:
        record.path.unlink(missing_ok=True)
        _drop_empty(record.folders)
    return tuple(lines)


def _undone(machine: Machine, record: Record, file: Path) -> Line:
    kept = record.files[str(file)]
    try:
        line = _put_back(machine, record, file, kept)
    except FileNotWritten as error:
        return mend(file.name, error.message, f"{error.remedy} Run: revmentor-xl uninstall")
    except OSError as error:
        return mend(
            file.name,
            f"“{file}” could not be taken back: {error.strerror}.",
            "Close all Excel windows and run revmentor-xl uninstall again.",
        )
    _drop_empty(kept.folders)
    record.forget(file)
    return line


def _drop_empty(folders: Iterable[str]) -> None:
    """Remove folders that set-up made, the deepest first, unless something is kept there."""
    for folder in folders:
        with suppress(OSError):
            Path(folder).rmdir()


def _put_back(machine: Machine, record: Record, file: Path, kept: Kept) -> Line:
    now, before = content(file), kept.bytes_before
    if now is None or now == before:
        return fine(file.name, f"“{file}” is as it was before set-up.")
    is_settings = file == machine.config_file
    if fingerprint(now) == kept.written and not (is_settings and kept.mixed):
        return _restored(file, before)
    if is_settings:
        text = pairs.text_of(machine, now)
        earlier = pairs.text_of(machine, before or b"")
        left = config.taken_back(machine, text, earlier, record.settings)
        if left.strip() or before is not None:
            write_whole(file, config.bytes_of(machine, left))
            return fine(file.name, f"Our settings were taken out of “{file}”; others stay.")
        return _restored(file, None)
    return know(
        file.name,
        f"“{file}” was changed since set-up, and was left as it is.",
        "Delete it yourself if nobody needs it.",
    )


def _restored(file: Path, before: bytes | None) -> Line:
    if before is None:
        file.unlink()
        return fine(file.name, f"“{file}” was removed.")
    write_whole(file, before)
    return fine(file.name, f"“{file}” is again as it was before set-up.")


def _option_undone(machine: Machine, record: Record) -> list[Line]:
    if record.templates_option is None:
        return []
    what = "Excel's folder for templates"
    try:
        is_ours = (
            machine.registry.value(EXCEL_OPTIONS, "PersonalTemplates") == record.templates_option
        )
        if is_ours:
            machine.registry.write(EXCEL_OPTIONS, "PersonalTemplates", None)
    except OSError as error:
        return [
            mend(
                what,
                f"The option could not be taken back: {error.strerror}.",
                "Run revmentor-xl uninstall again.",
            )
        ]
    record.templates_option = None
    record.save()
    found = "is again as it was before set-up" if is_ours else "was changed since, and stays"
    return [fine(what, f"The option {found}.")]
