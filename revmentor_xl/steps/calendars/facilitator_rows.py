"""Who the rows of the Facilitators tab are that are no mentor's or leader's.

Rows of one e-mail address or one full name are one person's. A name without an
address that may be another spelling of somebody else's is not clear: whoever
bears it leads nothing, so that nobody leads two kick-offs at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.people.directory import Person
from revmentor_xl.steps.people.identities import (
    first_name_first,
    full_name_as_compared,
    without_accents,
    words_of,
)
from revmentor_xl.steps.people.likeness import NamesAlike, name_in_address

WHO_SAYS = "Type the ID or e-mail address of the one who is meant."
SAME_NAME = (
    "If it is one person, type the same full name in both rows; if not, an e-mail address in each."
)


class Facilitator(NamedTuple):
    """A row of the Facilitators tab: whose calendar it is, and how they are called.

    `address` is the e-mail address of the row, also where it stands in the
    name; `names` are all by which its owner is known in the file. `home` is
    the mentor or leader who it is, if one. While that is not clear `key` is
    empty, `maybe` has the calendars of all who may be meant, and `why` and
    `remedy` say what is not clear in which `column`.
    """

    row: int
    name: str
    email: str
    key: str
    address: str = ""
    names: tuple[str, ...] = ()
    home: Person | None = None
    maybe: tuple[str, ...] = ()
    why: str = ""
    remedy: str = ""
    column: str = "name"

    @property
    def spellings(self) -> set[str]:
        """Their names, and what their address tells of them."""
        return {*self.names, name_in_address(self.address)} - {""} or {self.address}

    @property
    def calendars(self) -> tuple[str, ...]:
        """Every calendar that may be theirs."""
        return self.maybe or (self.key,)

    def unclear(
        self, maybe: Iterable[str], why: str, remedy: str, column: str = "name"
    ) -> Facilitator:
        """The same row, of somebody who may be any of these."""
        return self._replace(
            key="", maybe=tuple(sorted(maybe)), why=why, remedy=remedy, column=column
        )


def spelled(name: str) -> tuple[str, ...]:
    """A name as it is compared where it has to be the same: full ones in any order of words."""
    return full_name_as_compared(name) or (fold(first_name_first(name)),)


def alike(rows: Iterable[Facilitator]) -> NamesAlike:
    """All names of those who lead, to look for others that may be the same."""
    return NamesAlike.of((one.key, name) for one in rows if one.key for name in one.spellings)


def told_apart(rows: Sequence[Facilitator], known: Callable[[str], str]) -> tuple[Facilitator, ...]:
    """The rows, each with the calendar of its person, or with why that is not clear.

    `known` gives the calendar of the one person of that name in the file, or
    an empty text. Rows that are clear or unclear already stay as they are.
    """
    bearers: dict[tuple[str, ...], set[str]] = {}
    for one in rows:
        for name in one.names if one.key else ():
            bearers.setdefault(spelled(name), set()).add(one.key)
    read = [
        one if one.key or one.why else _of_that_name(one, bearers.get(spelled(one.name), ()), known)
        for one in rows
    ]
    doubts = _doubts(read)
    return tuple(_doubtful(one, doubts, read) if one.key in doubts else one for one in read)


def _of_that_name(
    one: Facilitator, keys: Iterable[str], known: Callable[[str], str]
) -> Facilitator:
    """A row with nothing but a name that is, for sure, nobody's who takes part."""
    borne = sorted(keys)
    if len(borne) > 1:
        return one.unclear(borne, "several facilitators bear that name", WHO_SAYS)
    own = f"facilitator {' '.join(spelled(one.name))}"
    return one._replace(key=borne[0] if borne else known(one.name) or own)


def _doubts(rows: Sequence[Facilitator]) -> Mapping[str, tuple[str, ...]]:
    """The calendars whose owners may be others of the rows, with the calendars of these.

    Two addresses are two people. Of two names, the one without an address is
    doubtful; if none has one, the shorter.
    """
    by_key: dict[str, list[Facilitator]] = {}
    for one in rows:
        if one.key:
            by_key.setdefault(one.key, []).append(one)
    sure = {key for key, own in by_key.items() if any(one.address or one.home for one in own)}
    lengths = {key: max(_length(one.name) for one in own) for key, own in by_key.items()}
    names = alike(rows)
    near = {
        key: {other for one in own for name in one.spellings for other in names.to(name)}
        for key, own in by_key.items()
        if key not in sure
    }
    # “Eva Hall (HR)” and “Eva Kim Hall” are alike by the “Eva Hall” whom both may be
    full = {key for key in near if any(_is_full(one.name) for one in by_key[key])}
    doubts = {}
    for key, direct in near.items():
        others = direct.union(*(near[one] for one in direct & full)) - {key}
        maybe = [one for one in others if one in sure or lengths[one] > lengths[key]]
        if maybe:
            doubts[key] = tuple(sorted(maybe))
    return doubts


def _is_full(name: str) -> bool:
    words = words_of(without_accents(name))
    return len(words) > 1 and min(map(len, words)) > 1


def _length(name: str) -> tuple[int, int, str]:
    words = words_of(without_accents(name))
    return len(words), sum(map(len, words)), " ".join(words)


def _doubtful(
    one: Facilitator, doubts: Mapping[str, tuple[str, ...]], rows: Iterable[Facilitator]
) -> Facilitator:
    keys = doubts[one.key]
    named = " or ".join(sorted({row.name for row in rows if row.key in keys}))
    return one.unclear(keys, f"{named} may be meant", SAME_NAME)
