"""What Home tells HR to do next, for programs at different points of their life."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from revmentor_xl.exports.look import column_room
from revmentor_xl.host.commands.table import labels
from revmentor_xl.program import Program
from revmentor_xl.schema.row_heights import text_lines
from revmentor_xl.schema.workbook import STAGES
from revmentor_xl.steps.overview.home import home
from tests.programs import MONDAY, filled, program

PEOPLE = {"mentors": [{"id": "M1"}], "leaders": [{"id": "L1"}]}


def enrolled() -> Program:
    return program(**PEOPLE)


def paired(status: str) -> Program:
    return filled(enrolled(), "pairs", [{"pair_id": "M1+L1", "status": status}])


def meeting(today: date) -> Program:
    sessions = [{"event_id": "M1+L1 #1", "held": "Held"}, {"event_id": "M1+L1 #2"}]
    going = filled(paired("Active"), "sessions", sessions)
    going = filled(going, "schedule", [{"event_id": "M1+L1 #1"}])
    return replace(going, today=today)


@pytest.mark.parametrize(
    ("given", "now"),
    [
        (Program.new(MONDAY), ["Set up"]),
        (program(), ["Enroll"]),
        (enrolled(), ["Select"]),
        (paired("Proposed"), ["Pair"]),
        (paired("Approved"), ["Schedule"]),
        (meeting(date(2026, 2, 2)), ["Meet"]),
        (meeting(date(2026, 4, 6)), ["Meet", "Check in"]),
        (meeting(date(2026, 7, 6)), ["Meet", "Check in", "Review"]),
    ],
    ids=["new", "set up", "enrolled", "proposed", "approved", "meeting", "month 3", "month 6"],
)
def test_the_next_stage_is_now(given: Program, now: list[str]) -> None:
    stages = home(given, labels()).cells("stages")
    assert list(stages["stage"][stages["state"] == "Now"]) == now


def scheduled(
    held: str = "", replan: str = "", changes: int = 0, status: str = "Planned"
) -> Program:
    """A pair with one session, and changes that wait to be written."""
    going = filled(paired("Active"), "schedule", [{"event_id": "M1+L1 #1", "status": status}])
    if held:
        row = {"event_id": "M1+L1 #1", "day": MONDAY, "held": held, "replan": replan}
        later = {"event_id": "M1+L1 #2", "day": date(2026, 2, 2), "held": "Planned"}
        going = filled(going, "sessions", [row, later])
    return filled(going, "changes", [{"event_id": f"M1+L1 #{n}"} for n in range(changes)])


def said(given: Program, stage: str) -> str:
    stages = home(given, labels()).cells("stages")
    return str(stages["next_step"][stages["stage"] == stage].iloc[0])


@pytest.mark.parametrize(
    ("given", "stage", "part"),
    [
        (paired("Proposed"), "Pair", "1 pair is waiting on the Pairs tab"),
        (paired("Approved"), "Pair", "All pairs are approved"),
        (enrolled(), "Enroll", "1 mentors and 1 leaders"),
        (program(start_date="next January"), "Set up", "“next January”"),
        (paired("Approved"), "Schedule", "Type absences on the Away tab"),
        (scheduled(), "Schedule", "Press Invitations for calendar files; after any change"),
        (scheduled(changes=1), "Schedule", "1 change waits on the Changes tab. Press"),
        (scheduled(status="Not placed"), "Schedule", "1 row has no date: see Checks. Press"),
        (scheduled("Missed"), "Meet", "set its Replan to Yes and press Plan changes."),
        (scheduled("Missed", "Yes"), "Meet", "The next ones stand on the Sessions tab"),
    ],
)
def test_the_next_step_follows_the_work(given: Program, stage: str, part: str) -> None:
    text = said(given, stage)
    assert part in text
    assert "{" not in text
    assert text_lines(text, column_room(STAGES["next_step"])) <= 3  # the room of its row


def test_a_missed_session_that_hr_decided_on_is_not_asked_about_again() -> None:
    for replan in ("Yes", "No"):
        assert "Replan" not in said(scheduled("Missed", replan), "Meet")


def test_sessions_without_a_note_are_counted() -> None:
    sessions = [
        {"event_id": "A #1", "day": date(2026, 1, 19), "held": "Held"},
        {"event_id": "A #2", "day": date(2026, 2, 2), "held": "Planned"},
        {"event_id": "A #3", "day": date(2026, 2, 16), "held": "Planned"},
    ]
    given = replace(filled(paired("Active"), "sessions", sessions), today=date(2026, 2, 3))
    assert "1 session has passed without a note" in said(given, "Meet")


def test_next_steps_name_the_buttons_as_they_are_called() -> None:
    texts = " ".join(home(enrolled(), labels()).cells("stages")["next_step"])
    assert "Suggest pairs" in texts
    assert "{" not in texts


def test_only_pairs_in_trouble_need_a_call() -> None:
    """Neither a pair of which nothing is known yet nor one that has ended."""
    states = ("On track", "Needs attention", "At risk", "Too early", None)
    rows = [{"pair_id": f"P{number}", "health": state} for number, state in enumerate(states)]
    given = filled(meeting(date(2026, 4, 6)), "health", rows)
    answer = {"answer_id": "M1 Month 3", "moment": "Month 3", "answered": date(2026, 4, 1)}
    assert "2 pairs need a call." in said(filled(given, "checkins", [answer]), "Check in")
