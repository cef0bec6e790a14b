"""Names, e-mail addresses and IDs as people give them, ready to be compared."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from revmentor_xl.schema.cells import as_text, fold, is_shortened, without_fraction

if TYPE_CHECKING:
    pass

SAYS_NOTHING = {"-", "–", "/", "n/a", "na", "none", "no", "no one", "nobody", "nil"}
_TITLES = {"mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "sir", "madam"}
_SAYS_NOBODY = {"anonymous", "anonym", "anonyme"}
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff"
    "\u202a-\u202e\u2066-\u2069]"  # these turn the writing direction: text shows as it is not
)


def clean(value: Answer) -> Answer:
    """The value without what no cell can hold, and without white space around it."""
    if not isinstance(value, str):
        return value
    text = FORBIDDEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return as_text(normalize("NFC", text)) or None


def identity(value: object) -> str:
    """A name, e-mail address or ID as text; what says nobody is empty.

    So is an ID that Excel has shortened: several people may have got the same.
    """
    text = without_fraction(as_text(clean(value)))  # type: ignore[arg-type]
    folded = fold(text)
    return "" if folded in _SAYS_NOBODY | SAYS_NOTHING | {""} or is_shortened(text) else text


def name_as_compared(value: object) -> str:
    """A name, folded; “Last, First” is the same as “First Last”."""
    return fold(first_name_first(identity(value)))


def email_as_compared(value: object) -> str:
    """An e-mail address without its case and wrapping; other text as it is, folded."""
    text = re.sub(r"^mailto:", "", identity(value), flags=re.IGNORECASE)
    wrapped = re.fullmatch(r".*<([^<>]+)>", text)
    return fold(wrapped[1] if wrapped else text)


def first_name_first(name: str) -> str:
    """`Last, First` as `First Last`; other names as they are."""
    last, comma, first = (part.strip() for part in name.partition(","))
    suffix = fold(first).strip(".") in ("jr", "sr", "phd", "md", "mba", "ii", "iii")
    if not comma or not last or not first or "," in first or suffix:
        return name
    return f"{first} {last}"


def without_accents(text: str) -> str:
    """Folded, and without accents: “Jörn” as “jorn”."""
    folded = fold(text)
    if folded.isascii():
        return folded
    return "".join(letter for letter in normalize("NFKD", folded) if not combining(letter))


def words_of(plain: str) -> tuple[str, ...]:
    """The words of a folded text in their order, without titles."""
    return tuple(word for word in re.findall(r"[^\W_]+", plain) if word not in _TITLES)


def full_name_as_compared(name: str) -> tuple[str, ...]:
    """The words of a full name whatever their order, accents and title.

    Empty for a single word: that is a first name or a last name, and no full one.
    """
    words = words_of(without_accents(name))
    return tuple(sorted(words)) if len(words) > 1 else ()


Answer = str | float | int | bool | date | datetime | time | None
