"""The Home tab: where the program stands, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd

from revmentor_xl.findings.finding import Severity
from revmentor_xl.findings.sentences import counted
from revmentor_xl.program import Program
from revmentor_xl.steps.health.questionnaires import ASKED_FROM, MONTH_3, MONTH_6
from revmentor_xl.steps.health.rules import CALLS

DONE, NOW, LATER = "Done", "Now", "Later"


class Stage(NamedTuple):
    """One stage of a program's life.

    `is_done` looks at the program; `next_step` says what to do, with the
    labels of commands in braces such as {pair}; `under_way` says it instead
    once the stage has begun, and nothing before.
    """

    name: str
    what: str
    tab: str
    is_done: Callable[[Program], bool]
    next_step: str
    done_text: str
    under_way: Callable[[Program], str] = lambda program: ""


def _rows(program: Program, table: str) -> int:
    return len(program.table(table))


def _is_set_up(program: Program) -> bool:
    return program.settings.start_date is not None


def _is_enrolled(program: Program) -> bool:
    return _rows(program, "mentors") > 0 and _rows(program, "leaders") > 0


def _is_selected(program: Program) -> bool:
    if _rows(program, "nominations") == 0:
        return _rows(program, "pairs") > 0
    return bool(program.table("nominations")["selected"].fillna(False).astype(bool).any())


def _is_paired(program: Program) -> bool:
    status = program.table("pairs")["status"]
    return bool(len(status)) and not (status == "Proposed").any()


def _is_met(program: Program) -> bool:
    held = program.table("sessions")["held"]
    return bool(len(held)) and not held.isin(["Planned", ""]).any()


def _answered(program: Program, table: str, moment: str) -> int:
    rows = program.table(table)
    return int(((rows["moment"] == moment) & rows["answered"].notna()).sum())


def _start_date_to_mend(program: Program) -> str:
    unread = [f for f in program.setting_findings if f.message.startswith("Start date")]
    return f"{unread[0].message} {unread[0].remedy}" if unread else ""


def _pairs_to_approve(program: Program) -> str:
    proposed = int((program.table("pairs")["status"] == "Proposed").sum())
    what = counted(proposed, "pair is", "pairs are")
    return (
        f"{what} waiting on the Pairs tab: read the reason, talk to the mentor, and set Status to "
        "Approved. {plans} shows what else is possible, {explain} why not two others."
        if proposed
        else ""
    )


def _sessions_to_note(program: Program) -> str:
    sessions = program.table("sessions")
    if sessions.empty:
        return ""
    past = [day is not None and day <= program.today for day in sessions["day"]]
    open_ = int((pd.Series(past, index=sessions.index) & (sessions["held"] == "Planned")).sum())
    if not open_:
        return "Every session so far is noted. The next ones stand on the Sessions tab." + _later(
            program
        )
    what = counted(open_, "session has", "sessions have")
    return f"{what} passed without a note: write on the Sessions tab what was held or missed."


def _later(program: Program) -> str:
    """How missed sessions can take place later, when there are any to decide on."""
    sessions = program.table("sessions")
    undecided = (sessions["held"] == "Missed") & sessions["replan"].isna()
    if not undecided.any():
        return ""
    return " To have a missed one later, set its Replan to Yes and press {reschedule}."


def _answers_to_collect(table: str, moment: str, command: str) -> Callable[[Program], str]:
    def text(program: Program) -> str:
        rows = program.table(table)
        asked = int((rows["moment"] == moment).sum())
        missing = asked - _answered(program, table, moment)
        if not asked:
            return ""
        return (
            f"The {moment} questions are listed for {asked} people; {missing} have not answered. "
            f"Send them, then press {{{command}}}."
        )

    return text


STAGES: tuple[Stage, ...] = (
    Stage(
        "Set up",
        "Name, sponsor, start date and the rules of the program.",
        "Settings",
        _is_set_up,
        "Enter the start date and look through the Settings tab.",
        "Change settings whenever you like.",
        _start_date_to_mend,
    ),
    Stage(
        "Enroll",
        "Survey answers of juniors and leaders come in.",
        "Mentors",
        _is_enrolled,
        "Press {import-mentors} and {import-leaders}, or type people on the two tabs; then "
        "press {check}.",
        "{mentors} mentors and {leaders} leaders. {problems}",
    ),
    Stage(
        "Select",
        "Employee Resource Groups and managers nominate; a balanced cohort is chosen.",
        "Nominations",
        _is_selected,
        "Fill in the Nominations tab and press {select}; or skip this and pair all volunteers.",
        "The cohort stands; press {select} again after new nominations.",
    ),
    Stage(
        "Pair",
        "The best pairs under your rules, each with its reason.",
        "Pairs",
        _is_paired,
        "Press {preview} to see what each rule removes, then {pair}; read the reasons and set the "
        "status of each pair to Approved.",
        "All pairs are approved. {waiting}When a pair ends, press {rematch}.",
        _pairs_to_approve,
    ),
    Stage(
        "Schedule",
        "Kick-offs, one hour every two weeks, gathering, review, celebration.",
        "Schedule",
        lambda program: _rows(program, "schedule") > 0,
        "Type absences on the Away tab, facilitators and rooms if you have them; press {schedule}.",
        "{changes}{unplaced}Press {invitations} for calendar files; after any change press "
        "{reschedule}, then {apply-changes}.",
    ),
    Stage(
        "Meet",
        "Each hour has a topic; both sides teach something.",
        "Sessions",
        _is_met,
        "Press {sessions}, then {check-in} and send everybody the start questions. After each "
        "fortnight note on the Sessions tab what was held.",
        "Every session is accounted for.",
        _sessions_to_note,
    ),
    Stage(
        "Check in",
        "At the start and at three months everybody answers a few questions.",
        "Check-ins",
        lambda program: _answered(program, "checkins", "Month 3") > 0,
        "Press {check-in}, send the questions, and press {import-check-in} when answers come. "
        "The Health tab says who needs a call.",
        "{calls} Press {check-in} again after each change.",
        _answers_to_collect("checkins", "Month 3", "import-check-in"),
    ),
    Stage(
        "Review",
        "At six months: what was learned, what changed, who wants to go on.",
        "Review",
        lambda program: (
            _rows(program, "report") > 0 and _answered(program, "review", "Month 6") > 0
        ),
        "Press {review}, send the questions, press {import-review}, then {report}.",
        "Read the Report tab together with the sponsor, and plan the next cohort.",
        _answers_to_collect("review", "Month 6", "import-review"),
    ),
    Stage(
        "Show",
        "The dashboard for HR, and a safe copy for sponsors.",
        "Dashboard",
        lambda program: _rows(program, "sponsor") > 0,
        "Look at the Dashboard; press {sponsor-copy} to share results without names.",
        "The Sponsor tab shows what sponsors see.",
    ),
)


def home(program: Program, labels: Mapping[str, str]) -> Program:
    """The program with the stages on Home brought up to date.

    `labels` are the commands' labels by name, so that the texts name the
    buttons as they are called. The first stage that is not done is “Now”; so
    is a check-in or review whose time has come.
    """
    rows = []
    current = False
    for stage in STAGES:
        done = stage.is_done(program)
        due = _is_due(stage.name, program)
        begun = stage.under_way(program)
        open_ = begun or due or (not current and due is not False)
        state = DONE if done else NOW if open_ else LATER
        current = current or state == NOW
        text = stage.done_text if done else begun or stage.next_step
        rows.append(
            {
                "stage": stage.name,
                "what": stage.what,
                "state": state,
                "next_step": _worded(text, program, labels),
                "tab": stage.tab,
            }
        )
    return program.with_rows("stages", pd.DataFrame(rows, dtype=object))


def _is_due(stage: str, program: Program) -> bool | None:
    """True or False for stages that wait for a date, None for the others."""
    start: date | None = program.settings.start_date
    moment = {"Check in": MONTH_3, "Review": MONTH_6}.get(stage)
    if moment is None:
        return None
    if start is None or _rows(program, "sessions") == 0:
        return False
    return program.today >= start + ASKED_FROM[moment]


def _worded(text: str, program: Program, labels: Mapping[str, str]) -> str:
    health = program.table("health")["health"]
    calls = int(health.isin(CALLS).sum())
    wrong = sum(finding.severity is Severity.ERROR for finding in program.findings)
    waiting, changes = _rows(program, "waiting"), _rows(program, "changes")
    unplaced = int((program.table("schedule")["status"] == "Not placed").sum())
    counts = {
        "mentors": str(_rows(program, "mentors")),
        "leaders": str(_rows(program, "leaders")),
        "calls": f"{counted(calls, 'pair needs', 'pairs need')} a call.",
        "problems": f"{counted(wrong, 'thing')} must be mended: see Checks." if wrong else "",
        "changes": f"{counted(changes, 'change waits', 'changes wait')} on the Changes tab. "
        if changes
        else "",
        "unplaced": f"{counted(unplaced, 'row has', 'rows have')} no date: see Checks. "
        if unplaced
        else "",
        "waiting": f"{counted(waiting, 'person waits', 'people wait')}: see Waiting list. "
        if waiting
        else "",
    }
    for name, value in counts.items():
        text = text.replace("{" + name + "}", value)
    for name, label in labels.items():
        text = text.replace("{" + name + "}", label)
    return text.strip()
