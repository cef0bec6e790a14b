"""Why a pair has no kick-off, and what would give it one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from revmentor_xl.steps.calendars.attendees import Attendee, Pair
from revmentor_xl.steps.calendars.free_time import DAY, Interval, common, covers
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.calendars.wording import at_time
from revmentor_xl.steps.scheduling.common_events import EVENT_MINUTES, Free
from revmentor_xl.steps.scheduling.kickoffs.case import LOOK_AHEAD, Case, leading_hours
from revmentor_xl.steps.scheduling.kickoffs.greedy_repair import Chosen
from revmentor_xl.steps.scheduling.timetabling.slots import GRID

Reason = tuple[str, str]
"""Why there is none, and what would help."""

OVER = (
    "The weeks of kick-offs are over",
    "Agree on a time and type it into Date and Start of that row: it is kept",
)


def reason(
    case: Case,
    chosen: Chosen,
    at: int,
    pair: Pair,
    facilitators: Sequence[Attendee],
    free: Free,
    weeks: Timeline,
    proven: bool,
) -> Reason:
    """For the pair at a position that has no kick-off in a plan."""
    both = common(free[pair.mentor.key], free[pair.leader.key])
    starts = _starts(both, weeks.at(weeks.start), weeks.at(weeks.begins(1)))
    if not starts:
        return _no_hour(pair, both, facilitators, free, weeks)
    if not case.options[at] and facilitators:
        when = at_time(starts[0], weeks.tz)
        return (
            "No facilitator is free at a common hour of the two",
            f"A facilitator with time on {when} would do",
        )
    own = {chosen[other] for other in _coupled(case, at) if other in chosen}
    why = "All kick-offs at a common hour of the two are full or taken"
    helped = _helped(case, chosen, at, own, starts, bool(facilitators), weeks)
    if not helped:
        why = "Every common hour is taken by another kick-off of the two"
        return why, _another_hour(pair, bool(facilitators))
    return why if proven else f"{why}, as far as the search went", f"{helped} would do"


def _helped(
    case: Case,
    chosen: Chosen,
    at: int,
    own: set[int],
    starts: Sequence[int],
    is_led: bool,
    weeks: Timeline,
) -> str:
    """What would make room for the pair, were everything else left as it is."""
    helped = []
    busy = [case.meetings[meeting].start for meeting in own]
    for start in starts:
        if all(abs(start - other) >= EVENT_MINUTES for other in busy):
            when = at_time(start, weeks.tz)
            helped.append(
                f"another facilitator with time on {when}"
                if is_led
                else (
                    f"a second person who leads kick-offs on {when} (list both under Facilitators)"
                )
            )
            break
    taken = Counter(chosen.values())
    if any(
        taken[meeting] >= case.seats[meeting]
        and (taken[meeting] or case.open[meeting])
        and not any(case.overlap(meeting, other) for other in own)
        for meeting in case.options[at]
    ):
        helped.append("one more pair per kick-off")
    return (text := " or ".join(helped))[:1].upper() + text[1:]


def _no_hour(
    pair: Pair,
    both: Sequence[Interval],
    facilitators: Sequence[Attendee],
    free: Free,
    weeks: Timeline,
) -> Reason:
    count, begins = weeks.kickoff_weeks, weeks.at(weeks.begins(1))
    first = "first week" if count == 1 else f"first {count} weeks"
    why = f"The two have no common free hour in the {first}"
    later = _starts(both, begins, begins + LOOK_AHEAD * 7 * DAY)
    leading = [leading_hours(one, free, weeks) for one in facilitators]
    led = [at for at in later if any(covers(hours, at, EVENT_MINUTES) for hours in leading)]
    if not later:
        return why, _another_hour(pair, bool(facilitators))
    is_led = bool(led) or not facilitators
    start = led[0] if led else later[0]
    needed, when = weeks.week_of(start), at_time(start, weeks.tz)
    if is_led:
        return why, f"With {needed} weeks for kick-offs, {when} would do"
    return why, f"With {needed} weeks for kick-offs, a facilitator with time on {when} would do"


def _another_hour(pair: Pair, is_led: bool) -> str:
    then = " at which a facilitator has time" if is_led else ""
    return f"One more common hour of {pair.mentor.name} and {pair.leader.name}{then} would do"


def _coupled(case: Case, at: int) -> list[int]:
    return sorted({other for key in case.people[at] for other in case.pairs_of[key]} - {at})


def _starts(hours: Sequence[Interval], first: int, last: int) -> list[int]:
    """The starts of a meeting within hours and a span; the grid and the very beginnings."""
    found = []
    for begin, end in common(hours, [(first, last)]):
        grid = range(begin + -(begin - first) % GRID, end - EVENT_MINUTES + 1, GRID)
        found += [*([begin] if end - begin >= EVENT_MINUTES else []), *grid]
    return sorted(set(found))
