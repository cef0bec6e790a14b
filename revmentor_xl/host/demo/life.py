"""Six months of a program, done as HR would do it: the story of the demo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from revmentor_xl.errors import BadSetting
from revmentor_xl.host.demo.company.company import Company, invent_company
from revmentor_xl.host.demo.company.texts import DECISION_NOTES
from revmentor_xl.host.demo.desk import Desk, Edit
from revmentor_xl.host.demo.meetings import Meetings
from revmentor_xl.host.demo.setting_up import absences, enroll, replan_one, set_up
from revmentor_xl.host.demo.survey_files.replies import BADLY, Duo, get_on, write_replies
from revmentor_xl.host.demo.survey_files.surveys import write_enrollment
from revmentor_xl.host.files import invitations_beside
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold

ENROLLED = date(2025, 12, 8)
START = date(2026, 1, 12)  # a Monday
FORTNIGHT = timedelta(weeks=2)
MEETING = START + FORTNIGHT  # after two weeks of kick-offs
CHECK_IN_AFTER = 5  # fortnights; the answers come before the next session
SMALL = 50  # pairs; above, HR does not type every fortnight
PROGRAM_FILE = "Reverse mentoring demo.xlsm"
LEAST_PAIRS, MOST_PAIRS = 2, 2000


@dataclass(frozen=True)
class DemoResult:
    """What the demo leaves behind: files, the company, and the program as last written."""

    program_file: Path
    surveys: Path
    sponsor_copy: Path
    company: Company
    program: Program


def run_demo(
    out: Path, pairs: int = 10, seed: int = 7, say: Callable[[str], None] = print
) -> DemoResult:
    """Invent a company and run six months of a program in the folder `out`.

    The same `pairs` and `seed` give the same surveys and the same pairs. A
    program file of an earlier demo stays; the new one gets a number. Raises
    `BadSetting` for a number of pairs that makes no program.
    """
    if not LEAST_PAIRS <= pairs <= MOST_PAIRS:
        raise BadSetting(
            f"A demo with {pairs} pairs is not possible.",
            f"Choose from {LEAST_PAIRS} to {MOST_PAIRS} pairs.",
        )
    out.mkdir(parents=True, exist_ok=True)
    company = invent_company(pairs, seed)
    surveys = out / "surveys"
    files = write_enrollment(company, surveys, seed)
    say(f"{company.name}, invented, with {len(company.employees)} people, wants {pairs} pairs.")
    say(f"What Forms, Google and the HR system exported lies in “{surveys}”.")
    desk = Desk(_new_file(out), company.hr.name, say, ENROLLED)
    sponsor_copy = desk.path.with_name(f"{desk.path.stem} - sponsor copy.xlsx")
    set_up(desk, company, pairs, START)
    enroll(desk, company, files)
    duos = _pair(desk, company, seed)
    _schedule(desk)
    _first_half(desk, duos, surveys, seed)
    _second_half(desk, duos, surveys, seed)
    program = _show(desk, sponsor_copy)
    result = DemoResult(desk.path, surveys, sponsor_copy, company, program)
    _summarize(result, say)
    return result


def _new_file(out: Path) -> Path:
    from revmentor_xl.host.template.new_file import new_file

    path = out / PROGRAM_FILE
    number = 2
    while path.exists():
        path = out / f"{Path(PROGRAM_FILE).stem} ({number}).xlsm"
        number += 1
    return new_file(path)


# --- autumn: pair ----------------------------------------------------------------


def _pair(desk: Desk, company: Company, seed: int) -> list[Duo]:
    desk.press("select")
    desk.today += timedelta(days=1)
    program = desk.press("pair")
    if len(program.table("pairs")) <= SMALL:
        _look_around(desk, program)

    def approve(cells: pd.DataFrame) -> pd.DataFrame:
        return cells.assign(status="Approved")

    desk.type_into({"pairs": approve}, "types Approved at every pair, after a talk with each.")
    email = {
        (role, row["id"]): row["email"]
        for role, table in (("mentor", "mentors"), ("leader", "leaders"))
        for row in program.table(table)[["id", "email"]].to_dict("records")
    }
    made = program.table("pairs")
    return get_on(
        (
            (
                pair_id,
                company.participant[email["mentor", mentor]],
                company.participant[email["leader", leader]],
            )
            for pair_id, mentor, leader in zip(
                made["pair_id"], made["mentor_id"], made["leader_id"]
            )
        ),
        seed,
    )


def _schedule(desk: Desk) -> None:
    desk.today += timedelta(days=4)
    desk.press("schedule")
    desk.press("sessions")
    desk.press("invitations", path=invitations_beside(desk.path))


# --- the six months -------------------------------------------------------------


def _ask(desk: Desk, into: str, moment: str, duos: list[Duo], path: Path, seed: int) -> None:
    """The answers of one moment come in, ten days after the questions went out."""
    write_replies(moment, duos, path, desk.today, seed)
    desk.today += timedelta(days=10)
    desk.bring_in(path, into, moment=moment)


def _first_half(desk: Desk, duos: list[Duo], surveys: Path, seed: int) -> None:
    desk.today = START - timedelta(days=14)
    desk.press("check-in")
    _ask(desk, "checkins", "Start", duos, surveys / "start_qualtrics.csv", seed)
    meetings = Meetings(duos, seed)
    rounds = _rounds(len(duos), desk.read().settings.session_count)
    _note_sessions(desk, meetings, rounds[0], also={"pairs": _activate})
    for fortnight in (one for one in rounds[1:] if one <= CHECK_IN_AFTER):
        _note_sessions(desk, meetings, fortnight)
    desk.press("check-in")
    _ask(desk, "checkins", "Month 3", duos, surveys / "month3_microsoft_forms.xlsx", seed)
    _note_sessions(desk, meetings, CHECK_IN_AFTER + 1)
    desk.press("check-in")
    _help(desk, duos)
    _change(desk, duos)


def _rounds(pairs: int, sessions: int) -> list[int]:
    """The fortnights after which HR notes what took place: all of them, in a large program few."""
    if pairs <= SMALL:
        return list(range(1, sessions + 1))
    return [CHECK_IN_AFTER, CHECK_IN_AFTER + 1, 9, sessions]


def _note_sessions(
    desk: Desk, meetings: Meetings, fortnight: int, also: Mapping[str, Edit] | None = None
) -> None:
    desk.today = MEETING + fortnight * FORTNIGHT
    desk.type_into({"sessions": meetings.note_until(desk.today), **(also or {})})
    desk.tell(f"HR notes the sessions up to today: {meetings.told}")


def _activate(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.assign(status="Active")


def _help(desk: Desk, duos: list[Duo]) -> None:
    """HR talks to the pairs that are in trouble and finds them another hour."""
    in_trouble = {fold(duo.pair_id) for duo in duos if duo.going == BADLY}
    mentors = {duo.mentor.person.email for duo in duos if duo.going == BADLY}
    if not in_trouble:
        return

    def decide(cells: pd.DataFrame) -> pd.DataFrame:
        for row in cells.index:
            if fold(as_text(cells.at[row, "pair_id"])) in in_trouble:
                cells.at[row, "decision"] = DECISION_NOTES[row % len(DECISION_NOTES)]
        return cells

    def widen(cells: pd.DataFrame) -> pd.DataFrame:
        for row in cells.index:
            free = as_text(cells.at[row, "availability"])
            if as_text(cells.at[row, "email"]) in mentors and "Thu afternoon" not in free:
                cells.at[row, "availability"] = f"{free}; Thu afternoon"
        return cells

    desk.type_into(
        {"health": decide, "mentors": widen},
        "notes on Health what was agreed with those in trouble.",
        "types another block of time that the mentor has offered.",
    )


def _change(desk: Desk, duos: list[Duo]) -> None:
    """Some people will be away: the fewest sessions move, and everybody is told."""
    away, told = absences(duos, desk.today)
    desk.type_into(
        {"away": away, "sessions": replan_one},
        told,
        "types Replan at a session that was missed.",
    )
    desk.press("reschedule")
    desk.press("apply-changes")
    desk.press("sessions")
    desk.press("invitations", path=invitations_beside(desk.path))


def _second_half(desk: Desk, duos: list[Duo], surveys: Path, seed: int) -> None:
    meetings = Meetings(duos, seed, helped=True)
    rounds = _rounds(len(duos), desk.read().settings.session_count)
    for fortnight in (one for one in rounds if one > CHECK_IN_AFTER + 1):
        _note_sessions(desk, meetings, fortnight)
    desk.press("check-in")
    desk.press("review")
    _ask(desk, "review", "Month 6", duos, surveys / "month6_google_forms.csv", seed)
    desk.press("review")


def _show(desk: Desk, sponsor_copy: Path) -> Program:
    desk.press("report")
    desk.press("dashboard")
    return desk.press("sponsor-copy", path=sponsor_copy)


def _look_around(desk: Desk, program: Program) -> None:
    """Compare plans, and ask why the best pair's mentor is not with the next pair's leader."""
    desk.press("plans")
    best, following = program.table("pairs").iloc[0], program.table("pairs").iloc[:2].iloc[-1]

    def ask(cells: pd.DataFrame) -> pd.DataFrame:
        asked = {"mentor": best["mentor"], "leader": following["leader"]}
        return pd.concat([cells, pd.DataFrame([asked])], ignore_index=True)

    def choose(cells: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame([{"mentor": best["mentor"], "leader": following["leader"]}])

    desk.type_into(
        {"questions": ask, "what_if": choose},
        f"asks on Why not and What if about {best['mentor']} and {following['leader']}.",
    )
    desk.press("explain")


def _summarize(result: DemoResult, say: Callable[[str], None]) -> None:
    say("")
    say("What lies where:")
    say(f"  {result.program_file}   the program file: open this first, at the Home tab")
    say(f"  {result.sponsor_copy}   what sponsors may see: totals only, no names")
    say(f"  {invitations_beside(result.program_file)}   calendar files for people's calendars")
    say(f"  {result.surveys}   the survey exports it was made from, mess included")
    say("Then look at Pairs (why each pair), Plans (what else would be possible), Checks (what")
    say("the surveys got wrong), Schedule, Calendar, Health, Dashboard and Report. Everybody in")
    say("it is invented.")
