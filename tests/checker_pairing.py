"""An independent checker of pairings: it knows the rules, not how pairs are found.

Slow and plain on purpose: loops over people and minutes, no code of the
pairing step. `complaints` lists every rule that a result breaks, `best_by_trying`
tries every set of pairs, `certified_bound` proves an optimum from the pairs alone.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from revmentor_xl.program import Program

Cell = tuple[int, int]
Person = dict[str, object]
Hours = tuple[str, time, time]
"""A weekday, and when a block of that day begins and ends."""

_KNOWN: dict[int, tuple[pd.DataFrame, list[Person]]] = {}
"""Frames of the programs checked last and their rows; a frame kept here keeps its number."""


def rows(program: Program, table: str) -> list[Person]:
    """The typed rows of a table; they are read once, since every pair of people asks for them."""
    frame = program.table(table)
    if id(frame) not in _KNOWN:
        if len(_KNOWN) > 100:
            _KNOWN.clear()
        _KNOWN[id(frame)] = frame, frame.to_dict("records")
    return _KNOWN[id(frame)][1]


def people(program: Program, table: str) -> dict[str, Person]:
    """Typed rows by ID; the programs checked name everybody by ID."""
    return {str(row["id"]): row for row in rows(program, table)}


def above(program: Program, person: str) -> set[str]:
    """Everybody in the reporting line over a person."""
    managers = {
        row["id"]: row["manager"]
        for table in ("reporting", "leaders", "mentors")
        for row in rows(program, table)
        if row["manager"]
    }
    seen: set[str] = set()
    while person in managers and managers[person] not in seen:
        person = managers[person]
        seen.add(person)
    return seen


def free_minutes(program: Program, person: Person) -> frozenset[int]:
    """Minutes of the reference week in UTC, on a ring."""
    blocks = tuple(
        (block["weekday"], block["start"], block["end"])
        for block in rows(program, "time_blocks")
        if block["block"] in person["availability"]  # type: ignore[operator]
    )
    zone = str(person["time_zone"] or program.settings.time_zone)
    return _minutes(program.settings.start_date or program.today, zone, blocks)  # type: ignore[arg-type]


@functools.lru_cache(maxsize=1000)
def _minutes(day: date, zone: str, blocks: tuple[Hours, ...]) -> frozenset[int]:
    monday = datetime.combine(day - timedelta(days=day.weekday()), datetime.min.time())
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    minutes: set[int] = set()
    for weekday, start, end in blocks:
        begins = monday + timedelta(days=names.index(weekday))
        is_next_day = end < start or end == time()
        first, last = (
            datetime.combine(day, at, ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))
            for day, at in ((begins, start), (begins + timedelta(days=is_next_day), end))
        )
        zero = monday.replace(tzinfo=ZoneInfo("UTC"))
        since, until = (int((one - zero).total_seconds() // 60) for one in (first, last))
        minutes |= {minute % 10080 for minute in range(since, until)}
    return frozenset(minutes)


@functools.lru_cache(maxsize=1000)
def longest_run(minutes: frozenset[int]) -> int:
    """The longest stretch of minutes in a row, in minutes."""
    best = run = 0
    before = -2
    for minute in [*sorted(minutes), *(minute + 10080 for minute in sorted(minutes))]:
        run = run + 1 if minute == before + 1 else 1
        best, before = max(best, run), minute
    return min(best, 10080)


def clock(program: Program, person: Person) -> float:
    """Hours ahead of UTC at noon of the Monday of the reference week."""
    day = program.settings.start_date or program.today
    zone = ZoneInfo(str(person["time_zone"] or program.settings.time_zone))
    noon = datetime.combine(
        day - timedelta(days=day.weekday()), datetime.min.time(), ZoneInfo("UTC")
    )
    offset = (noon + timedelta(hours=12)).astimezone(zone).utcoffset()
    assert offset is not None
    return offset.total_seconds() / 3600


def rejections(program: Program, mentor: Person, leader: Person) -> set[str]:
    """The hard rules that follow for this pair from pairs that HR rejected."""
    leaders, found = people(program, "leaders"), set()
    for row in rows(program, "pairs"):
        if row["status"] != "Rejected" or row["mentor_id"] != mentor["id"]:
            continue
        because, one = row["rejected_because"], leaders.get(str(row["leader_id"]))
        if row["leader_id"] == leader["id"]:
            found.add("veto" if because == "One of them said no" else "rejected")
        elif because == "Too close at work" and one is not None:
            # the leader's manager, own reports, and those with the same manager
            above, below = one["manager"] == leader["id"], leader["manager"] == one["id"]
            if above or below or (one["manager"] and one["manager"] == leader["manager"]):
                found.add("rejected")
    return found


def nothing_in(program: Program, mentor: Person, leader: Person) -> set[str]:
    """The parts of the score in which this pair has nothing at all.

    For programs without career goals, circles and running pairs.
    """

    def both(one: str, other: str = "") -> set[object]:
        return set(mentor[one]) & set(leader[other or one])  # type: ignore[call-overload]

    def differ(column: str) -> bool:
        return bool(mentor[column] and leader[column]) and mentor[column] != leader[column]

    generation = program.settings.use_generation and differ("generation")
    wished = leader["id"] in mentor["preferred"] or mentor["id"] in leader["preferred"]  # type: ignore[operator]
    shared = len(free_minutes(program, mentor) & free_minutes(program, leader))
    something = {
        "mentor_teaches": both("strengths", "learning_goals"),
        "leader_teaches": both("learning_goals", "strengths"),
        "perspective": differ("department")
        or differ("location")
        or generation
        or both("perspectives"),
        "rapport": both("values")
        or both("styles")
        or both("interests")
        or len(both("languages")) > 1,
        "preference": wished,
        "time": shared > program.settings.session_minutes,
    }
    return {name for name, there in something.items() if not there}


def broken_rules(program: Program, mentor: Person, leader: Person) -> list[str]:
    """The names of the hard rules that forbid this pair."""
    settings, m, ld = program.settings, str(mentor["id"]), str(leader["id"])
    rank = {row["level"]: int(str(row["rank"])) for row in rows(program, "levels")}
    managers = mentor["manager"], leader["manager"]
    rules = {
        (row["mentor"], row["leader"])
        for row in rows(program, "rules")
        if row["rule"] == "Must not pair"
    }
    ended = {row["pair_id"] for row in rows(program, "pairs") if row["status"] == "Ended"}
    shared = set(mentor["languages"]) & set(leader["languages"])  # type: ignore[call-overload]
    chosen = {row["nominee"] for row in rows(program, "nominations") if row["selected"]}
    known = mentor["level"] in rank and leader["level"] in rank
    tests = {
        "volunteered": settings.only_volunteers
        and not (mentor["volunteered"] is True and leader["volunteered"] is True),
        "chosen": bool(chosen) and m not in chosen,
        "places": 0 in (mentor["capacity"], leader["capacity"]),
        "level_known": not known,
        "level_gap": known and rank[leader["level"]] - rank[mentor["level"]] < settings.level_gap,
        "reporting_line": ld in above(program, m) or m in above(program, ld),
        "same_team": settings.need_other_team and bool(managers[0]) and managers[0] == managers[1],
        "blocked": (m, ld) in rules,
        "veto": ld in mentor["not_with"]  # type: ignore[operator]
        or m in leader["not_with"]  # type: ignore[operator]
        or "veto" in rejections(program, mentor, leader),
        "ended": f"{m}+{ld}" in ended,
        "rejected": "rejected" in rejections(program, mentor, leader),
        "place": settings.need_same_place
        and bool(mentor["location"] and leader["location"])
        and mentor["location"] != leader["location"],
        "time_zone": settings.zone_hours < 24
        and abs(clock(program, mentor) - clock(program, leader)) > settings.zone_hours,
        "common_time": settings.need_common_time
        and longest_run(free_minutes(program, mentor) & free_minutes(program, leader))
        < settings.session_minutes,
        "language": settings.need_common_language
        and bool(mentor["languages"])
        and bool(leader["languages"])
        and not shared,
    }
    musts = {
        f"must_{part}"
        for part in nothing_in(program, mentor, leader)
        if getattr(settings, f"weight_{part}") == "Must have"
    }
    return [*(name for name, broken in tests.items() if broken), *sorted(musts)]


def allowed(program: Program) -> dict[tuple[str, str], bool]:
    """Every pair of IDs, and whether no rule forbids it."""
    mentors, leaders = people(program, "mentors"), people(program, "leaders")
    return {
        (m, ld): not broken_rules(program, mentor, leader)
        for m, mentor in mentors.items()
        for ld, leader in leaders.items()
    }


def places(person: Person) -> int:
    capacity = person["capacity"]
    return 1 if capacity is None or pd.isna(capacity) else int(str(capacity))


def complaints(program: Program) -> list[str]:
    """What is wrong with the proposed pairs of a program; nothing when all is well."""
    mentors, leaders = people(program, "mentors"), people(program, "leaders")
    pairs = program.table("pairs")
    proposed = pairs[pairs["status"] == "Proposed"]
    found = []
    for pair in proposed.to_dict("records"):
        if pair["pair_id"] != f"{pair['mentor_id']}+{pair['leader_id']}":
            found.append(f"{pair['pair_id']} has a wrong ID")
        broken = broken_rules(program, mentors[pair["mentor_id"]], leaders[pair["leader_id"]])
        found += [f"{pair['pair_id']} breaks {rule}" for rule in broken]
    running = pairs[~pairs["status"].isin(["Ended", "Rejected"])]
    for column, group in (("mentor_id", mentors), ("leader_id", leaders)):
        for person, count in Counter(running[column]).items():
            if count > places(group[person]):
                found.append(f"{person} has {count} partners")
    if running["pair_id"].duplicated().any():
        found.append("a pair stands there twice")
    return found


def best_by_trying(
    worth: np.ndarray,
    allowed: np.ndarray,
    mentor_places: Sequence[int],
    leader_places: Sequence[int],
) -> tuple[int, int]:
    """The largest number of pairs and the best total with it, by trying everything."""
    cells = [(int(i), int(j)) for i, j in zip(*np.nonzero(allowed))]

    def best(at: int, mentors: tuple[int, ...], leaders: tuple[int, ...]) -> tuple[int, int]:
        if at == len(cells):
            return 0, 0
        without = best(at + 1, mentors, leaders)
        i, j = cells[at]
        if not mentors[i] or not leaders[j]:
            return without
        less_m = tuple(p - (k == i) for k, p in enumerate(mentors))
        less_l = tuple(p - (k == j) for k, p in enumerate(leaders))
        number, total = best(at + 1, less_m, less_l)
        return max(without, (number + 1, total + int(worth[i, j])))

    return best(0, tuple(mentor_places), tuple(leader_places))


def certified_bound(
    worth: np.ndarray,
    allowed: np.ndarray,
    mentor_places: np.ndarray,
    leader_places: np.ndarray,
    cells: Sequence[Cell],
) -> int:
    """A bound on the total of as many pairs, from prices found without any solver.

    Shortest distances in the residual network of the pairs (Bellman-Ford) give
    prices u, v >= 0 of places and w of a pair; weak duality gives the bound.
    It equals the pairs' own total exactly when they are optimal. Raises
    AssertionError when an improving circle or an unused way to one more pair
    exists. Scores of any size may be given as Python integers (dtype object).
    """
    n, m = worth.shape
    chosen = np.zeros((n, m), dtype=bool)
    chosen[tuple(zip(*cells))] = True
    large = worth.dtype == object
    worth = worth if large else worth.astype(np.int64)
    far, kind = np.array(10**90 if large else 10**12, dtype=worth.dtype), worth.dtype
    cost = np.where(allowed & ~chosen, -worth, far)  # mentor -> leader
    back = np.where(chosen, worth, far)  # leader -> mentor
    used_m, used_l = chosen.sum(axis=1), chosen.sum(axis=0)
    s = t = np.array(0, dtype=kind)
    dm, dl = np.zeros(n, dtype=kind), np.zeros(m, dtype=kind)
    for _ in range(n + m + 3):
        before = (dm.copy(), dl.copy(), s, t)
        dm = np.minimum(dm, np.where(used_m < mentor_places, np.array(s, dtype=kind), far))
        dm = np.minimum(dm, (back + dl[None, :]).min(axis=1, initial=far[()]))
        dl = np.minimum(dl, (cost + dm[:, None]).min(axis=0, initial=far[()]))
        dl = np.minimum(dl, np.where(used_l > 0, np.array(t, dtype=kind), far))
        s = min(s, dm[used_m > 0].min(initial=far[()]))
        t = min(t, dl[used_l < leader_places].min(initial=far[()]))
        if all(map(np.array_equal, before, (dm, dl, s, t))):
            break
    else:
        raise AssertionError("an improving circle exists: the pairs are not optimal")
    u, v, w = np.maximum(0, dm - s), np.maximum(0, t - dl), s - t
    left = np.maximum(0, worth - u[:, None] - v[None, :] - w)[allowed | chosen]
    assert not more_pairs(allowed, chosen, mentor_places, leader_places), "one more pair fits"
    return int(mentor_places @ u + leader_places @ v + len(cells) * w + left.sum())


def more_pairs(
    allowed: np.ndarray, chosen: np.ndarray, mentor_places: np.ndarray, leader_places: np.ndarray
) -> bool:
    """Is there an alternating way from a free mentor place to a free leader place?"""
    mentors = chosen.sum(axis=1) < mentor_places
    while True:
        leaders = (allowed & ~chosen)[mentors].any(axis=0)
        wider = mentors | chosen[:, leaders].any(axis=1)
        if (leaders & (chosen.sum(axis=0) < leader_places)).any():
            return True
        if (wider == mentors).all():
            return False
        mentors = wider
