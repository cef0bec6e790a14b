"""An independent check of a schedule: it knows the rules and not the model.

It reads the typed tables of a program, turns every date and time into UTC by
itself and asks of each minute whether a person may meet then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pandas as pd

from revmentor_xl.program import Program

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
STEP = 5  # minutes


def broken_rules(program: Program) -> list[str]:
    """Every rule that the schedule of a first run breaks, in words."""
    return [
        *wrong_counts(program),
        *wrong_windows(program),
        *outside_free_time(program),
        *double_bookings(program),
        *wrong_regular(program),
        *silent_gaps(program),
        *wrong_events(program),
    ]


def meeting(program: Program) -> pd.DataFrame:
    pairs = program.table("pairs")
    return pairs[pairs["status"] != "Ended"]


def sessions(program: Program) -> pd.DataFrame:
    rows = program.table("schedule")
    return rows[rows["kind"] == "Session"]


def person(program: Program, table: str, id_: str) -> pd.Series | None:
    rows = program.table(table)
    found = rows[rows["id"] == id_]
    return found.iloc[0] if len(found) else None


def own_zone(program: Program, someone: pd.Series) -> ZoneInfo:
    return ZoneInfo(someone["time_zone"] or program.settings.time_zone)


Week = tuple[ZoneInfo, list[tuple[int, time, time]]]
"""A person's time zone and their free blocks: weekday, from, to."""


def week_of(program: Program, someone: pd.Series | None) -> Week:
    if someone is None:
        return ZoneInfo("UTC"), []
    rows = program.table("time_blocks")[["block", "weekday", "start", "end"]]
    return own_zone(program, someone), [
        (DAYS.index(weekday), start, end)
        for name, weekday, start, end in rows.itertuples(index=False)
        if name in someone["availability"]
    ]


def is_free(week: Week, start: datetime, minutes: int) -> bool:
    """Is every moment of the meeting inside one of the person's weekly blocks?"""
    tz, blocks = week
    for passed in range(0, minutes, STEP):
        shown = (start + timedelta(minutes=passed)).astimezone(tz)
        day, clock = shown.weekday(), shown.time()
        if not any(day == on and begin <= clock < end for on, begin, end in blocks):
            return False
    return True


def start_of(program: Program, row: pd.Series) -> datetime:
    tz = ZoneInfo(program.settings.time_zone)
    return datetime.combine(row["day"], row["start"], tzinfo=tz).astimezone(UTC)


def first_monday(program: Program) -> date:
    start = program.settings.start_date
    return start - timedelta(days=start.weekday())


def window_of(program: Program, day: date) -> int:
    length = 7 * program.settings.cadence_weeks
    return (day - first_monday(program) - timedelta(days=7)).days // length + 1


def wrong_counts(program: Program) -> Iterator[str]:
    expected = list(range(1, program.settings.session_count + 1))
    rows = sessions(program)
    for pair_id in meeting(program)["pair_id"]:
        numbers = sorted(rows.loc[rows["pair_id"] == pair_id, "number"])
        if numbers != expected:
            yield f"{pair_id} has the sessions {numbers}"
    for pair_id in set(rows["pair_id"]) - set(meeting(program)["pair_id"]):
        yield f"{pair_id} has sessions but does not meet"
    if program.table("schedule")["event_id"].duplicated().any():
        yield "an event is listed twice"


def wrong_windows(program: Program) -> Iterator[str]:
    for _, row in sessions(program).iterrows():
        if row["day"] is not None and window_of(program, row["day"]) != row["number"]:
            yield f"{row['event_id']} on {row['day']} is outside its weeks"


def outside_free_time(program: Program) -> Iterator[str]:
    minutes = program.settings.session_minutes
    pairs = meeting(program).set_index("pair_id")
    for _, row in sessions(program).iterrows():
        if row["day"] is None:
            continue
        start = start_of(program, row)
        for role, table in (("mentor", "mentors"), ("leader", "leaders")):
            someone = person(program, table, pairs.at[row["pair_id"], f"{role}_id"])
            if not is_free(week_of(program, someone), start, minutes):
                yield f"{row['event_id']}: the {role} is not free at {start}"
                continue
            shown = start.astimezone(own_zone(program, someone))
            text = f"{DAYS[shown.weekday()][:3]} {shown:%H:%M} ({own_zone(program, someone)})"
            if row[f"{role}_time"] != text:
                yield f"{row['event_id']}: {role}'s time is {row[f'{role}_time']}, not {text}"
        end = (start + timedelta(minutes=minutes)).astimezone(ZoneInfo(program.settings.time_zone))
        if row["end"] != end.time():
            yield f"{row['event_id']} ends at {row['end']}, not {end.time()}"


def double_bookings(program: Program) -> Iterator[str]:
    pairs = program.table("pairs").set_index("pair_id")
    taken: dict[str, list[tuple[datetime, datetime, str]]] = defaultdict(list)
    schedule = program.table("schedule")
    dated = schedule[[day is not None for day in schedule["day"]]]
    for _, row in dated.iterrows():
        start = start_of(program, row)
        if row["kind"] == "Session":
            end = start + timedelta(minutes=program.settings.session_minutes)
            people = [pairs.at[row["pair_id"], key] for key in ("mentor_id", "leader_id")]
        else:
            end = start + timedelta(minutes=60)
            people = [id_ for key in ("mentor_id", "leader_id") for id_ in meeting(program)[key]]
        for someone in set(people):
            taken[someone].append((start, end, row["event_id"]))
    for someone, meetings in taken.items():
        for one, other in combinations(meetings, 2):
            if one[0] < other[1] and other[0] < one[1]:
                yield f"{someone} is in {one[2]} and {other[2]} at once"


def wrong_regular(program: Program) -> Iterator[str]:
    """Regular sessions of a pair share the day of the window and the leader's hour."""
    pairs = meeting(program).set_index("pair_id")
    slots: dict[str, set[object]] = defaultdict(set)
    for _, row in sessions(program).iterrows():
        if row["day"] is None and row["regular"]:
            yield f"{row['event_id']} is regular without a date"
        if row["day"] is not None and row["regular"]:
            slots[row["pair_id"]].add(slot_of(program, pairs, row))
        if row["day"] is not None and not row["regular"] and not row["why"]:
            yield f"{row['event_id']} moved without a word"
    for pair_id, found in slots.items():
        if len(found) > 1:
            yield f"{pair_id} has more than one regular slot: {found}"


def slot_of(program: Program, pairs: pd.DataFrame, row: pd.Series) -> tuple[int, str]:
    """Days since the window's Monday and the hour, both on the leader's clock."""
    leader = person(program, "leaders", pairs.at[row["pair_id"], "leader_id"])
    shown = start_of(program, row).astimezone(own_zone(program, leader))
    length = 7 * program.settings.cadence_weeks
    monday = first_monday(program) + timedelta(days=7 + (int(row["number"]) - 1) * length)
    return (shown.date() - monday).days, f"{shown:%H:%M}"


def silent_gaps(program: Program) -> Iterator[str]:
    told = "\n".join(f.message for f in program.findings if f.code in ("RM601", "RM602"))
    for _, row in sessions(program).iterrows():
        if row["day"] is not None:
            continue
        names = f"{row['mentor']} and {row['leader']}"
        if f"Session {row['number']} of {names}" not in told and f"{names} have no" not in told:
            yield f"nobody is told that {row['event_id']} has no date"
        if not row["why"]:
            yield f"{row['event_id']} has no date and no remark"


def guests(program: Program) -> dict[str, Week]:
    """The week of everybody in a pair, by name."""
    pairs = meeting(program)
    found = [person(program, "mentors", id_) for id_ in sorted(set(pairs["mentor_id"]))]
    found += [person(program, "leaders", id_) for id_ in sorted(set(pairs["leader_id"]))]
    return {one["name"]: week_of(program, one) for one in found if one is not None}


def wrong_events(program: Program) -> Iterator[str]:
    schedule = program.table("schedule").set_index("kind")
    kinds = ["Kick-off", "Mid-program gathering", "Final review", "Celebration"]
    monday, settings, everybody = first_monday(program), program.settings, guests(program)
    length = settings.session_count * settings.cadence_weeks
    weeks = [0, 1 + length // 2, 1 + length, 2 + length]
    for kind, week in zip(kinds, weeks):
        row = schedule.loc[kind]
        if row["day"] is None:
            best = 0
        else:
            if (row["day"] - monday).days // 7 != week or row["day"] < settings.start_date:
                yield f"the {kind} is on {row['day']}, not in week {week}"
            start = start_of(program, row)
            here = {name for name, week in everybody.items() if is_free(week, start, 60)}
            away = set(everybody) - here
            listed = row["why"].removeprefix("Cannot come: ")
            if {name for name in listed.split(", ") if name} != away:
                yield f"{kind}: {sorted(away)} cannot come, the remark says {row['why']!r}"
            best = len(here)
        if most_guests(program, everybody, monday + timedelta(weeks=week)) > best:
            yield f"more people could come to the {kind}"


def most_guests(program: Program, everybody: dict[str, Week], monday: date) -> int:
    tz, start_date = ZoneInfo(program.settings.time_zone), program.settings.start_date
    best = 0
    for half_hour in range(7 * 48 - 1):
        day = monday + timedelta(days=half_hour // 48)
        clock = timedelta(minutes=30 * (half_hour % 48))
        if day >= start_date and half_hour % 48 < 47:
            start = (datetime.combine(day, datetime.min.time(), tzinfo=tz) + clock).astimezone(UTC)
            best = max(best, sum(is_free(one, start, 60) for one in everybody.values()))
    return best
