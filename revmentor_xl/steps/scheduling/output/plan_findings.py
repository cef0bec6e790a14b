"""What HR is told of a schedule: the findings on the Checks tab, and one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding, Whole
from revmentor_xl.findings.sentences import counted
from revmentor_xl.program import Program
from revmentor_xl.steps.calendars.attendees import Pair
from revmentor_xl.steps.calendars.free_time import common, free_time, local
from revmentor_xl.steps.calendars.wording import long_date, small
from revmentor_xl.steps.scheduling.common_events import CommonEvent
from revmentor_xl.steps.scheduling.existing.edits import Row
from revmentor_xl.steps.scheduling.output.reasons import Reasons
from revmentor_xl.steps.scheduling.output.rows import kickoff_id, session_id, suggestion
from revmentor_xl.steps.scheduling.planning import Planned

FOUND_BY = "schedule"
FEW = 3  # so many people are named in the finding about an event
MANY = 200  # so many findings of a kind are listed one by one


def plan_findings(program: Program, result: Planned, reasons: Reasons) -> Iterator[Finding]:
    """Everything about a plan that needs a look."""
    at = {str(event): int(str(row)) for row, event in program.cells("schedule")["event_id"].items()}
    start = program.settings.start_date
    if start and not result.past.running and start < program.today:
        yield found("start_in_past", sheet="Settings", value=start, found_by=FOUND_BY)
    yield from _at_most(_kickoff_findings(program, result, at), program, "kick-offs")
    sessions = (
        finding
        for pair in result.pairs
        for finding in _pair_findings(program, result, reasons, pair, at)
    )
    yield from _at_most(sessions, program, "sessions")
    for event in result.events:
        yield from _event_findings(program, result, event, at)


def _at_most(findings: Iterator[Finding], program: Program, what: str) -> Iterator[Finding]:
    """The first ones one by one, the others as a number."""
    more = 0
    for number, finding in enumerate(findings):
        if number < MANY:
            yield finding
        else:
            more += 1
    if more:
        sheet = program.places["schedule"].sheet
        yield found("more_unplaced", sheet=sheet, found_by=FOUND_BY, count=more, what=what)


def _kickoff_findings(program: Program, result: Planned, at: dict[str, int]) -> Iterator[Finding]:
    minutes = program.settings.session_minutes
    for one in result.kickoffs:
        if one.start is None and not _is_hopeless(result, one.pair, minutes):
            yield found(
                "kickoff_unplaced",
                **program.where("schedule", at[kickoff_id(one.pair.pair_id)], "day"),
                found_by=FOUND_BY,
                person=one.pair.names,
                why=Whole(small(one.why)),
                remedy=Whole(one.remedy),
            )


def _pair_findings(
    program: Program, result: Planned, reasons: Reasons, pair: Pair, at: dict[str, int]
) -> Iterator[Finding]:
    agenda = result.agendas[pair.pair_id]
    if _is_hopeless(result, pair, program.settings.session_minutes):
        yield _no_common_time(program, result, pair, at)
        return
    for number, window in agenda.windows.items():
        if window is None or window not in result.plan.starts[pair.pair_id]:
            yield found(
                "session_unplaced",
                **program.where("schedule", at[session_id(pair.pair_id, number)], "day"),
                found_by=FOUND_BY,
                number=number,
                person=pair.names,
                why=Whole(small(reasons.unplaced(pair, window))),
                remedy=Whole(reasons.remedy(pair, window)),
            )
    if agenda.left_out:
        first, last = agenda.left_out[0], agenda.left_out[-1]
        yield found(
            "session_unplaced",
            sheet=program.places["schedule"].sheet,
            found_by=FOUND_BY,
            number=first if first == last else f"{first} to {last}",
            person=pair.names,
            why="the pair began late and the program ends before",
            remedy="Agree on times after the program's end if the two want them",
        )


def _no_common_time(program: Program, result: Planned, pair: Pair, at: dict[str, int]) -> Finding:
    """One finding for the pair, with one person's hours on the other's clock."""
    people = (pair.mentor, pair.leader)
    monday = result.weeks.begins(1)
    week = {one.key: free_time(one.tz, one.blocks, monday, 7) for one in people}
    first = session_id(pair.pair_id, min(result.agendas[pair.pair_id].windows))
    return found(
        "no_common_time",
        **program.where("schedule", at[first], "day"),
        found_by=FOUND_BY,
        person=pair.names,
        remedy=suggestion(pair, week, program.settings.session_minutes),
    )


def _is_hopeless(result: Planned, pair: Pair, minutes: int) -> bool:
    """Have the two no hour in common in any week, were nothing else planned?"""
    times, weekly = result.times[pair.pair_id], result.weekly
    if not times.starts or times.misses:
        return False
    both = common(weekly[pair.mentor.key], weekly[pair.leader.key])
    return not any(end - begin >= minutes for begin, end in both)


def _event_findings(
    program: Program, result: Planned, event: CommonEvent, at: dict[str, int]
) -> Iterator[Finding]:
    """One finding for all who cannot come; the Remark column names everybody."""
    if event.start is None or not event.absent:
        return
    when = local(result.weeks.tz, event.start)
    yield found(
        "cannot_attend",
        **program.where("schedule", at[event.kind], "why"),
        found_by=FOUND_BY,
        person=Whole(_in_short([one.name for one in event.absent])),
        event=event.kind.lower(),
        date=long_date(when.date()),
        time=f"{when:%H:%M}",
    )


def _in_short(names: Sequence[str]) -> str:
    """“A”, “A and B”, “A, B and C”, “A, B, C and 4 more”."""
    shown = list(names[:FEW])
    last = f"{len(names) - FEW} more" if len(names) > FEW else shown.pop()
    return f"{', '.join(shown)} and {last}" if shown else last


# --- what is said ---------------------------------------------------------


def said_of(rows: Sequence[Row], result: Planned) -> str:
    """The plan in one line."""
    sessions = [row for row in rows if row["kind"] == "Session"]
    count = Counter(
        "unplaced" if row["day"] is None else "regular" if row["regular"] else "moved"
        for row in sessions
    )
    placed = count["regular"] + count["moved"]
    pairs = len({row["pair_id"] for row in sessions})
    parts = [f"{counted(placed, 'session')} for {counted(pairs, 'pair')}"]
    if placed:
        parts[0] += f", {count['regular']} at their regular time"
    if count["unplaced"]:
        parts.append(f"{count['unplaced']} could not be placed, see Checks")
    if proof := _proof(result):
        parts.append(proof)
    return "; ".join([*parts, *_kickoffs_said(result)])


def _proof(result: Planned) -> str:
    """How far the plan may be from the best one, when that is not known to be nothing."""
    plan = result.plan
    if plan.most_placed > plan.placed:
        return f"at most {plan.most_placed - plan.placed} more might be placed"
    if plan.most_regular > plan.regular:
        return f"at most {plan.most_regular - plan.regular} more might be at their regular time"
    return ""


def _kickoffs_said(result: Planned) -> Iterator[str]:
    meetings = {(one.start, one.facilitator) for one in result.kickoffs if one.start is not None}
    starts = sorted(start for start, _ in meetings)
    tz = result.weeks.tz
    if len(meetings) == 1:
        when = local(tz, starts[0])
        yield f"kick-off on {long_date(when.date())} at {when:%H:%M}"
    elif meetings:
        first, last = (long_date(local(tz, start).date()) for start in (starts[0], starts[-1]))
        days = f"on {first}" if first == last else f"from {first} to {last}"
        yield f"kick-offs {days} in {len(meetings)} meetings"
    without = sum(one.start is None for one in result.kickoffs)
    if without:
        yield f"{counted(without, 'pair')} without a kick-off, see Checks"
