"""The kick-offs: every pair once in the first weeks, with a facilitator.

Several pairs may share one kick-off. A facilitator leads one at a time and
takes so many pairs as the settings say. A person with several pairs has one
kick-off for all of them, or several that do not overlap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.calendars.attendees import Attendee, Pair
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.scheduling.common_events import Free
from revmentor_xl.steps.scheduling.kickoffs import integer_program as kickoff_model
from revmentor_xl.steps.scheduling.kickoffs.case import Case, Held, case_of
from revmentor_xl.steps.scheduling.kickoffs.greedy_repair import Chosen, quick_plan
from revmentor_xl.steps.scheduling.kickoffs.reasons import OVER, reason
from revmentor_xl.steps.scheduling.kickoffs.symmetry import counted


@dataclass(frozen=True)
class KickOff:
    """One pair's kick-off; without a start `why` says what stands in the way and
    `remedy` what would help."""

    pair: Pair
    start: int | None
    facilitator: Attendee | None
    why: str = ""
    remedy: str = ""


def place_kickoffs(
    pairs: Sequence[Pair],
    facilitators: Sequence[Attendee],
    free: Free,
    weeks: Timeline,
    settings: Settings,
    not_before: int | None = None,
    earlier: Mapping[str, tuple[int, str]] | None = None,
    held: Sequence[Held] = (),
) -> list[KickOff]:
    """Most pairs with a kick-off, then the fewest changed, then the fewest meetings,
    then the best liked hours.

    `earlier` gives the start and the facilitator's name that pairs have now;
    what is still possible stays. `held` are kick-offs that are not placed anew.
    Nothing begins before `not_before`. Raises `BadSetting`.
    """
    if not_before is not None and not_before >= weeks.at(weeks.begins(1)):
        return [KickOff(pair, None, None, *OVER) for pair in pairs]
    if not_before is not None:
        free = {key: _from(hours, not_before) for key, hours in free.items()}
    given = (pairs, facilitators, free, weeks, settings, earlier or {}, held)
    case = case_of(*given)
    chosen, proven = _chosen(case, settings)
    if _is_strained(case, chosen):
        closer = case_of(*given, closer=True)
        if len(closer.meetings) > len(case.meetings):
            case, (chosen, proven) = closer, _chosen(closer, settings)
    found = []
    for at, pair in enumerate(pairs):
        if at in chosen:
            meeting = case.meetings[chosen[at]]
            leads = facilitators[meeting.facilitator] if facilitators else None
            found.append(KickOff(pair, meeting.start, leads))
        else:
            why, remedy = reason(case, chosen, at, pair, facilitators, free, weeks, proven)
            found.append(KickOff(pair, None, None, why, remedy))
    return found


def _is_strained(case: Case, chosen: Chosen) -> bool:
    """Is a pair without a kick-off, or with another one than now, that could have it alone?"""
    without = any(options and at not in chosen for at, options in enumerate(case.options))
    return without or any(case.can[at, now] and chosen[at] != now for at, now in case.now.items())


def _chosen(case: Case, settings: Settings) -> tuple[Chosen, bool]:
    """The plan, and whether it is proven that no other has more pairs."""
    chosen, most = quick_plan(case), case.most
    if len(chosen) < most:
        chosen, most = counted(case, chosen, settings)
    if kickoff_model.size(case) <= kickoff_model.LIMIT:
        return kickoff_model.best_plan(case, chosen, most, settings)
    return chosen, len(chosen) == most


def _from(hours: Sequence[tuple[int, int]], first: int) -> list[tuple[int, int]]:
    return [(max(begin, first), end) for begin, end in hours if end > first]
