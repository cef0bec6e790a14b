"""What a workbook may be before it is opened: a real package of a sane size.

Survey exports and program files come by mail from many hands. A package is
refused before anything is inflated when it is no package, protected by a
password, or built to explode.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from revmentor_xl.errors import UnreadableWorkbook

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How much a package may hold. The defaults are far above any program file."""

    file_size: int = 200 * _MEGABYTE
    parts: int = 5_000
    inflated: int = 512 * _MEGABYTE
    part_inflated: int = 256 * _MEGABYTE
    ratio: int = 250
    """Inflated over packed size, for parts beyond `ratio_from`: sheets reach 60 or so."""
    ratio_from: int = 4 * _MEGABYTE


DEFAULT_LIMITS = Limits()


def read_source(path: Path, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The file's bytes. Raises `UnreadableWorkbook` when there is nothing fit to read."""
    try:
        if path.stat().st_size > limits.file_size:
            raise UnreadableWorkbook(
                f"{path.name} is larger than {limits.file_size // _MEGABYTE} MB.",
                "Remove pictures or old sheets, or copy the table into a new workbook.",
            )
        data = path.read_bytes()
    except FileNotFoundError as gone:
        raise UnreadableWorkbook(
            f"There is no file {path}.", "Check the name and the folder."
        ) from gone
    except OSError as refused:
        raise UnreadableWorkbook(
            f"{path.name} cannot be read: {refused.strerror}.",
            "Close it in other programs, check that you may open it, and try again.",
        ) from refused
    return data


def open_zip(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> zipfile.ZipFile:
    """The package behind these bytes, once it is known to be safe to inflate."""
    if not data:
        raise UnreadableWorkbook(
            f"{name} is empty (0 bytes).", "Get the file again; the copy or download broke off."
        )
    if data.startswith(_OLE):
        raise _old_or_protected(data, name)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as broken:
        raise _no_package(data, name) from broken
    _check_sizes(package, name, limits)
    return package


def _old_or_protected(data: bytes, name: str) -> UnreadableWorkbook:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UnreadableWorkbook(
            f"{name} is password protected, so it cannot be opened here.",
            "Open it in Excel, choose File > Info > Protect Workbook > Encrypt with "
            "Password, empty the box, and save.",
        )
    return UnreadableWorkbook(
        f"{name} is in the old Excel format (.xls).",
        "Open it in Excel and save it as “Excel Workbook (.xlsx)”.",
    )


def _no_package(data: bytes, name: str) -> UnreadableWorkbook:
    if data.startswith(b"PK"):
        return UnreadableWorkbook(
            f"{name} is damaged: the file is incomplete.",
            "Get the file again, or go back to its backup copy.",
        )
    return UnreadableWorkbook(
        f"{name} is not an Excel workbook, whatever its name says.",
        "Open it in Excel and save it as “Excel Workbook (.xlsx)”.",
    )


def _check_sizes(package: zipfile.ZipFile, name: str, limits: Limits) -> None:
    parts = package.infolist()
    too_much = UnreadableWorkbook(
        f"{name} was not opened: it unpacks to far more than a workbook should hold.",
        "Ask where the file comes from. If it is genuine, copy its tables into a new workbook.",
    )
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.inflated:
        raise too_much
    for part in parts:
        packed = max(part.compress_size, 1)
        swollen = part.file_size > limits.ratio_from and part.file_size / packed > limits.ratio
        if swollen or part.file_size > limits.part_inflated:
            raise too_much
        if part.flag_bits & 0x1:
            raise UnreadableWorkbook(
                f"{name} is a protected ZIP file.", "Save it again from Excel without a password."
            )
    names = [part.filename.lower() for part in parts]
    if len(set(names)) != len(names):
        raise UnreadableWorkbook(
            f"{name} is damaged: it holds the same part twice.",
            "Open it in Excel, let Excel repair it, and save it under a new name.",
        )
