"""The demo from end to end: an invented company lives through six months of a program."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from revmentor_xl.books.file import FileBook
from revmentor_xl.books.load_save import load
from revmentor_xl.errors import BadSetting
from revmentor_xl.host.commands.table import COMMANDS
from revmentor_xl.host.demo.company.company import invent_company
from revmentor_xl.host.demo.desk import Desk
from revmentor_xl.host.demo.life import ENROLLED, START, DemoResult, run_demo
from revmentor_xl.host.demo.meetings import Meetings
from revmentor_xl.host.demo.setting_up import enroll, set_up
from revmentor_xl.host.demo.survey_files.replies import Duo
from revmentor_xl.host.demo.survey_files.surveys import write_enrollment
from revmentor_xl.host.template.new_file import new_file
from revmentor_xl.host.template.ribbon import on_ribbon
from revmentor_xl.program import Program
from tests.officetools import formula_results, ooxml_errors


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


@pytest.fixture(scope="module")
def demo(told: list[str], tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    return run_demo(tmp_path_factory.mktemp("demo"), pairs=4, seed=7, say=told.append)


@pytest.fixture(scope="module")
def program(demo: DemoResult) -> Program:
    """The program as it stands in the file, not as the last step left it in memory."""
    return load(FileBook(demo.program_file), date(2026, 8, 1))


def sponsor_text(demo: DemoResult) -> str:
    with zipfile.ZipFile(demo.sponsor_copy) as package:
        return "\n".join(
            package.read(name).decode("utf-8", "replace") for name in package.namelist()
        )


def test_every_pair_asked_for_is_made(program):
    pairs = program.table("pairs")
    assert len(pairs) == 4
    assert set(pairs["status"]) == {"Active"}
    assert pairs["mentor_id"].is_unique


def test_what_the_surveys_said_is_there(demo, program):
    assert len(program.table("mentors")) == len(demo.company.mentors)
    assert len(program.table("leaders")) == len(demo.company.leaders)
    assert len(program.table("reporting")) == len(demo.company.employees)


def test_most_sessions_were_held_and_say_what_was_taught(program):
    sessions = program.table("sessions")
    assert len(sessions) == 4 * 13 + 1, "every pair's thirteen, and one made up for"
    held = sessions[sessions["held"] == "Held"]
    assert 0.6 < len(held) / len(sessions) < 1
    assert (held["mentor_taught"] != "").all()
    assert (held["leader_taught"] != "").all()


def test_one_pair_needs_a_call_and_hr_has_noted_what_was_agreed(program):
    health = program.table("health")
    assert len(health) == 4
    assert (health["decision"] != "").sum() == 1


def test_people_answered_at_all_three_moments(program):
    checkins, review = program.table("checkins"), program.table("review")
    for rows in (
        checkins[checkins["moment"] == "Start"],
        checkins[checkins["moment"] == "Month 3"],
        review,
    ):
        answered = rows["chose_to_take_part"] if "recommend" in rows else rows["answered"]
        assert answered.notna().sum() >= len(rows) / 2


def test_checks_list_what_the_surveys_got_wrong(program):
    assert {"RM110", "RM211"}.isdisjoint(program.table("checks")["code"]), "HR added the level"
    assert len(program.table("checks")) >= 3


def test_every_step_is_told_and_noted(told, program):
    assert any("Suggest pairs" in line for line in told)
    assert sum(line.startswith("202") for line in told) >= 30
    assert not any("\n" in line for line in told)
    activity = program.table("activity")
    assert {"Import mentors", "Suggest pairs", "Make schedule", "Review"} <= set(
        activity["command"]
    )
    assert set(activity["command"]) <= {command.label for command in on_ribbon(COMMANDS)}
    assert len(set(activity["who"])) == 1


def test_the_summary_says_what_to_open_first(told, demo):
    assert any(str(demo.program_file) in line and "first" in line for line in told)
    assert demo.sponsor_copy.exists()


def test_the_sponsor_copy_holds_nobody(demo):
    text = sponsor_text(demo)
    for one in demo.company.participant.values():
        assert one.person.email not in text
        assert one.person.last not in text


def test_the_open_xml_validator_has_no_objection(demo):
    assert ooxml_errors(demo.program_file) == []
    assert ooxml_errors(demo.sponsor_copy) == []


def test_a_spreadsheet_counts_what_python_stored(demo, tmp_path):
    results = formula_results(demo.program_file, tmp_path)
    assert len(results) > 60
    assert {where: pair for where, pair in results.items() if pair[0] != pair[1]} == {}


def test_the_same_seed_makes_the_same_surveys_and_pairs(demo, program, tmp_path):
    company = invent_company(4, 7)
    files = write_enrollment(company, tmp_path / "surveys", 7)
    desk = Desk(new_file(tmp_path / "Again.xlsm"), company.hr.name, lambda line: None, ENROLLED)
    set_up(desk, company, 4, START)
    enroll(desk, company, files)
    desk.press("select")
    again = desk.press("pair")
    exported = sorted((tmp_path / "surveys").iterdir())
    assert len(exported) >= 4
    for file in exported:
        assert file.read_bytes() == (demo.surveys / file.name).read_bytes(), file.name
    columns = ["pair_id", "score", "reason"]
    one, other = (made.table("pairs")[columns] for made in (program, again))
    assert len(one) == 4
    assert one.to_dict("records") == other.to_dict("records")


@pytest.mark.slow
def test_the_same_seed_makes_the_same_six_months(demo, program, tmp_path):
    again = run_demo(tmp_path, pairs=4, seed=7, say=lambda line: None)
    for file in sorted(demo.surveys.iterdir()):
        assert file.read_bytes() == (again.surveys / file.name).read_bytes(), file.name
    one, other = (
        p.table("pairs")[["pair_id", "score", "reason"]] for p in (program, again.program)
    )
    assert one.to_dict("records") == other.to_dict("records")


def test_an_earlier_demo_is_not_overwritten(tmp_path, monkeypatch):
    from revmentor_xl.host.demo import life

    (tmp_path / life.PROGRAM_FILE).write_text("mine")
    assert life._new_file(tmp_path).name == "Reverse mentoring demo (2).xlsm"
    assert (tmp_path / life.PROGRAM_FILE).read_text() == "mine"


@pytest.mark.parametrize("pairs", [0, 1, 100_000])
def test_a_number_of_pairs_that_makes_no_program_is_refused(tmp_path, pairs):
    with pytest.raises(BadSetting):
        run_demo(tmp_path / "none", pairs=pairs)
    assert not (tmp_path / "none").exists()


def test_a_session_is_held_or_missed_whatever_the_order_of_the_rows():
    from tests.programs import filled

    company = invent_company(4, 1)
    duo = Duo("P1", company.mentors[0], company.leaders[0], "slowly")
    rows = [
        {"event_id": f"S{n}", "pair_id": "P1", "number": n, "day": date(2026, 1, n)}
        for n in range(1, 14)
    ]
    states = []
    for order in (rows, rows[::-1]):
        cells = filled(Program.new(date(2026, 2, 1)), "sessions", order).cells("sessions")
        cells = Meetings([duo], 1).note_until(date(2026, 1, 10))(cells)
        states.append(dict(zip(cells["event_id"], cells["held"])))
    assert states[0] == states[1]
    assert [states[0][f"S{n}"] for n in range(10, 14)] == [None] * 4
    assert None not in [states[0][f"S{n}"] for n in range(1, 10)]


@pytest.mark.slow
def test_a_hundred_pairs_work_too(tmp_path: Path):
    result = run_demo(tmp_path, pairs=100, seed=7, say=lambda line: None)
    assert len(result.program.table("pairs")) == 100
    assert len(result.program.table("sessions")) == 100 * 13 + 1
