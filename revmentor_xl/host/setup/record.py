"""What set-up wrote, so that `uninstall` undoes exactly that.

Of every file the record keeps how it was before set-up came (or that it was
not there), the folders that were made for it, and a fingerprint of what
set-up wrote, to see whether somebody changed it since.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from revmentor_xl.books.disk.whole import write_whole
from revmentor_xl.errors import RevmentorError


@dataclass
class Kept:
    """One file: as it was before (base64, None: absent), what was written, and whether
    somebody else wrote into it between two runs of set-up."""

    before: str | None
    written: str = ""
    mixed: bool = False
    folders: list[str] = field(default_factory=list)

    @property
    def bytes_before(self) -> bytes | None:
        return None if self.before is None else base64.b64decode(self.before)


@dataclass
class Record:
    """The files by their path, the settings written into xlwings.conf, and the
    value that Excel's option for templates was given (None: it was left alone), and
    the folders that were made for the record itself."""

    path: Path
    files: dict[str, Kept] = field(default_factory=dict)
    settings: dict[str, str | None] = field(default_factory=dict)
    templates_option: str | None = None
    folders: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> Record:
        """The record at this path, an empty one when there is none.

        Raises `RevmentorError` when it is damaged.
        """
        if not path.is_file():
            return cls(path)
        try:
            held = json.loads(path.read_text("utf-8"))
            files = {name: Kept(**kept) for name, kept in held["files"].items()}
            return cls(path, files, held["settings"], held["templates_option"], held["folders"])
        except (ValueError, KeyError, TypeError, AttributeError) as broken:
            raise RevmentorError(
                f"The note of what set-up wrote, “{path}”, is damaged.",
                "Delete it and run revmentor-xl setup again; what was there before set-up came "
                "can then not be put back.",
            ) from broken

    def save(self) -> None:
        """Write the record, whole or not at all."""
        self.folders = self.folders or missing_folders(self.path)
        held = {
            "files": {name: asdict(kept) for name, kept in self.files.items()},
            "settings": self.settings,
            "templates_option": self.templates_option,
            "folders": self.folders,
        }
        write_whole(self.path, json.dumps(held, indent=1).encode())

    def remember(self, file: Path) -> Kept:
        """Note how a file is before it is written; the first note of a file stays."""
        known = self.files.get(str(file))
        if known:
            known.mixed |= known.written != fingerprint(content(file) or b"")
        else:
            before = content(file)
            self.files[str(file)] = Kept(
                before=None if before is None else base64.b64encode(before).decode("ascii"),
                folders=missing_folders(file),
            )
            self.save()  # first of all: what is written next can then be taken back
        return self.files[str(file)]

    def wrote(self, file: Path) -> None:
        """Note what a file holds now."""
        self.files[str(file)].written = fingerprint(content(file) or b"")
        self.save()

    def forget(self, file: Path) -> None:
        """Drop the note of a file that was not written after all."""
        self.files.pop(str(file), None)
        self.save()


def missing_folders(file: Path) -> list[str]:
    """The folders that have to be made for a file, the deepest first."""
    return [str(one) for one in file.parents if not one.exists()]


def content(file: Path) -> bytes | None:
    """The file's bytes, or None when it is not there."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def fingerprint(held: bytes) -> str:
    """SHA-256 of some bytes, in hexadecimal digits."""
    return hashlib.sha256(held).hexdigest()
