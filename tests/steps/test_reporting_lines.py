"""Nobody is paired within their own reporting line, however a manager is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from revmentor_xl.findings.catalogue import CATALOGUE
from revmentor_xl.findings.finding import Severity
from revmentor_xl.program import Program
from revmentor_xl.steps.checking.check import check_findings, with_ids
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.pair import pair
from revmentor_xl.steps.pairing.verified.plain_rules import PlainRules
from tests.programs import filled, program

NAMES = {entry.code: name for name, entry in CATALOGUE.items()}
LEADERS = [
    {"id": "L1", "name": "Jonas Weil", "email": "jonas.weil@corp.com", "manager": "Max Top"},
    {"id": "L2", "name": "Ines Falk", "email": "ines.falk@corp.com", "manager": "Max Top"},
    {"id": "L3", "name": "Kim Tan", "email": "kt@corp.com", "manager": "L2"},
    {"id": "L4", "name": "Sam Lee", "email": "lee1@corp.com", "manager": "Max Top"},
    {"id": "L5", "name": "Sam Lee", "email": "lee2@corp.com", "manager": "Max Top"},
]
TOP = {"id": "B1", "name": "Max Top"}


def company(manager: str, lines: Sequence[Mapping[str, object]] = (TOP,)) -> Program:
    """One mentor with this manager, five leaders, and these reporting lines."""
    made = program([{"id": "M1", "name": "Lena Brandt", "manager": manager}], LEADERS)
    made = filled(made, "reporting", lines)
    cells = made.cells("settings")
    cells.loc[cells["setting"] == "Only volunteers", "value"] = "No"
    return with_ids(made)


def kept_apart(made: Program) -> set[str]:
    """The leaders whom no pair with Lena may have, by the search's rules."""
    case = Case.of(made)
    forbidden = case.rules.forbidden("reporting_line", (0, slice(None)))[0]
    return {str(id_) for id_, is_out in zip(case.sides.leaders["id"], forbidden) if is_out}


def refused(made: Program) -> set[str]:
    """The same by the check that follows the search."""
    case = Case.of(made)
    rules = PlainRules(made, case)
    return {
        str(id_)
        for j, id_ in enumerate(case.sides.leaders["id"])
        if any("reporting line" in why for why in rules.against((0, j)))
    }


def noticed(made: Program) -> list[tuple[str, str]]:
    """The findings about managers: name and cell."""
    about = {"unclear_manager", "unclear_line", "unknown_person", "manager_outside"}
    found = [(NAMES[one.code], f"{one.sheet}!{one.cell}") for one in check_findings(made)]
    return sorted(one for one in found if one[0] in about)


G6 = "Mentors!G6"
MANAGERS: list[tuple[str, set[str], str]] = [
    # as it stands in the file: nothing to ask
    ("L1", {"L1"}, ""),
    ("Jonas Weil", {"L1"}, ""),
    ("weil, jonas", {"L1"}, ""),
    ("JONAS.WEIL@corp.com", {"L1"}, ""),
    ("Kim Tan", {"L3", "L2"}, ""),  # and whoever is above
    # in short, or nearly
    ("J. Weil", {"L1"}, "unclear_manager"),
    ("Weil", {"L1"}, "unclear_manager"),
    ("Jonas", {"L1"}, "unclear_manager"),
    ("Jonas Wiel", {"L1"}, "unclear_manager"),
    ("Ines Flak", {"L2"}, "unclear_manager"),
    ("Jonas Weil <j.weil@corp.com>", {"L1"}, "unclear_manager"),
    ("j.weil@corp.com", {"L1"}, "unclear_manager"),
    ("jonas.wiel@corp.com", {"L1"}, "unclear_manager"),
    ("K. Tan", {"L3", "L2"}, "unclear_manager"),
    ("Jonas Weil <jonas.weil@corp.com>", {"L1"}, ""),
    # of several
    ("Sam Lee", {"L4", "L5"}, "unclear_manager"),
    ("Lee", {"L4", "L5"}, "unclear_manager"),
    ("Jonas Weil and Kim Tan", {"L1", "L2", "L3"}, "unclear_manager"),
    # somebody else
    ("Jona Smith", set(), "unknown_person"),
    ("Kim Pan", set(), "unknown_person"),
    ("Max Top", set(), ""),
    ("boss@elsewhere.org", set(), "manager_outside"),
    ("m.weil@corp.com", set(), "manager_outside"),
    ("k.falk@corp.com", set(), "manager_outside"),
    ("ines.falk2@corp.com", set(), "unknown_person"),
]


@pytest.mark.parametrize(("manager", "apart", "told"), MANAGERS, ids=[one[0] for one in MANAGERS])
def test_whoever_a_manager_may_be_is_kept_apart(manager: str, apart: set[str], told: str) -> None:
    made = company(manager)
    assert (kept_apart(made), refused(made)) == (apart, apart)
    assert noticed(made) == ([(told, G6)] if told else [])
    assert all(
        (NAMES[one.code], one.severity) != ("unclear_manager", Severity.WARNING)
        for one in check_findings(made)
    )


LINES: dict[str, tuple[list[dict[str, str]], set[str], list[tuple[str, str]]]] = {
    # Lena's manager is “Jonas Weil” by name
    "a leader by name only": ([{"name": "Jonas Weil", "manager": "Ines Falk"}], {"L1", "L2"}, []),
    "the name as ID, as the tool wrote it": (
        [{"id": "jonas weil", "name": "Jonas Weil", "manager": "Ines Falk"}], {"L1", "L2"}, [],
    ),
    "last name first": ([{"name": "Weil, Jonas", "manager": "Ines Falk"}], {"L1", "L2"}, []),
    "by address": (
        [{"name": "J. W.", "email": "jonas.weil@corp.com", "manager": "L2"}], {"L1", "L2"}, [],
    ),
    "the mentor by name only": ([{"name": "Lena Brandt", "manager": "Kim Tan"}],
                                {"L1", "L2", "L3"}, []),
    "over somebody who takes no part": (
        [{"name": "Jonas Weil", "manager": "Ann Oak"}, {"name": "Ann Oak", "manager": "Kim Tan"}],
        {"L1", "L2", "L3"}, [],
    ),
    "over a manager in short": (
        [{"name": "Jonas Weil", "manager": "K. Tan"}], {"L1", "L2", "L3"},
        [("unclear_manager", "Reporting lines!D6")],
    ),
    "of two people of one name": (
        [{"name": "Jonas Weil", "manager": "Sam Lee"}, {"name": "Sam Lee", "manager": "Kim Tan"}],
        {"L1", "L2", "L3", "L4", "L5"},
        [("unclear_line", "Reporting lines!B7"), ("unclear_manager", "Reporting lines!D6")],
    ),
    "the address in the place of the name": (
        [{"name": "jonas.weil@corp.com", "manager": "Ines Falk"}], {"L1", "L2"}, [],
    ),
    "the ID in the place of the name": ([{"name": "l1", "manager": "L2"}], {"L1", "L2"}, []),
    "the name in the place of the ID": (
        [{"id": "Jonas Weil", "manager": "L2"}], {"L1", "L2"}, [],
    ),
    "the name as ID, and then a title": (
        [{"id": "Jonas Weil", "name": "Dr. Jonas Weil", "manager": "L2"}], {"L1", "L2"}, [],
    ),
    "a number of the personnel department": (
        [{"id": "4711", "name": "Jonas Weil", "manager": "9"},
         {"id": "9", "name": "Al Oak", "manager": "L2"}], {"L1", "L2"}, [],
    ),
    "another address of the same name": (
        [{"id": "4711", "name": "Jonas Weil", "email": "jw@corp.com", "manager": "L2"}],
        {"L1", "L2"}, [("unclear_manager", G6)],
    ),
    "two rows of one name": (
        [{"name": "Jonas Weil", "manager": "Ann Oak"}, {"name": "Ann Oak", "manager": "Max Top"},
         {"name": "ANN OAK", "manager": "Ines Falk"}], {"L1", "L2"}, [],
    ),
    "two rows of the mentor": (
        [{"name": "Lena Brandt", "manager": "Max Top"},
         {"name": "Lena Brandt", "manager": "Ines Falk"}], {"L1", "L2"}, [],
    ),
    "an outsider, written in two ways": (
        [{"name": "Jonas Weil", "manager": "Oak, Ann"}, {"name": "Ann Oak", "manager": "Kim Tan"}],
        {"L1", "L2", "L3"}, [],
    ),
    "a leader in short": (
        [{"name": "J. Weil", "manager": "Ines Falk"}], {"L1", "L2"},
        [("unclear_line", "Reporting lines!B6")],
    ),
    "a leader with a slip": (
        [{"name": "Jonas Wiel", "manager": "Ines Falk"}], {"L1", "L2"},
        [("unclear_line", "Reporting lines!B6")],
    ),
    "one of two of a name by address": (
        [{"name": "Jonas Weil", "manager": "Sam Lee"},
         {"id": "Sam Lee", "name": "Sam Lee", "email": "lee1@corp.com", "manager": "Kim Tan"}],
        {"L1", "L2", "L3", "L4", "L5"}, [("unclear_manager", "Reporting lines!D6")],
    ),
    "somebody of another name": ([{"name": "Jona Weill-Ek", "manager": "Kim Tan"}], {"L1"}, []),
}  # fmt: skip


@pytest.mark.parametrize("case", LINES)
def test_rows_of_reporting_lines_are_about_people_of_the_file(case: str) -> None:
    lines, apart, told = LINES[case]
    made = company("Jonas Weil", [*lines, TOP])
    assert (kept_apart(made), refused(made)) == (apart, apart)
    assert [one for one in noticed(made) if one[0] != "unknown_person"] == told


def test_a_list_of_names_and_managers_takes_nobody_out_of_the_rules() -> None:
    """HR types who reports to whom, by name alone: vetoes, rules and managers by name hold."""
    mentors = [
        {"id": "", "name": "Ana Li", "email": "ana@x.com", "manager": "Lee Roe"},
        {"id": "", "name": "Bo Wu", "email": "bo@x.com", "manager": "Kim Tan",
         "not_with": "Lee Roe"},
        {"id": "", "name": "Cy Ash", "email": "cy@x.com", "manager": "Kim Tan"},
        {"id": "", "name": "Di Poe", "email": "di@x.com", "manager": "Kim Tan"},
    ]  # fmt: skip
    leader = {"id": "", "name": "Lee Roe", "email": "lee@x.com", "capacity": 4}
    names = (("Lee Roe", "Max Top"), ("Kim Tan", "Max Top"), ("Max Top", ""))
    made = filled(
        program(mentors, [leader]),
        "reporting",
        [{"name": name, "manager": manager} for name, manager in names],
    )
    made = filled(
        made, "rules", [{"rule": "Must not pair", "mentor": "Cy Ash", "leader": "Lee Roe"}]
    )
    done = pair(with_ids(made))
    assert list(done.table("pairs")["mentor"]) == ["Di Poe"]


ALIAS = {"id": "4711", "name": "Jonas Weil", "email": "j.weil@corp.com"}


@pytest.mark.parametrize(
    ("line", "manager", "is_told"),
    [
        ({"id": "4711", "name": "Jonas Weil"}, "4711", False),
        (ALIAS, "4711", True),
        (ALIAS, "j.weil@corp.com", True),
        ({"name": "J. Weil"}, "J. Weil", True),
        ({"name": "Jonas Wiel"}, "Jonas Wiel", True),
        ({"name": "Jonas"}, "Jonas", True),
    ],
)
@pytest.mark.parametrize("where", ["manager", "not_with", "rule"])
def test_a_row_of_reporting_lines_takes_no_protection_away(
    where: str, line: dict[str, str], manager: str, is_told: bool
) -> None:
    """Whom a text may mean without the row, it may mean with it."""
    made = company(manager if where == "manager" else "", [{**line, "manager": "Max Top"}, TOP])
    if where == "not_with":
        cells = made.cells("mentors")
        cells.loc[cells.index[0], "not_with"] = manager
        made = made.with_cells("mentors", cells)
    elif where == "rule":
        rule = {"rule": "Must not pair", "mentor": "Lena Brandt", "leader": manager}
        made = filled(made, "rules", [rule])
    case = Case.of(made)
    cell = (0, list(case.sides.leaders["id"]).index("L1"))
    assert not case.rules.allowed[cell]
    assert list(PlainRules(made, case).against(cell))


def test_somebody_of_reporting_lines_with_an_address_is_who_they_are() -> None:
    """The remedy of a manager who may be somebody else: add them, with their address."""
    other = {"name": "Jonas Wiel", "email": "jonas@elsewhere.org", "manager": "Max Top"}
    made = company("Jonas Wiel", [other, TOP])
    assert (kept_apart(made), noticed(made)) == (set(), [])


def test_rows_without_an_id_get_one_each_and_nothing_typed_is_lost() -> None:
    rows = [
        {"name": "Ann Oak", "manager": "Max Top"},
        {"id": "Ann Oak", "name": "Ann Oak", "manager": "L2"},
        {"id": "ann@x.com", "email": "ann@x.com"},
        {"id": "Bo Ash"},
        {"id": "77", "name": "Cy Elm"},
    ]
    cells = company("L1", rows).cells("reporting")
    assert list(cells["id"]) == ["R001", "R002", "R003", "Bo Ash", "77"]
    assert list(cells["name"]) == ["Ann Oak", "Ann Oak", None, None, "Cy Elm"]


def test_no_id_is_given_that_somebody_has_on_another_tab() -> None:
    """It would make two people one."""
    made = program([{"id": "R004", "name": "Lena Brandt"}, {"id": "", "name": "Bo Ash"}], LEADERS)
    made = with_ids(filled(made, "reporting", [{"name": "Ann Oak"}, {"id": "M007", "name": "Ed"}]))
    assert list(made.cells("reporting")["id"]) == ["R005", "M007"]
    assert list(made.cells("mentors")["id"]) == ["R004", "M008"]
