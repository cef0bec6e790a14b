"""A pair's meetings as one recurring series with exceptions, where they are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

from revmentor_xl.steps.calendars.free_time import DAY, local
from revmentor_xl.steps.invitations.invitation import Meeting, Series, moment_of, regular_time

WEEK = 7 * DAY
FEWEST_REGULAR = 3
_LONE = 4  # how much worse a meeting outside the series is than one moved in it
_FAR = 6  # so many meetings left out in a row are no series any more


@dataclass(frozen=True)
class Found:
    """A series, the meeting that would be its first, and the meetings outside of it."""

    series: Series
    first: Meeting
    alone: tuple[Meeting, ...]
    regular: int


def find_series(meetings: Sequence[Meeting], zone: str, every: int) -> Found | None:
    """The series with the fewest exceptions; None without meetings.

    `meetings` are sorted by start, `every` is the usual number of weeks
    between two of them.
    """
    ordinary = _ordinary(meetings)
    candidates = [
        (_cost(found), weeks != every, -found.regular, weeks, found.first.start, found)
        for weeks in _rhythms(meetings, every)
        for anchor in meetings
        if (anchor.minutes, anchor.place) == ordinary
        and (found := _around(meetings, anchor, zone, weeks)) is not None
    ]
    return min(candidates, key=lambda one: one[:-1])[-1] if candidates else None


def _ordinary(meetings: Sequence[Meeting]) -> tuple[int, str]:
    """Length and place of most meetings."""
    counts = Counter((one.minutes, one.place) for one in meetings)
    return min(counts, key=lambda key: (-counts[key], key), default=(0, ""))


def _cost(found: Found) -> int:
    return len(found.series.moved) + len(found.series.left_out) + _LONE * len(found.alone)


def _rhythms(meetings: Sequence[Meeting], every: int) -> list[int]:
    """The usual weeks between meetings, and those that lie between some of these."""
    gaps = {round((b.start - a.start) / WEEK) for a, b in pairwise(meetings)}
    return sorted({every} | {gap for gap in gaps if 1 <= gap <= every * 2})


def _around(meetings: Sequence[Meeting], anchor: Meeting, zone: str, every: int) -> Found | None:
    """The series in which the anchor is regular; None if an earlier one is its anchor as well."""
    hits = {}
    for at, one in enumerate(meetings):
        number = _nearest(one, anchor, zone, every)
        same = (one.minutes, one.place) == (anchor.minutes, anchor.place)
        if same and moment_of(regular_time(anchor.start, zone, every, number)) == one.start:
            if one.start < anchor.start:
                return None
            hits[at] = number
    places = dict(_filled(meetings, hits, anchor, zone, every))
    numbers = sorted(places.values())
    low, high = numbers[0], numbers[-1]
    moved = tuple((places[at] - low, meetings[at]) for at in sorted(places) if at not in hits)
    left_out = tuple(n - low for n in range(low, high + 1) if n not in set(numbers))
    first = moment_of(regular_time(anchor.start, zone, every, low))
    return Found(
        Series(every, high - low + 1, moved, left_out),
        Meeting(anchor.id, first, anchor.minutes, anchor.place, ""),
        tuple(one for at, one in enumerate(meetings) if at not in places),
        len(hits),
    )


def _nearest(one: Meeting, anchor: Meeting, zone: str, every: int) -> int:
    tz = ZoneInfo(zone)
    days = (local(tz, one.start).date() - local(tz, anchor.start).date()).days
    return round(days / (7 * every))


def _filled(
    meetings: Sequence[Meeting], hits: dict[int, int], anchor: Meeting, zone: str, every: int
) -> Iterator[tuple[int, int]]:
    """Each meeting's place in the series, in their order; one without room has none."""
    last = None
    for at, one in enumerate(meetings):
        if at in hits:
            last = hits[at]
            yield at, last
            continue
        next_hit = next((hit for hit in sorted(hits) if hit > at), None)
        place = _nearest(one, anchor, zone, every)
        if next_hit is not None:  # room for those that come in between
            place = min(place, hits[next_hit] - (next_hit - at))
        if last is not None:
            place = max(place, last + 1)
        if next_hit is None and last is not None and place > last + _FAR:
            continue
        if next_hit is None or place < hits[next_hit]:
            last = place
            yield at, place
