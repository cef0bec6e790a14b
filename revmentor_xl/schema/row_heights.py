"""How high a row has to be for its wrapped text: one estimate for every file we write.

Only Excel itself measures letters, and not before somebody types in the row;
until then, and in every other program, the height in the file counts.
"""

from __future__ import annotations

from functools import lru_cache

LINE_HEIGHT = 15
"""Points of one line in the default font."""
DEFAULT_SIZE = 11
"""Points of the default font."""
_HIGHEST = 400  # points; Excel ends at 409
_PADDING = 3  # points above and below several lines
_PROSE = 28  # from this room on a line holds enough words for their letters to even out
_LETTERS, _LETTERS_OF_PROSE = 1.1, 1.2  # that are as wide as one digit


def text_room(characters: float, indent: int = 1, size: float = DEFAULT_SIZE) -> int:
    """How many characters of prose fit in a line of a column.

    `characters` is the column's width as Excel shows it, in digits of the
    default font; `size` is the text's own font size in points.
    """
    room = max(1.0, (characters - 1 - indent) * DEFAULT_SIZE / size)
    return int(room * (_LETTERS_OF_PROSE if room > _PROSE else _LETTERS))


@lru_cache(maxsize=1024)
def text_lines(text: str, room: int) -> int:
    """How many lines a text needs when it wraps at `room` characters."""
    return sum(_wrapped(part, room) for part in text.splitlines() or [""])


def _wrapped(text: str, room: int) -> int:
    lines, left = 1, room
    for word in text.split():
        length = len(word)
        if length > left and left < room:
            lines, left = lines + 1, room
        if length > room:  # a word longer than the line is broken
            lines += (length - 1) // room
            length = (length - 1) % room + 1
        left -= length + 1
    return lines


def row_height(lines: int, size: float = DEFAULT_SIZE) -> float:
    """The height, in points, of a row with this many lines of text of a font size."""
    padding = _PADDING if lines > 1 else 0
    return min(_HIGHEST, lines * LINE_HEIGHT * size / DEFAULT_SIZE + padding)
