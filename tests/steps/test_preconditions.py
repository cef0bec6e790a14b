"""What people and HR ask for is kept, or it is said that it was not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from revmentor_xl.errors import IncompleteWorkbook, StepTooEarly
from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Severity
from revmentor_xl.program import Program
from revmentor_xl.steps.pairing.pair import pair
from revmentor_xl.steps.people.directory import Directory
from revmentor_xl.steps.people.fuzzy_names import Names
from tests.programs import filled, program

Row = dict[str, object]


def named(*names: str) -> list[Row]:
    return [{"id": f"L{i}", "name": n} for i, n in enumerate(names, 1)]


def told(done: Program) -> list[tuple[str, str, str]]:
    return [(f.code, f.sheet, f.cell) for f in done.findings if f.found_by == "pair"]


def partners(done: Program) -> list[str]:
    return sorted(done.table("pairs")["leader"])


@pytest.mark.parametrize(
    ("text", "meant", "is_whole"),
    [
        ("Jon Lund", ["L1"], True),
        ("Lund, Jon", ["L1"], True),
        ("J. Lund", ["L1", "L2"], True),
        ("J Lund", ["L1", "L2"], True),
        ("Lund, J.", ["L1", "L2"], True),
        ("Mr Lund", ["L1", "L2"], True),
        ("Jon L.", ["L1"], True),
        ("Jon Lundt", ["L1"], True),
        ("Jon Lund (my former boss)", ["L1"], False),
        ("Jon Lund <l1@example.com>", ["L1"], True),
        ("Jorn Grun", ["L3"], True),
        ("Jon Lund, Jane Lund", ["L1", "L2"], True),
        ("Jon Lund and somebody else", ["L1"], False),
        ("Jon Lund; nonsense", ["L1"], False),
        ("Jon Lund, Someone Else", ["L1"], False),
        ("l1@exmaple.com", ["L1"], True),
        ("jon.lund@exmaple.com", ["L1"], True),
        ("Lund, Jon <l1@example.com>", ["L1"], True),
        ("J. Lund <l1@example.com>", ["L1"], True),
        ("l1@example.com, Jane Lund", ["L1", "L2"], True),
        ("Jon Lund <l1@example.com>, Jane Lund", ["L1", "L2"], True),
        ("Jon Lund <l1@example.com> and Jörn Grün <l3@example.com>", ["L1", "L3"], True),
        ("Jon Lund <l1@example.com> Jane Lund", ["L1", "L2"], True),
        ("Jon Lund <l1@example.com> Some Body", ["L1"], False),
        ("l1@example.com, Some Body", ["L1"], False),
        ("l1@example.com, nobodyknown@example.com", ["L1"], False),
        ("l1@example.com nobodyknown@example.com", ["L1"], False),
        ("l1@example.com l3@example.com", ["L1", "L3"], True),
        ("l1@example.com/l3@example.com", ["L1", "L3"], True),
        ("Jon Lund nor Al Bea", ["L1"], False),
        ("Jon Lund nor Jörn Grün", ["L1", "L3"], False),
        ("mailto:l1@example.com", ["L1"], True),
        ("#L1", ["L1"], True),
        ("ID L1, # L3", ["L1", "L3"], True),
        ("L9", [], False),
        ("J.", [], False),
        ("Somebody Else", [], False),
        ("none", [], True),
        ("N/A", [], True),
    ],
)
def test_whom_a_name_may_mean(text: str, meant: list[str], is_whole: bool) -> None:
    made = program([], named("Jon Lund", "Jane Lund", "Jörn Grün"))
    got = Names.of(Directory.of(made), ("leader",)).meant(text)
    assert (list(got.keys), got.is_whole) == (meant, is_whole)


@pytest.mark.parametrize(
    ("veto", "partner", "code", "said"),
    [
        ("Jon Lund", ["Ina Vogt"], [], ""),
        ("J. Lund", ["Ina Vogt"], ["RM225"], ""),
        ("Jon Lundt", ["Ina Vogt"], ["RM225"], ""),
        ("J. Lund; V. Ina", [], ["RM225", "RM225"], ""),
        ("Some Body", None, ["RM220"],
         "; 1 private wish could not be read and was not kept: see Checks."),
    ],
)  # fmt: skip
def test_a_veto_is_kept_or_reported(
    veto: str, partner: list[str] | None, code: list[str], said: str
) -> None:
    made = program([{"id": "M", "not_with": veto}, {"id": "M2"}], named("Jon Lund", "Ina Vogt"))
    done = pair(made)
    pairs = dict(zip(done.table("pairs")["mentor"], done.table("pairs")["leader"]))
    if partner is not None:
        assert [leader for mentor, leader in pairs.items() if mentor == "M"] == partner
    cell = done.places["mentors"].cell(6, "not_with")
    vetoes = [f for f in done.findings if f.code in ("RM220", "RM221", "RM225")]
    assert [(f.code, f.sheet, f.cell) for f in dict.fromkeys(vetoes)] == list(
        dict.fromkeys((c, "Mentors", cell) for c in code)
    )
    assert not any("Lund" in f.message or "Body" in f.message for f in vetoes)
    assert done.said.endswith(said or ".")
    assert said or "could not be read" not in done.said


@pytest.mark.parametrize(
    "text",
    ["Must not pair", "must not", "MUST NOT PAIR.", "never", "block", "mustn’t", "must nt pair"],
)
def test_ways_to_say_must_not(text: str) -> None:
    made = program([{"id": "M"}], named("Jon Lund", "Ina Vogt"))
    made = filled(made, "rules", [{"mentor": "M", "leader": "Jon Lund", "rule": text}])
    assert partners(pair(made)) == ["Ina Vogt"]


@pytest.mark.parametrize("text", ["Must pair", "must", "PIN", "must pair."])
def test_ways_to_say_must(text: str) -> None:
    made = program([{"id": "M"}], named("Ina Vogt", "Jon Lund"))
    made = filled(made, "rules", [{"mentor": "M", "leader": "Jon Lund", "rule": text}])
    assert partners(pair(made)) == ["Jon Lund"]


def test_rules_that_cannot_be_read_are_reported_where_they_stand() -> None:
    made = program([{"id": "M", "not_with": "Ghost"}], named("Jon Lund"))
    rules = [
        ("M", "Jon Lund", "perhaps"),
        ("M", "Ghost", "Must not pair"),
        ("Ghost", "Jon Lund", "Must pair"),
        ("M", "Jon Lund", ""),
    ]
    keys = ("mentor", "leader", "rule")
    done = pair(filled(made, "rules", [dict(zip(keys, row)) for row in rules]))
    assert told(done) == [
        ("RM506", "Rules", "C6"),
        ("RM226", "Rules", "B7"),
        ("RM226", "Rules", "A8"),
        ("RM101", "Rules", "C9"),
        ("RM220", "Mentors", "Y6"),
    ]
    assert all(f.severity is Severity.ERROR for f in done.findings)
    assert done.said.endswith(
        "; 4 rules and 1 private wish could not be read and were not kept: see Checks."
    )


def test_a_rule_in_short_is_kept_and_says_for_whom() -> None:
    made = program([{"id": "M"}], named("Jon Lund", "Jane Lund", "Ina Vogt"))
    rule = {"mentor": "M", "leader": "J. Lund", "rule": "Must not pair"}
    done = pair(filled(made, "rules", [rule]))
    assert partners(done) == ["Ina Vogt"]
    message = next(f.message for f in done.findings if f.code == "RM227")
    assert "Jon Lund (L1), Jane Lund (L2)" in message


@pytest.mark.parametrize(
    ("table", "column"),
    [("mentors", "not_with"), ("leaders", "not_with"), ("rules", "rule"), ("rules", "mentor")],
)
def test_without_the_column_of_a_promise_nobody_is_paired(table: str, column: str) -> None:
    made = program([{"id": "M"}], [{"id": "L"}])
    place = made.places[table]
    columns = {key: n for key, n in place.columns.items() if key != column}
    places = {**made.places, table: replace(place, columns=columns)}
    with pytest.raises(IncompleteWorkbook, match="missing on the"):
        pair(replace(made, places=places))


def test_without_the_rules_nobody_is_paired() -> None:
    gone = found("missing_table", sheet="Rules", table="Rules", found_by="open")
    with pytest.raises(IncompleteWorkbook, match="table Rules"):
        pair(program([{"id": "M"}], [{"id": "L"}]).with_findings([gone]))


def test_who_stands_on_both_tabs_is_the_reason_told() -> None:
    both = [{"id": f"L{i}", "email": f"p{i}@example.com"} for i in range(5)]
    mentors = [{"id": f"M{i}", "email": f"p{i}@example.com"} for i in range(6)]
    with pytest.raises(StepTooEarly, match="All 5 people on the Leaders tab are listed as mentors"):
        pair(program(mentors, both))


@pytest.mark.parametrize(
    ("mentor", "leader", "lines", "is_told"),
    [
        ({"manager": ""}, {"department": "sales"}, [], True),
        ({"manager": "x@elsewhere.org"}, {"department": "Sales"}, [], True),
        ({"manager": "X"}, {"department": "Sales"}, [("X", "")], False),
        ({"manager": "X"}, {"department": "Sales"}, [("X", "y@elsewhere.org")], True),
        ({"manager": ""}, {"department": "Finance"}, [], False),
        ({"manager": "", "department": ""}, {"department": ""}, [], False),
    ],
)
def test_pairs_of_one_department_with_an_unknown_line_are_pointed_out(
    mentor: Row, leader: Row, lines: list[tuple[str, str]], is_told: bool
) -> None:
    made = program([{"id": "M", **mentor}], [{"id": "L", **leader}])
    made = filled(made, "reporting", [{"id": i, "name": i, "manager": m} for i, m in lines])
    assert ("RM512" in [code for code, _, _ in told(pair(made))]) is is_told
