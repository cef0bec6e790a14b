"""An independent check of a schedule: nobody is in two places at one time.

People are those of the real world, given by whoever made up the program, and
not by what the software makes of names, addresses and IDs. Nothing of
`revmentor_xl.steps` is used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from revmentor_xl.program import Program

KICK_OFF, SESSION = "Kick-off", "Session"


def in_two_places(
    program: Program,
    mentors: Mapping[str, str],
    leaders: Mapping[str, str],
    leads: Mapping[str, str],
) -> list[str]:
    """Everybody who has two meetings at once, in words.

    `mentors` and `leaders` give the human behind an ID, `leads` the one behind
    what the Schedule tab shows as facilitator. Common events are left out:
    who has another meeting then does not come.
    """
    settings, zone = program.settings, ZoneInfo(program.settings.time_zone)
    pairs = {row["pair_id"]: row for row in program.table("pairs").to_dict("records")}
    busy: dict[str, set[tuple[datetime, datetime, str]]] = defaultdict(set)
    for row in program.table("schedule").to_dict("records"):
        if row["kind"] not in (KICK_OFF, SESSION) or row["day"] is None or not row["pair_id"]:
            continue
        is_session, led_by = row["kind"] == SESSION, str(row["facilitator"] or "")
        begin = datetime.combine(row["day"], row["start"], zone).astimezone(UTC)
        end = begin + timedelta(minutes=settings.session_minutes if is_session else 60)
        what = str(row["event_id"]) if is_session else f"the kick-off led by {led_by}"
        pair = pairs[row["pair_id"]]
        people = {mentors[pair["mentor_id"]], leaders[pair["leader_id"]]}
        people |= {leads[led_by]} if led_by else set()
        for human in people:
            busy[human].add((begin, end, what))
    found = []
    for human, meetings in sorted(busy.items()):
        last = min(meetings)
        for one in sorted(meetings)[1:]:
            if one[0] < last[1]:
                found.append(f"{human} is in {last[2]} and in {one[2]} at {one[0]:%d %B %H:%M}")
            last = max(one, last, key=lambda meeting: meeting[1])
    return found
