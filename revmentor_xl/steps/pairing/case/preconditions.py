"""Is every promise kept? Refuses to pair blindly, and tells what could not be read or known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from revmentor_xl.errors import IncompleteWorkbook, StepTooEarly
from revmentor_xl.findings.catalogue import CATALOGUE, found
from revmentor_xl.findings.finding import Finding, Severity
from revmentor_xl.findings.sentences import counted, joined
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.pairing.hard_rules.forbidden import ranks
from revmentor_xl.steps.people.participants import also_in, perhaps_also_in, repeated_emails

_PROMISED = {
    "mentors": ("not_with",),
    "leaders": ("not_with",),
    "rules": ("mentor", "leader", "rule"),
}


def need_rules(program: Program) -> None:
    """Raise `IncompleteWorkbook` when private wishes or rules cannot be looked up at all."""
    table, sheet = WORKBOOK.table("rules").name, WORKBOOK.sheet_of["rules"].name
    gone = found("missing_table", sheet=sheet, table=table)
    if any((f.code, f.message) == (gone.code, gone.message) for f in program.findings):
        raise IncompleteWorkbook(
            f"The table {table} is missing from the {sheet} tab, so no rule could be kept.",
            f"Copy the {sheet} tab back from a new program file, then pair.",
        )
    for key, columns in _PROMISED.items():
        for column in columns:
            if column not in program.places[key].columns:
                header, tab = WORKBOOK.table(key)[column].header, program.places[key].sheet
                what = "rule" if key == "rules" else "private wish"
                raise IncompleteWorkbook(
                    f"The column “{header}” is missing on the {tab} tab, so no {what} could be "
                    "kept.",
                    f"If the column was renamed, give it its header “{header}” back; otherwise "
                    "add a column with exactly this header to the table. Then pair.",
                )


def need_people(sides: Sides) -> None:
    """Raise `StepTooEarly` when nobody on one side could be paired."""
    for people, key, other in (
        (sides.mentors, "mentors", "leaders"),
        (sides.leaders, "leaders", "mentors"),
    ):
        if not people.empty:
            continue
        tab, rows = WORKBOOK.sheet_of[key].name, sides.program.table(key)
        others = sides.program.table(other)
        in_both = {*also_in(rows, others), *perhaps_also_in(rows, others)}
        doubled = len(in_both | set(repeated_emails(rows)))
        if doubled and doubled == len(rows):
            who = f"All {doubled} people" if doubled > 1 else "The only person"
            raise StepTooEarly(
                f"{who} on the {tab} tab {'are' if doubled > 1 else 'is'} listed as "
                f"{other if doubled > 1 else other[:-1]} as well, or twice.",
                "Decide on one role for each of them and delete the other row; Checks lists them.",
            )
        raise StepTooEarly(
            f"There is nobody on the {tab} tab who could be paired.",
            "Import the survey answers or fill in the tab, then look at Checks.",
        )


def not_kept(findings: Iterable[Finding]) -> str:
    """The end of the line that is told: how many rules and private wishes could not be kept."""
    missed = [finding for finding in findings if finding.severity is Severity.ERROR]
    veto = CATALOGUE["unknown_veto"].code
    wishes = sum(finding.code == veto for finding in missed)
    rules = len({finding.cell.lstrip(_LETTERS) for finding in missed if finding.code != veto})
    parts = [
        counted(count, one, many)
        for count, one, many in (
            (rules, "rule", "rules"),
            (wishes, "private wish", "private wishes"),
        )
        if count
    ]
    were = "was" if rules + wishes == 1 else "were"
    said = f"; {joined(parts)} could not be read and {were} not kept: see Checks"
    return said if parts else ""


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def perhaps_same_line(
    program: Program, sides: Sides, cells: Sequence[tuple[int, int]]
) -> Iterator[Finding]:
    """Pairs of one department of which the reporting line above the mentor is not known.

    `program` has the new Pairs table. The leader must stand above the mentor
    in level, else the line cannot run there.
    """
    mentor_ranks, leader_ranks = ranks(program, sides.mentors), ranks(program, sides.leaders)
    rows = {pair_id: row for row, pair_id in program.table("pairs")["pair_id"].items()}
    ours, theirs = (
        [fold(name) for name in people["department"]] for people in (sides.mentors, sides.leaders)
    )
    for i, j in sorted(cells):
        if not ours[i] or ours[i] != theirs[j]:
            continue
        mentor, leader = sides.mentors.iloc[i], sides.leaders.iloc[j]
        if leader_ranks[j] > mentor_ranks[i] and not _top_is_known(sides, sides.mentor_keys[i]):
            row = rows[f"{mentor['id']}+{leader['id']}"]
            yield found(
                "perhaps_same_line",
                **program.where("pairs", int(str(row)), "leader"),
                found_by="pair",
                mentor=mentor["name"] or mentor["email"],
                leader=leader["name"] or leader["email"],
            )


def _top_is_known(sides: Sides, key: str) -> bool:
    """Does the line above end at somebody in the file who has no manager?"""
    line = list(sides.directory.chain(key))
    return bool(line) and sides.directory.find(line[-1]) is not None
