"""From a cell to a typed value and back, by what the schema says of a column.

Typed values: text is `str` ("" when empty), whole numbers `int`, numbers
`float`, dates `date`, times `time`, Yes/No `bool`, lists a tuple of `str`;
everything else that is empty is None.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from revmentor_xl.schema.contents import ErrorValue as ErrorValue
from revmentor_xl.schema.contents import Formula as Formula
from revmentor_xl.schema.model import Column, Kind

_YES = {"yes", "y", "true", "1", "x", "ja", "oui", "si", "sí", "sim", "✓"}
_NO = {"no", "n", "false", "0", "nein", "non", "não", "nao", "-"}
_EMAIL = re.compile(r"[^@\s,;<>()]+@[^@\s,;<>()]+\.[^@\s,;<>().]{2,}")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?: .*)?")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?: .*)?")
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})(?::\d{2})?\s*([ap]m)?", re.IGNORECASE)
_EXCEL_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")
_UNSEEN = (
    *(0xAD, 0x61C, 0xFEFF),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x206A),
)
_AS_COMPARED = dict.fromkeys(_UNSEEN, None) | str.maketrans("’‘–—‐‑", "''----")
_LONG_ENOUGH = 5  # in shorter words one other letter makes another word
EXCEL_EPOCH = date(1899, 12, 30)
LONGEST_TEXT = 32_767  # what a cell of Excel holds, counted in UTF-16 units


@dataclass(frozen=True)
class Choices:
    """The list behind a column: every accepted spelling and what it means; a name is added on
    the tab `sheet`, another spelling in its column `spellings`."""

    names: tuple[str, ...]
    spelled: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    spellings: str = ""

    @classmethod
    def of(
        cls, names: Sequence[str], aliases: Mapping[str, str] | None = None, sheet: str = ""
    ) -> Choices:
        spelled = {fold(alias): name for alias, name in (aliases or {}).items()}
        spelled |= {fold(name): name for name in names}
        return cls(tuple(names), spelled, sheet)

    def find(self, text: str) -> str | None:
        return self.spelled.get(fold(text))


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Text as it is compared: no case, single spaces, plain quotes and dashes."""
    # A Mac writes é as two characters, and copied text brings marks nobody sees.
    plain = normalize("NFKC", text).translate(_AS_COMPARED)
    return " ".join(plain.split()).casefold()


def is_blank(value: object) -> bool:
    """None, NaN, and text of nothing but white space."""
    if value is None:
        return True
    if isinstance(value, str):
        if value.isascii():  # most are, and none of the blanks below is
            return not value.strip()
        return not value.replace("\xa0", " ").replace("\u200b", "").strip()
    return isinstance(value, float) and math.isnan(value)


def as_text(value: object) -> str:
    """What a person would read in the cell; 12.0 is “12”, a date 2026-03-31."""
    if type(value) is str and value.isascii():
        return value.strip()
    if is_blank(value):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() != time() else str(value.date())
    if isinstance(value, time):
        return value.strftime("%H:%M")
    text = str(value).replace("\xa0", " ").replace("\u200b", "").replace("\ufeff", "")
    return text.strip()


def parse(
    column: Column, value: object, choices: Choices | None = None
) -> tuple[object, list[Problem]]:
    """The typed value of one cell, and what is wrong with it.

    A value that cannot be understood is empty; the cell itself stays as the
    user typed it.
    """
    text = as_text(value)
    if text == "":
        return empty_value(column.kind), [("missing_value", {})] if column.required else []
    if text[0] == "#" and _EXCEL_ERROR.fullmatch(text):
        return empty_value(column.kind), [("cell_error", {"value": text})]
    if column.kind is Kind.ANY:
        return value, []
    if column.kind in (Kind.INTEGER, Kind.NUMBER):
        return _number(column, value, text)
    if column.kind in (Kind.DATE, Kind.MOMENT):
        return _date(column.kind, value, text)
    if column.kind is Kind.TIME:
        return _time(value, text)
    if column.kind is Kind.YES_NO:
        return _yes_no(text)
    if column.kind is Kind.EMAIL:
        return _email(text)
    if column.kind is Kind.LIST:
        return _list(text, choices)
    if column.kind is Kind.CHOICE and choices is not None:
        return _choice(column, text, choices)
    text = without_fraction(text)
    problems: list[Problem] = []
    if column.key in ID_COLUMNS and is_shortened(text):
        problems.append(("shortened_number", {"value": text}))
    if text.isascii():
        return text, problems
    if "�" in text or "Ã¼" in text or "Ã©" in text or "Ã¶" in text or "Ã¤" in text:
        problems.append(("strange_characters", {"value": text}))
    return text, problems


def empty_value(kind: Kind) -> object:
    """What an empty cell of this kind is as a typed value."""
    if kind is Kind.LIST:
        return ()
    return "" if kind.is_text else None


def render(column: Column, value: object) -> object:
    """A typed value as the cell that shows it; the inverse of `parse`."""
    if _is_missing(value) or value == "" or value == ():
        return None
    if column.kind is Kind.YES_NO and isinstance(value, (bool,)):
        return "Yes" if value else "No"
    if isinstance(value, (tuple, list)):
        return "; ".join(str(one) for one in value)
    item = getattr(value, "item", None)  # a numpy scalar
    plain = item() if callable(item) and not isinstance(value, (str, bytes)) else value
    if column.kind is Kind.YES_NO and isinstance(plain, bool):
        return "Yes" if plain else "No"
    return plain


def _is_missing(value: object) -> bool:
    # pandas.NA compares to nothing and NaN not to itself
    return (
        value is None
        or type(value).__name__ in ("NAType", "NaTType")
        or (isinstance(value, float) and math.isnan(value))
    )


def _number(column: Column, value: object, text: str) -> tuple[object, list[Problem]]:
    if not column.words:
        return plain_number(column, value, text)
    word = Choices.of(column.words).find(re.sub(r"[\s_-]+", " ", text.rstrip(".!")))
    if word is not None:
        return word, []
    number, problems = plain_number(column, value, text)
    if not problems:
        return number, []
    details = {"least": column.least, "most": column.most, "words": " or ".join(column.words)}
    return None, [("not_number_or_word", {"value": text, **details})]


def _date(kind: Kind, value: object, text: str) -> tuple[object, list[Problem]]:
    if isinstance(value, datetime):
        return (value if kind is Kind.MOMENT else value.date()), []
    if isinstance(value, date):
        return value, []
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 20000 < value < 80000:
        return EXCEL_EPOCH + timedelta(days=int(value)), []
    try:
        if match := _ISO.fullmatch(text):
            if kind is Kind.MOMENT and len(text) > 10:
                return datetime.fromisoformat(text), []
            year, month, day = (int(part) for part in match.groups())
            return date(year, month, day), []
        if match := _DOTTED.fullmatch(text):
            day, month, year = (int(part) for part in match.groups())
            return date(year, month, day), []
        if match := _SLASHED.fullmatch(text):
            first, second, year = (int(part) for part in match.groups())
            if first <= 12 and second <= 12 and first != second:
                return None, [("ambiguous_date", {"value": text})]
            month, day = (first, second) if second > 12 else (second, first)
            return date(year, month, day), []
    except ValueError:
        pass
    return None, [("not_a_date", {"value": text})]


def _time(value: object, text: str) -> tuple[object, list[Problem]]:
    if isinstance(value, datetime):
        return value.time(), []
    if isinstance(value, time):
        return value, []
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60), []
    if match := _CLOCK.fullmatch(text):
        hour, minute = int(match[1]), int(match[2])
        if match[3]:
            hour = hour % 12 + (12 if match[3].lower() == "pm" else 0)
        if hour < 24 and minute < 60:
            return time(hour, minute), []
    return None, [("not_a_time", {"value": text})]


def _yes_no(text: str) -> tuple[object, list[Problem]]:
    word = fold(text).rstrip(".!")
    if word in _YES or word.startswith(("yes,", "yes ", "yes-")):
        return True, []
    if word in _NO or word.startswith(("no,", "no ", "no-")):
        return False, []
    return None, [("not_yes_no", {"value": text})]


def _email(text: str) -> tuple[object, list[Problem]]:
    bare = re.sub(r"^mailto:", "", fold(text))
    if match := re.fullmatch(r".*<([^<>]+)>", bare):
        bare = match[1]
    if _EMAIL.fullmatch(bare) and ".." not in bare:
        return bare, []
    return "", [("not_an_email", {"value": text})]


def _choice(column: Column, text: str, choices: Choices) -> tuple[object, list[Problem]]:
    known = choices.find(text)
    if known is not None:
        return known, []
    if not column.strict:
        return text, _unknown(text, choices)
    shown = ", ".join(choices.names[:8]) + (", ..." if len(choices.names) > 8 else "")
    return "", [("not_in_list", {"value": text, "choices": shown})]


def _unknown(text: str, choices: Choices) -> list[Problem]:
    near = nearest(text, choices)
    if not choices.sheet:  # a list that nobody can add to: any other answer is as good
        return [("near_choice", {"value": text, "suggestion": near})] if near else []
    if near:
        where = f"under {choices.spellings} of “{near}”" if choices.spellings else "to the list"
        details = {"value": text, "suggestion": near, "where": where, "list_sheet": choices.sheet}
        return [("close_miss", details)]
    return [("unknown_choice", {"value": text, "list_sheet": choices.sheet})]


def nearest(text: str, choices: Choices, at_least: float = 84.0) -> str | None:
    """The choice that `text` probably misspells: alike by `at_least` percent, or one slip away."""
    from rapidfuzz import fuzz, process  # slow to import, and rarely needed
    from rapidfuzz.distance import OSA

    asked, known = fold(text), list(choices.spelled)
    best = process.extractOne(asked, known, scorer=fuzz.ratio, score_cutoff=at_least)
    if best is None and len(asked) >= _LONG_ENOUGH:
        slip = process.extractOne(asked, known, scorer=OSA.distance, score_cutoff=1)
        return choices.spelled[slip[0]] if slip else None
    return choices.spelled[best[0]] if best else None


def split_list(text: str, choices: Choices | None) -> tuple[list[str], list[Problem]]:
    """The answers in one cell, which stand between semicolons or line breaks.

    Commas separate only when every part is a known choice; otherwise they
    belong to the answer, and a finding says so.
    """
    if choices is not None and choices.find(text) is not None:
        return [text], []
    parts = [part.strip() for part in re.split(r"[;\n\r]+", text)]
    parts = [part for part in parts if part]
    if len(parts) != 1 or "," not in parts[0] or choices is None:
        return parts, []
    pieces = [piece.strip() for piece in parts[0].split(",") if piece.strip()]
    known = sum(choices.find(piece) is not None for piece in pieces)
    if known == len(pieces):
        return pieces, [("comma_list", {"value": text})]
    return parts, [("comma_list", {"value": text})] if known else []


def _list(text: str, choices: Choices | None) -> tuple[object, list[Problem]]:
    parts, problems = split_list(text, choices)
    seen: dict[str, str] = {}
    for part in parts:
        known = choices.find(part) if choices is not None else None
        if known is None and choices is not None and not problems:
            problems.extend(_unknown(part, choices))
        name = known or part
        if fold(name) in seen:
            problems.append(("repeated_choice", {"value": name}))
        seen.setdefault(fold(name), name)
    return tuple(seen.values()), problems


Problem = tuple[str, dict[str, Any]]
"""The name of a kind of finding, and its details."""


def plain_number(column: Column, value: object, text: str) -> tuple[object, list[Problem]]:
    """The number in a cell that reads as `text`, within the bounds of its column."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = float(value)
    else:
        compact = text.replace(" ", "").replace(",", ".") if text.count(",") == 1 else text
        try:
            number = float(compact)
        except ValueError:
            return None, [("not_a_number", {"value": text})]
    if not math.isfinite(number):
        return None, [("not_a_number", {"value": text})]
    least, most = column.least, column.most
    # Excel itself counts exactly only that far
    if column.kind is Kind.INTEGER and not (number.is_integer() and abs(number) < 1e15):
        return None, [("not_whole", {"value": text})]
    if (least is not None and number < least) or (most is not None and number > most):
        return None, [("out_of_range", {"value": text, "least": least, "most": most})]
    return int(number) if column.kind is Kind.INTEGER else number, []


ID_COLUMNS = ("id", "person_id", "manager")

_FLOATED = re.compile(r"\d+\.0+")
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE)


def without_fraction(text: str) -> str:
    """“1001.0” as “1001”: so an ID comes out of programs that took it for a number."""
    return text.partition(".")[0] if _FLOATED.fullmatch(text) else text


def is_shortened(text: str) -> bool:
    """Is this what Excel makes of a long number, such as “1.005E+03”? Its digits are lost."""
    return _SHORTENED.fullmatch(text) is not None
