"""xlwings.conf as pairs of texts, the way the add-in's VBA reads it.

The add-in reads two texts at a time with the statement Input #, whatever lines
they stand on. A blank line counts as a text, and so does a comment: every pair
after it is then shifted by one, and the last one ends in VBA's error 62. A text
in quotes that is never closed swallows the lines after it. A mark of Unicode at
the beginning becomes a part of the first key. On Windows a line ends with a
carriage return; with a line feed alone every key but the first is missed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from revmentor_xl.host.setup.machine import Machine, System

_END_OF_FILE = "\x1a"  # for VBA a text file ends here
_TEXT = rf'[ \t]*"[^"{_END_OF_FILE}]*"[ \t]*'
_LINE = re.compile(rf"{_TEXT},{_TEXT}(\r\n|\r|\n|)")
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_PLAIN = re.compile(r'[ \t]*(?:"([^"]*)(?:"[ \t]*,?|$)|([^,]*),?)')
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""How a file begins that an editor saved as Unicode, and how it is read."""


def text_of(machine: Machine, held: bytes) -> str:
    """The file's text, without a mark of Unicode; what cannot be read comes through unchanged."""
    for mark, encoding in _MARKS:
        if held.startswith(mark):
            if encoding == "utf-8":
                return held.removeprefix(mark).decode(encoding, "surrogateescape")
            return held.decode(encoding, "replace")
    return held.decode(machine.encoding, "surrogateescape")


def lines_of(text: str) -> list[str]:
    """The lines with their ends. Nothing but carriage return and line feed ends one."""
    return _LINES.findall(text)


def pairs_of(line: str) -> Iterator[tuple[str, str]]:
    """The pairs that the add-in reads from this line, if it stood alone."""
    texts = _texts(line)
    texts += [""] * (len(texts) % 2)
    return zip(texts[::2], texts[1::2])


def _texts(line: str) -> list[str]:
    left = line.rstrip("\r\n").replace(_END_OF_FILE, "").rstrip(" \t")
    found = []
    while left:
        read = _PLAIN.match(left)
        assert read is not None  # it matches anything
        found.append(read[1] if read[1] is not None else read[2].strip(" \t").replace('"', ""))
        left = left[read.end() :].lstrip(" \t")
    return found


def what_is_wrong(machine: Machine, held: bytes) -> str:
    """What the add-in misreads first, as a sentence about “it”; nothing when all is well."""
    for mark, encoding in _MARKS:
        if held.startswith(mark):
            return (
                f"begins with a mark of Unicode ({encoding.upper()}), which Excel's macros misread"
            )
    for number, line in enumerate(lines_of(text_of(machine, held)), start=1):
        if not line.strip(" \t\r\n"):
            return (
                f"has nothing in line {number}; Excel's macros take a blank line for a setting "
                "and misread everything after it"
            )
        read = _LINE.fullmatch(line)
        if read is None:
            return (
                f'has a line {number} that is not of the form "KEY","value"; Excel\'s macros '
                "misread everything after it"
            )
        if not _ends_well(machine, read[1]):
            return (
                f"has a line {number} that ends as lines do on other systems; Excel's macros miss "
                "every setting after it"
            )
    return ""


def _ends_well(machine: Machine, end: str) -> bool:
    return machine.system is not System.WINDOWS or end != "\n"


def put_right(machine: Machine, text: str) -> str:
    """The text with nothing but lines that the add-in reads.

    A blank line goes. Of another odd line all words stay, as the pairs that the
    add-in would read from it alone: a comment becomes a key that nobody asks
    for. Every other line stays as it is.
    """
    new_line = line_end(machine, text)
    right = []
    for line in lines_of(text):
        read = _LINE.fullmatch(line)
        if read and _ends_well(machine, read[1]):
            right.append(line)
        elif read:
            right.append(f"{line.rstrip(chr(10))}{new_line}")
        else:
            right += [f'"{key}","{value}"{new_line}' for key, value in pairs_of(line)]
    return "".join(right)


def line_end(machine: Machine, text: str) -> str:
    """How a line that is written anew has to end."""
    if machine.system is System.WINDOWS:
        return "\r\n"
    return "\r\n" if "\r\n" in text else "\n"
