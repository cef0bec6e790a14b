"""How the xlwings add-in reads xlwings.conf: its loop over VBA's statement Input #.

The loop is that of `GetConfigFromFile` in the add-in; Input # is done as
Microsoft documents it (a blank line counts as a text, the end of the file
within a pair is error 62) and as its library for VB6 programs does it: a text
in quotes ends at the next quote, one without at a comma or a carriage return;
after it come blanks, and a comma or an end of the line that begins with one.
"""

from __future__ import annotations

from pathlib import Path

END = "\x1a"  # for VBA a text file ends at this character


class PastEnd(Exception):
    """Error 62, “Input past end of file”: the button ends with it."""


class Reader:
    """A text file open for Input."""

    def __init__(self, text: str) -> None:
        self._left = text.partition(END)[0]

    @property
    def is_at_end(self) -> bool:
        return not self._left

    def text(self) -> str:
        """The next text."""
        self._left = self._left.lstrip(" \t")
        if not self._left:
            raise PastEnd
        if self._left.startswith('"'):
            found, _, self._left = self._left[1:].partition('"')
            self._left = self._left.lstrip(" \t")
        else:
            ends = [at for at in map(self._left.find, (",", "\r")) if at >= 0]
            found = self._left[: min(ends, default=len(self._left))]
            self._left = self._left[len(found) :]
        for end in ("\r\n", "\r", ","):
            if self._left.startswith(end):
                self._left = self._left[len(end) :]
                break
        return found


def get_config(text: str, key: str) -> str | None:
    """The value that the add-in finds for a key, None when it finds none.

    Raises `PastEnd` where the add-in does.
    """
    reader = Reader(text)
    while not reader.is_at_end:
        name, value = reader.text(), reader.text()
        if name.lower() == key.lower():
            return value
    return None


def get_config_from(file: Path, key: str, encoding: str = "cp1252") -> str | None:
    """`get_config` on a file, in the letters of a Windows."""
    return get_config(file.read_bytes().decode(encoding, "replace"), key)
