"""Can every private wish and every rule be read and kept? The checks and pairing both ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.people.directory import Directory
from revmentor_xl.steps.people.fuzzy_names import Names
from revmentor_xl.steps.people.participants import ROLES

MUST, MUST_NOT = "Must pair", "Must not pair"

_SAID = {
    MUST: ("must pair", "must be paired", "must", "pin", "pinned", "pair"),
    MUST_NOT: (
        *("must not pair", "must not be paired", "must not", "mustn't", "mustn't pair"),
        *("never", "never pair", "not", "no", "block", "blocked", "do not pair", "don't pair"),
        *("cannot pair", "can't pair", "must never pair"),
    ),
}
_RULES = {said: rule for rule, ways in _SAID.items() for said in ways}
OTHER_SIDE = {"mentors": "leader", "leaders": "mentor"}


class RuleRow(NamedTuple):
    """One row of the Rules tab as HR typed it; `rule` is MUST, MUST_NOT or "" (not readable)."""

    row: int
    mentor: str
    leader: str
    said: str
    rule: str


def rule_rows(program: Program) -> list[RuleRow]:
    """The rules, read from the cells: one that stands there twice holds all the same."""
    rows = []
    for row, *cells in program.cells("rules")[["mentor", "leader", "rule"]].itertuples():
        mentor, leader, said = (as_text(getattr(cell, "value", cell)) for cell in cells)
        if mentor or leader or said:
            rows.append(RuleRow(int(row), mentor, leader, said, read_rule(said)))
    return rows


def read_rule(text: str) -> str:
    """MUST, MUST_NOT, or "" when it is neither.

    A misspelling is read only as “Must not pair”: two people too many kept
    apart can be mended, a pair that must not be cannot.
    """
    plain = fold(text).strip(" .!:")
    if plain in _RULES or not plain:
        return _RULES.get(plain, "")
    from rapidfuzz import fuzz

    return MUST_NOT if fuzz.ratio(plain, fold(MUST_NOT)) >= 90 else ""


def veto_findings(
    program: Program, directory: Directory, found_by: str = "check"
) -> Iterator[Finding]:
    """Private wishes that cannot be kept, or only by a guess; none says whom it names."""
    for key in ROLES:
        names = Names.of(directory, (OTHER_SIDE[key],))
        header = WORKBOOK.table(key)["not_with"].header
        for row, texts in program.table(key)["not_with"].items():
            for text in texts:
                meant = names.meant(text)
                if meant.is_clear:
                    continue
                if not meant.is_whole:
                    name = "unknown_veto"
                else:
                    name = "ambiguous_veto" if directory.is_ambiguous(text) else "loose_veto"
                where = program.where(key, int(str(row)), "not_with")
                source = program.source(key, int(str(row)))
                yield found(name, **where, source=source, found_by=found_by, header=header)


def unread_rule_findings(
    program: Program, directory: Directory, found_by: str = "check"
) -> Iterator[Finding]:
    """Rules that cannot be kept, or only by a guess at who is meant."""
    names = Names.of(directory, ("mentor", "leader"))
    for rule in rule_rows(program):
        if not rule.rule:
            where = program.where("rules", rule.row, "rule")
            name = "unknown_rule" if rule.said else "missing_value"
            yield found(name, **where, found_by=found_by, header="Rule", value=rule.said)
        for column, text in (("mentor", rule.mentor), ("leader", rule.leader)):
            name, who = _doubt(names, rule.rule, text)
            if name:
                where = program.where("rules", rule.row, column)
                header = WORKBOOK.table("rules")[column].header
                yield found(name, **where, found_by=found_by, header=header, value=text, people=who)


def _doubt(names: Names, rule: str, text: str) -> tuple[str, str]:
    """What is wrong with a name on Rules (a kind of finding, or ""), and whom it was taken for."""
    directory = names.directory
    if not text:
        return "missing_value", ""
    if directory.find(text) is not None:
        return "", ""
    meant = names.meant(text)
    if rule == MUST_NOT and meant.keys and meant.is_whole:
        return "loose_in_rule", ", ".join(f"{directory.name_of(k)} ({k})" for k in meant.keys)
    return ("ambiguous_person" if directory.is_ambiguous(text) else "unknown_in_rule"), ""
