"""Given this file, these findings, each at its cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from revmentor_xl.findings.catalogue import CATALOGUE, found
from revmentor_xl.program import Program, _Memory
from revmentor_xl.schema.settings import MUST_HAVE
from revmentor_xl.steps.checking import check as checking
from revmentor_xl.steps.checking.check import check, check_findings, listed_findings, write_checks
from revmentor_xl.steps.importing.enroll import Survey, enroll
from revmentor_xl.steps.people import participants
from tests.programs import MONDAY, filled, program

READY = {"strengths": "Excel", "learning_goals": "Generative AI", "manager": "boss@elsewhere.org"}


def mentor(id_: str, **cells: object) -> dict[str, object]:
    return {"id": id_, **READY, **cells}


def listed(checked: Program, *, notes: bool = False) -> list[tuple[str, str, str]]:
    names = {entry.code: name for name, entry in CATALOGUE.items()}
    checks = checked.table("checks")
    return [
        (names[code], sheet, cell)
        for severity, code, sheet, cell in zip(
            checks["severity"], checks["code"], checks["sheet"], checks["cell"]
        )
        if notes or severity != "Good to know"
    ]


M, L = "Mentors", "Leaders"
LEO = {"id": "L1", **READY}
CASES = {
    "all is well": ([mentor("M1")], [LEO], []),
    "nobody": (
        [mentor("M1", name="", email=""), mentor("", name="", email="")],
        [],
        [("missing_identity", M, "B6"), ("missing_identity", M, "B7")],
    ),
    "twice the same address": (
        [mentor("M2", email="A@x.com", name="A"), mentor("M1", email="a@x.com", name="B")],
        [],
        [("duplicate_email", M, "C6")],
    ),
    "twice the same ID": (
        [mentor("M1"), mentor("m1", name="B", email="b@x.com")],
        [],
        [("duplicate_id", M, "A7")],
    ),
    "in both roles by address": (
        [mentor("M1", email="a@x.com")], [{**LEO, "email": "a@x.com"}], [("both_roles", M, "C6")],
    ),
    "in both roles by ID": (
        [mentor("X1")], [{**LEO, "id": "X1", "name": "Leo", "email": "l@x.com"}],
        [("both_roles", M, "A6")],
    ),
    "one name, two people": (
        [mentor("M1", name="Jo"), mentor("M2", name="jo")], [], [("same_name", M, "B7")],
    ),
    "one name on both tabs, no address": (
        [mentor("M1", name="Jo Ek", email="")], [{**LEO, "name": "Ek, Jo"}],
        [("perhaps_both_roles", M, "B6")],
    ),
    "one name on both tabs, neither address": (
        [mentor("M1", name="Jo", email="")], [{**LEO, "name": "Jo", "email": ""}],
        [("perhaps_both_roles", M, "B6"), ("perhaps_both_roles", L, "B6")],
    ),
    "nearly one name on both tabs, no address": (
        [mentor("M1", name="Jo Eck", email="")], [{**LEO, "name": "Jo Ek"}],
        [("perhaps_one_person", M, "B6")],
    ),
    "in short on the other tab, no address": (
        [mentor("M1", name="Jo Ek")], [{**LEO, "name": "J. Ek", "email": ""}],
        [("perhaps_one_person", L, "B6")],
    ),
    "nearly one name on both tabs, both addresses": (
        [mentor("M1", name="Jo Eck", email="a@x.com")], [{**LEO, "name": "Jo Ek"}], [],
    ),
    "another name on the other tab, no address": (
        [mentor("M1", name="Ben Ek", email="")], [{**LEO, "name": "Jo Ek"}], [],
    ),
    "one name on both tabs, both addresses": (
        [mentor("M1", name="Jo", email="a@x.com")], [{**LEO, "name": "Jo", "email": "b@x.com"}],
        [],
    ),
    "manager unknown": (
        [mentor("M1", manager="Nobody")], [], [("unknown_person", M, "G6")],
    ),
    "manager's address with a slip": (
        [mentor("M1", manager="lena.boss@exmaple.com")],
        [{**LEO, "email": "lena.boss@example.com"}], [("unclear_manager", M, "G6")],
    ),
    "manager is one of two": (
        [mentor("M1", manager="Leo")],
        [{**LEO, "name": "Leo"}, {**LEO, "id": "L2", "name": "Leo"}],
        [("unclear_manager", M, "G6"), ("same_name", L, "B7")],
    ),
    "own manager": ([mentor("M1", manager="m1@example.com")], [], [("manager_of_self", M, "G6")]),
    "a circle": (
        [mentor("M1", manager="L1")],
        [{**LEO, "manager": "L2"}, {**LEO, "id": "L2", "manager": "M1"}],
        [("manager_circle", M, "G6")],
    ),
    "no manager": ([mentor("M1", manager="")], [{**LEO, "manager": ""}], [("no_manager", M, "G6")]),
    "level unknown": ([mentor("M1", level="Wizard")], [], [("unknown_level", M, "F6")]),
    "level empty": ([mentor("M1", level="")], [], [("missing_value", M, "F6")]),
    "senior mentor": ([mentor("M1", level="Director")], [], [("senior_mentor", M, "F6")]),
    "not ready": (
        [mentor("M1", strengths="", learning_goals="", availability="")],
        [],
        [("no_strengths", M, "O6"), ("no_goals", M, "P6"), ("no_availability", M, "Z6")],
    ),
    "wish and veto": (
        [mentor("M1", preferred="Leo", not_with="leo@x.com")],
        [{**LEO, "name": "Leo", "email": "leo@x.com"}],
        [("wish_and_veto", M, "Y6")],
    ),
    "a test by name": ([mentor("M1", name="test TEST")], [], [("looks_like_test", M, "B6")]),
    "a test by address": ([], [{**LEO, "email": "test.1@x.com"}], [("looks_like_test", L, "C6")]),
    "real people": (
        [mentor("M1", name="Testa"), mentor("M2", name="Ann Test"),
         mentor("M3", name="Contesta Asdf"), mentor("M4", name="", email="testa.rossa@x.com")],
        [{**LEO, "name": "User Mentor"}], [],
    ),
    "vetoes of nobody": ([], [{**LEO, "not_with": "Ghost"}], [("unknown_veto", L, "Y6")]),
    "wishes of nobody": ([], [{**LEO, "preferred": "Ghost"}], [("unknown_person", L, "X6")]),
    "a veto in short": (
        [mentor("M1", name="Eve Ford")],
        [{**LEO, "not_with": "E. Ford"}], [("loose_veto", L, "Y6")],
    ),
    "a veto on none": ([], [{**LEO, "not_with": "None"}], []),
    "nearly a value": ([mentor("M1", languages="Norwegian", values="My own")], [], []),
    "time zone": ([mentor("M1", time_zone="Mars/Base")], [], [("unknown_time_zone", M, "K6")]),
    "close miss": (
        [mentor("M1", strengths="Excel; Generativ AI")], [], [("close_miss", M, "O6")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_people_are_checked(case: str) -> None:
    mentors, leaders, findings = CASES[case]
    assert listed(check(program(mentors, leaders))) == findings


def test_another_spelling_is_added_where_the_list_keeps_such() -> None:
    checked = check(
        program([mentor("M1", strengths="Generativ AI", availability="Wed mornin")], [])
    )
    checks = checked.table("checks")
    assert list(checks["remedy"][checks["code"] == "RM112"]) == [
        "Replace it, or add “Generativ AI” under Also called of “Generative AI” on the Skills tab.",
        "Replace it, or add “Wed mornin” to the list on the Time blocks tab.",
    ]


def test_notes_are_listed_last() -> None:
    checked = check(program([mentor("M1", volunteered=""), mentor("M2", level="")], []))
    assert listed(checked, notes=True) == [
        ("missing_value", M, "F7"),
        ("manager_outside", M, "G6"),
        ("not_volunteered", M, "AB6"),
    ]


def test_who_does_not_need_to_volunteer_is_not_asked() -> None:
    people = program([mentor("M1", volunteered="")], only_volunteers=False)
    assert ("not_volunteered", M, "AB6") not in listed(check(people), notes=True)


def test_rules_and_nominations_are_checked() -> None:
    people = program([mentor("M1", name="Ann")], [{**LEO, "name": "Leo"}])
    people = filled(
        people,
        "rules",
        [
            {"mentor": "Ann", "leader": "Leo", "rule": "Must pair"},
            {"mentor": "M1", "leader": "l1@example.com", "rule": "Must not pair"},
            {"mentor": "Ghost", "leader": "Leo", "rule": "Must pair"},
        ],
    )
    people = filled(people, "nominations", [{"nominee": "Ann"}, {"nominee": "Leo"}])
    assert listed(check(people)) == [
        ("nominee_unknown", "Nominations", "A7"),
        ("contradicting_rules", "Rules", "C7"),
        ("unknown_in_rule", "Rules", "A8"),
    ]


def test_settings_are_checked() -> None:
    odd = program(start_date=date(2025, 1, 6), time_zone="Middle/Earth")
    assert sorted(name for name, _, _ in listed(check(odd))) == [
        "start_in_past",
        "unknown_time_zone",
    ]
    running = filled(odd, "schedule", [{"event_id": "E1"}])
    assert "start_in_past" not in [name for name, _, _ in listed(check(running))]


def test_ids_are_given_by_address_whatever_the_row() -> None:
    rows = [mentor("", name="B", email="b@x.com"), mentor("M004", name="X"),
            mentor("", name="A", email="a@x.com")]  # fmt: skip
    for order in ([0, 1, 2], [2, 0, 1]):
        cells = check(program([rows[i] for i in order])).cells("mentors")
        assert dict(zip(cells["name"], cells["id"])) == {"A": "M005", "X": "M004", "B": "M006"}


def test_ids_leave_everything_else_as_it_is() -> None:
    people = program([mentor("", name="A", email="a@x.com", note="mine", capacity="two")])
    cells = check(people).cells("mentors")
    before = people.cells("mentors")
    assert cells.drop(columns="id").equals(before.drop(columns="id"))


def test_checking_twice_changes_nothing() -> None:
    mentors = [row for rows, _, _ in CASES.values() for row in rows]
    leaders = [row for _, rows, _ in CASES.values() for row in rows]
    once = check(program([*mentors, mentor("", name="New", email="new@x.com")], leaders))
    twice = check(once)
    assert len(listed_findings(once)) > 20
    assert twice.cells("checks").equals(once.cells("checks"))
    assert twice.cells("mentors").equals(once.cells("mentors"))


def opened(program: Program) -> Program:
    """The program as it is when the file is opened again: cells, and no findings."""
    return Program(program.tables, program.today, program.places)


def test_findings_of_other_steps_stay_until_they_run_again() -> None:
    gap = found("unpaired_mentor", sheet="Mentors", found_by="pair", person="A", why="w", remedy="")
    first = opened(write_checks(program([mentor("M1")], [LEO]).with_findings([gap])))
    assert listed(check(first)) == [("unpaired_mentor", "Mentors", "")]
    assert listed(write_checks(first, ran=("schedule",))) == [("unpaired_mentor", "Mentors", "")]
    assert listed(write_checks(first, ran=("pair",))) == []


def test_findings_of_an_import_stay_until_that_file_comes_again() -> None:
    def answers(name: str, header: str) -> Survey:
        return Survey(name, ("Email", header), (("a@x.com", "x"),), (2,))

    def imported(before: Program, survey: Survey) -> Program:
        return opened(write_checks(enroll(before, survey, "mentors"), ran=("import",)))

    def unmapped(program: Program) -> list[str]:
        return [f.source for f in listed_findings(program) if f.code == "RM401"]

    one = imported(program(), answers("one.csv", "Pizza"))
    two = imported(one, answers("two.csv", "Pasta"))
    assert unmapped(two) == ["one.csv B1", "two.csv B1"]
    mended = imported(two, answers("one.csv", "Department"))
    assert unmapped(mended) == ["two.csv B1"]


def test_private_answers_are_not_repeated_in_messages() -> None:
    secret = mentor("M1", not_with="Leo; leo; Ghost", ergs="Open Doors; open doors")
    checked = check(program([secret], [{**LEO, "name": "Leo"}]))
    text = " ".join(checked.table("checks")["message"])
    assert listed(checked) == [("unknown_veto", M, "Y6")]
    assert not any(word in text for word in ("Leo", "leo", "Ghost", "Open Doors"))


def test_who_takes_part() -> None:
    people = program(
        [mentor("M10", email="a@x.com"), mentor("M2", email="A@x.com"), mentor("M3"),
         mentor("M4", name="", email=""), mentor("M5", email="leo@x.com")],
        [{**LEO, "email": "leo@x.com"}, {**LEO, "id": "L2"}],
    )  # fmt: skip
    assert participants.mentors(people)["id"].tolist() == ["M2", "M3"]
    assert participants.leaders(people)["id"].tolist() == ["L2"]


def test_a_column_nobody_answered_is_one_finding() -> None:
    many = [mentor(f"M{i}", level="", availability="") for i in range(5)]
    assert listed(check(program(many, []))) == [
        ("nobody_answered", M, "F5"),
        ("nobody_answered", M, "Z5"),
    ]
    assert "Level" in check(program(many, [])).table("checks")["message"].iloc[0]
    few = [mentor(f"M{i}", level="") for i in range(4)]
    assert len(listed(check(program(few, [])))) == 4
    some = [*many, mentor("M9", availability="")]
    assert listed(check(program(some, []))).count(("missing_value", M, "F6")) == 1


def test_a_column_that_is_not_there_is_not_told_person_by_person() -> None:
    made = program([mentor(f"M{i}", level="", availability="") for i in range(3)], [])
    place = made.places[M.lower()]
    columns = {k: n for k, n in place.columns.items() if k not in ("level", "availability")}
    places = {**made.places, M.lower(): replace(place, columns=columns)}
    assert listed(check(replace(made, places=places))) == []


def test_managers_outside_are_told_once() -> None:
    def told(lines: list[dict[str, object]]) -> list[tuple[str, str, str]]:
        people = [mentor("M1"), mentor("M2"), mentor("M3", manager="other@elsewhere.org")]
        made = filled(program(people, []), "reporting", lines)
        return listed(check(made), notes=True)

    assert told([]) == [("managers_outside", "Reporting lines", "")]
    assert told([{"id": "X", "name": "X"}]) == [
        ("manager_outside", M, "G6"),
        ("manager_outside", M, "G8"),
    ]


def test_what_another_step_found_says_of_which_day_it_is() -> None:
    gap = found("unpaired_mentor", sheet="Mentors", found_by="pair", person="A", why="w", remedy="")
    made = program([mentor("M1")], [LEO], start_date=date(2026, 4, 6))
    first = opened(write_checks(made.with_findings([gap])))
    later = check(replace(first, today=date(2026, 3, 9)))
    assert "pair, 5 Jan" in list(first.table("checks")["found_by"])
    assert later.cells("checks").equals(first.cells("checks"))
    assert [f.found_by for f in listed_findings(later) if f.code == gap.code] == ["pair"]


def test_what_the_checks_can_see_themselves_goes_when_it_is_mended() -> None:
    where = {"sheet": "Rules", "cell": "C6", "found_by": "pair"}
    gap = found("unknown_rule", **where, value="perhaps")
    first = opened(write_checks(program([mentor("M1")], [LEO]).with_findings([gap])))
    assert listed(first) == [("unknown_rule", "Rules", "C6")]
    assert listed(check(first)) == []


@pytest.mark.slow
def test_five_thousand_people_are_checked_in_seconds() -> None:
    import time

    rows = [mentor(f"M{i:05d}", strengths="Excel; Pyton", manager=f"M{i // 2:05d}")
            for i in range(1, 5001)]  # fmt: skip
    people = program(rows, [LEO])
    start = time.perf_counter()
    check(people)
    assert time.perf_counter() - start < 10
    assert people.today == MONDAY


def test_a_cell_that_shows_an_error_is_not_called_empty_as_well() -> None:
    made = program(mentors=[{"id": "M1", "strengths": "#REF!", "learning_goals": "Python"}])
    place = made.places["mentors"]
    found_there = [
        finding.code
        for finding in check_findings(made)
        if (finding.sheet, finding.cell) == ("Mentors", place.cell(6, "strengths"))
    ]
    assert found_there == ["RM115"]


def test_a_setting_that_a_file_does_not_have_yet_is_added_with_its_default() -> None:
    made = program(cohort_size=7)
    cells = made.cells("settings")
    old = made.with_cells("settings", cells[cells["setting"] != "Smallest group shown"])
    checked = check(old)
    assert sorted(checked.cells("settings")["setting"]) == sorted(cells["setting"])
    assert checked.settings == made.settings


@pytest.mark.parametrize(
    ("leader", "weight", "expected"),
    [
        ({}, MUST_HAVE, ["must_without_answers"]),
        ({}, 10, []),
        ({"preferred": "M1"}, MUST_HAVE, []),
    ],
)
def test_a_must_about_which_nobody_answered_is_pointed_out(
    leader: dict[str, object], weight: object, expected: list[str]
) -> None:
    made = program([mentor("M1")], [{**LEO, **leader}], weight_preference=weight)
    checked = check(made)
    told = [name for name, sheet, _ in listed(checked) if sheet == "Settings"]
    assert told == expected
    if expected:
        finding = next(f for f in check_findings(made) if f.code == CATALOGUE[expected[0]].code)
        row = list(made.cells("settings")["setting"]).index("Wishes")
        assert finding.cell == made.places["settings"].cell(
            int(made.cells("settings").index[row]), "value"
        )
        assert "“Wishes”" in finding.message


def test_what_pairing_cannot_compare_in_a_circle_is_noted() -> None:
    leader = {**LEO, "department": "Finance", "circle": "it; Golf club, Finance"}
    made = program([mentor("M1", department="IT")], [leader])
    checked = check(made)
    at = checked.places["leaders"].cell(6, "circle")
    assert ("unknown_in_circle", L, at) in listed(checked, notes=True)
    told = [f.message for f in check_findings(made) if (f.sheet, f.cell) == (L, at)]
    assert len(told) == 1
    assert "“Golf club”" in told[0]


def unremembered(made: Program) -> Program:
    """The same program, of which nothing has been read yet."""
    return replace(made, _memory=_Memory())


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("mentors", "name", "Test"),
        ("mentors", "manager", "m1@example.com"),
        ("mentors", "not_with", "Nobody Known"),
        ("mentors", "strengths", None),
        ("mentors", "imported_from", "answers.xlsx, row 9"),
        ("leaders", "email", "m1@example.com"),
        ("leaders", "circle", "Moonlight"),
        ("reporting", "manager", "Nobody Known"),
        ("nominations", "nominee", "Nobody Known"),
        ("rules", "rule", "Must not pair"),
        ("rules", "leader", "Nobody Known"),
        ("levels", "level", "Apprentice"),
        ("levels", "rank", 99),
        ("settings", "only_volunteers", "No"),
    ],
)
def test_what_is_remembered_of_people_is_what_is_found_anew(
    table: str, column: str, value: object
) -> None:
    made = program(
        [mentor("M1", manager="Nobody", volunteered="No"), mentor("M2", level="Nowhere")], [LEO]
    )
    made = filled(made, "reporting", [{"id": "R1", "name": "Rob", "manager": "L1"}])
    made = filled(made, "nominations", [{"nominee": "M1"}])
    made = filled(made, "rules", [{"mentor": "M1", "leader": "L1", "rule": "Must pair"}])
    before = check_findings(made)
    if table == "settings":
        changed = made.with_settings(**{column: False})
    else:
        cells = made.cells(table).copy()
        cells[column] = [value, *cells[column].tolist()[1:]]
        changed = made.with_cells(table, cells)
    assert set(check_findings(changed)) == set(check_findings(unremembered(changed)))
    assert check_findings(made) == before  # and back again


def test_the_checks_about_people_read_no_table_but_those_that_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: set[str] = set()
    for name in ("table", "cells", "cell_findings"):
        asked = getattr(Program, name)

        def noted(self: Program, key: str, asked: object = asked) -> object:
            read.add(key)
            return asked(self, key)  # type: ignore[operator]

        monkeypatch.setattr(Program, name, noted)
    made = program([mentor("M1"), mentor("M1", manager="X Y")], [{**LEO, "not_with": "Z"}])
    made = filled(made, "rules", [{"mentor": "M1", "leader": "Q", "rule": "Must pair"}])
    read.clear()
    found_there = checking._about_people(unremembered(made))
    assert len(found_there) > 2
    assert read <= set(checking._ABOUT_PEOPLE) | {"settings"}
    assert {"mentors", "leaders", "reporting", "rules", "nominations", "levels"} <= read
