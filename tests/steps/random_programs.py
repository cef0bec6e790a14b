"""Random programs with everything that can stand in the way of a session."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from schedules import BLOCKS, paired

from revmentor_xl.program import Program
from tests.programs import filled

ZONES = [
    "Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kathmandu",
    "Australia/Lord_Howe", "Pacific/Apia", "",
]  # fmt: skip
PLACES = [("", ""), ("DE", "BY"), ("Germany", "Bayern"), ("US", ""), ("Japan", ""), ("IN", "")]
SITES = ["", "", "Berlin", "berlin", "Paris"]
STARTS = [  # a plain week, both changes of clocks, and the end of the year
    date(2026, 1, 5), date(2026, 2, 23), date(2026, 3, 9), date(2026, 9, 28), date(2026, 12, 7),
]  # fmt: skip
HOURS = [*BLOCKS, "Mon morning", "Tue afternoon"]
TIGHT = ["Mon 9", "Mon 9-11", "Thu 9-10", "Wed 8:30-10", "Mon 14-16"]

hours = st.lists(st.sampled_from(HOURS), max_size=5, unique=True).map("; ".join)


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Up to six pairs among few people, so that calendars are shared."""
    mentors = st.sampled_from(["M1", "M2", "M3", "M4"])
    couple = st.tuples(mentors, st.sampled_from(["L1", "L2"]))
    pairs = draw(st.lists(couple, min_size=1, max_size=6, unique=True))
    ids = sorted({one for pair in pairs for one in pair})
    base = paired(
        pairs,
        {id_: (draw(st.sampled_from(ZONES)), draw(hours)) for id_ in ids},
        start_date=draw(st.sampled_from(STARTS)) + timedelta(days=draw(st.integers(0, 6))),
        session_count=draw(st.integers(1, 5)),
        cadence_weeks=draw(st.integers(1, 3)),
        session_minutes=draw(st.sampled_from([30, 45, 60, 90])),
        kickoff_weeks=draw(st.integers(1, 2)),
        kickoff_pairs=draw(st.integers(1, 3)),
        leader_week=draw(st.integers(1, 3)),
        holidays=draw(st.booleans()),
    )
    return beset(draw, base, ids)


@st.composite
def tight_programs(draw: st.DrawFn) -> Program:
    """Two or three pairs that share a person and have little time, over the clock change."""
    shapes = ["M1-L1 M2-L1", "M1-L1 M1-L2", "M1-L1 M2-L1 M3-L1", "M1-L1 M2-L1 M2-L2"]
    pairs = [tuple(pair.split("-")) for pair in draw(st.sampled_from(shapes)).split()]
    ids = sorted({one for pair in pairs for one in pair})
    some = st.lists(st.sampled_from(TIGHT), min_size=1, max_size=2, unique=True).map("; ".join)
    zone = st.sampled_from(["Europe/Berlin", "Europe/Berlin", "Africa/Lagos"])
    base = paired(
        pairs,
        {id_: (draw(zone), draw(some)) for id_ in ids},
        start_date=draw(st.sampled_from([date(2026, 1, 5), date(2026, 3, 9)])),
        session_count=3,
        cadence_weeks=1,
        leader_week=draw(st.integers(1, 3)),
    )
    return beset(draw, base, ids) if draw(st.booleans()) else base


def beset(draw: st.DrawFn, base: Program, ids: list[str]) -> Program:
    """The program with absences, closures, rooms, facilitators, countries and sites."""
    start, weeks = base.settings.start_date, base.settings.session_count + 4
    day = st.integers(0, 7 * weeks).map(lambda ahead: start + timedelta(days=ahead))
    span = st.tuples(day, st.sampled_from([None, 0, 1, 10]))

    def lasting(span: tuple[date, int | None]) -> dict[str, object]:
        first, days = span
        return {"first": first, "last": None if days is None else first + timedelta(days=days)}

    leading = draw(st.lists(st.sampled_from(["Ada", "Bo", "Cy"]), max_size=2, unique=True))
    absent = draw(st.lists(st.tuples(st.sampled_from([*ids, *leading]), span), max_size=6))
    closed = draw(st.lists(st.tuples(st.sampled_from(SITES), span), max_size=2))
    sites = draw(st.lists(st.sampled_from(SITES), max_size=2))
    new = filled(base, "away", [{"person": who, **lasting(when)} for who, when in absent])
    new = filled(new, "closures", [{"location": at, **lasting(when)} for at, when in closed])
    new = filled(new, "rooms", [{"room": f"R{n}", "location": at} for n, at in enumerate(sites)])
    new = filled(
        new,
        "facilitators",
        [
            {
                "name": name,
                "time_zone": draw(st.sampled_from(ZONES)),
                "availability": draw(hours),
                "country": draw(st.sampled_from(["", "DE", "US"])),
            }
            for name in leading
        ],
    )
    for table in ("mentors", "leaders"):
        frame = new.cells(table).copy()
        places = [draw(st.sampled_from(PLACES)) for _ in frame.index]
        frame["country"], frame["region"] = [one for one, _ in places], [two for _, two in places]
        frame["location"] = [draw(st.sampled_from(SITES)) for _ in frame.index]
        new = new.with_cells(table, frame)
    return new
