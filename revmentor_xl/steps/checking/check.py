"""The check step: every problem of the file, listed on the Checks tab."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

import pandas as pd

from revmentor_xl.findings.catalogue import CATALOGUE, found
from revmentor_xl.findings.finding import Finding, Severity
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.schema.model import Writer
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.checking import calendars
from revmentor_xl.steps.checking.cell_links import link_to, mark_of
from revmentor_xl.steps.checking.identity import identity_findings
from revmentor_xl.steps.checking.readiness import (
    readiness_findings,
    rule_findings,
    setting_findings,
)
from revmentor_xl.steps.checking.reporting_lines import named_findings, reporting_findings
from revmentor_xl.steps.checking.unanswered_columns import without_floods
from revmentor_xl.steps.people.directory import LINE_PREFIX, Directory
from revmentor_xl.steps.people.participants import PREFIX, ROLES, used_ids

LACKS = ("no_availability", "no_strengths", "no_goals")
"""What is said of an empty cell that pairing needs."""

FRESH = ("open", "check")
"""Who finds anew whenever the file is opened or a step has run."""

_SEEN_BY_CHECKS = {
    CATALOGUE[name].code
    for name in (
        *("missing_value", "ambiguous_person", "unknown_person", "nominee_unknown"),
        *("unknown_veto", "ambiguous_veto", "loose_veto", "contradicting_rules"),
        *("unknown_rule", "unknown_in_rule", "loose_in_rule", "start_in_past", "date_incomplete"),
    )
}

_ABOUT_PEOPLE = ("settings", "levels", "reporting", "mentors", "leaders", "nominations", "rules")

_SEVERITIES = {severity.value: severity for severity in Severity}
_ORDER = list(Severity)


def check(program: Program) -> Program:
    """Give IDs to people without one, then list every problem on the Checks tab.

    What import and the other steps found stays listed until they run again.
    Checking twice changes nothing.
    """
    named = write_checks(with_ids(with_every_setting(program)))
    listed = [finding.severity for finding in listed_findings(named)]
    return named.saying(_said(Counter(listed)), show="Checks")


def write_checks(program: Program, ran: Collection[str] = ()) -> Program:
    """The program with its Checks tab up to date: run at the end of every command.

    `ran` names the steps (as in `found_by`) that have just run: what they
    found earlier gives way to the program's findings. An import takes its own
    earlier findings off the tab itself. What stays from another step says of
    which day it is; what the checks can see for themselves they find anew.
    """
    own = [finding for finding in program.findings if finding.found_by != "check"]
    stale = {*FRESH, *ran} - {"import"}
    days = {f: day for f, day in _listed(program) if not _is_stale(f, stale)}
    findings = _sorted(_distinct([*own, *check_findings(program), *days]))
    today = f"{program.today.day} {program.today:%b}"
    days = {**days, **dict.fromkeys(own, today)}
    rows = pd.DataFrame(
        [
            {
                "severity": f.severity.value,
                "code": f.code,
                "sheet": f.sheet,
                "cell": f.cell,
                "link": link_to(program, f),
                "message": f.message,
                "remedy": f.remedy,
                "source": f.source,
                "found_by": by,
                "mark": mark_of(program, f),
            }
            for f, by in zip(findings, _found_by(findings, days, today))
        ],
        columns=list(WORKBOOK.table("checks").keys),
        dtype=object,
    )
    return program.with_rows("checks", rows)


def check_findings(program: Program) -> list[Finding]:
    """Every problem that the file itself shows, in no special order."""
    findings = [
        *program.setting_findings,
        *setting_findings(program),
        *program.derived("findings about people", _ABOUT_PEOPLE, lambda: _about_people(program)),
        *program.derived("findings about calendars", calendars.ABOUT, lambda: _calendars(program)),
    ]
    for key, table in WORKBOOK.tables.items():
        if any(column.writer is Writer.HR for column in table.columns) and key != "settings":
            findings += _cell_findings(program, key)
    findings += _schedule_findings(program)
    own = (finding for finding in program.findings if finding.found_by == "check")
    return [*_without_consequences(without_floods(program, findings)), *own]


def _about_people(program: Program) -> tuple[Finding, ...]:
    """What is found in the tables of `_ABOUT_PEOPLE`, and only there."""
    directory = Directory.of(program)
    return (
        *identity_findings(program),
        *reporting_findings(program, directory),
        *named_findings(program, directory),
        *readiness_findings(program),
        *rule_findings(program, directory),
    )


def _calendars(program: Program) -> tuple[Finding, ...]:
    return tuple(calendars.calendar_findings(program))


def _schedule_findings(program: Program) -> Iterable[Finding]:
    """What speaks against rows of the Schedule tab that are to come."""
    if program.cells("schedule").empty:
        return ()
    # with a schedule there is much to import; before it, buttons start without
    from revmentor_xl.steps.checking.schedule_rows import schedule_row_findings

    return schedule_row_findings(program)


def _without_consequences(findings: Iterable[Finding]) -> list[Finding]:
    """One finding per cause: a cell that shows an Excel error is not empty as well."""
    listed = list(findings)
    error, empty = CATALOGUE["cell_error"].code, {CATALOGUE[name].code for name in LACKS}
    broken = {(one.sheet, one.cell) for one in listed if one.code == error}
    return [one for one in listed if one.code not in empty or (one.sheet, one.cell) not in broken]


def listed_findings(program: Program) -> list[Finding]:
    """The findings that stand on the Checks tab now."""
    return [finding for finding, _ in _listed(program)]


def _listed(program: Program) -> Iterator[tuple[Finding, str]]:
    """The findings on the Checks tab, each with the day it is of, if it says so."""
    for row in program.table("checks").to_dict("records"):
        found_by, _, day = row["found_by"].partition(", ")
        finding = Finding(
            code=row["code"],
            severity=_SEVERITIES.get(row["severity"], Severity.WARNING),
            sheet=row["sheet"],
            cell=row["cell"],
            message=row["message"],
            remedy=row["remedy"],
            source=row["source"],
            found_by=found_by,
        )
        yield finding, day


def _found_by(
    findings: Iterable[Finding], days: Mapping[Finding, str], today: str
) -> Iterator[str]:
    """The step that found each finding, and when, unless that is always now."""
    for finding in findings:
        by = finding.found_by
        yield by if by in FRESH else f"{by}, {days.get(finding) or today}"


def _is_stale(finding: Finding, ran: Collection[str]) -> bool:
    """Will it be found anew if it still holds? An import's file is not here to look at again."""
    seen_here = finding.found_by != "import" and finding.code in _SEEN_BY_CHECKS
    return finding.found_by in ran or seen_here


def with_every_setting(program: Program) -> Program:
    """The program with a row for each setting; those of a newer version get their default."""
    cells = program.cells("settings")
    there = {fold(as_text(label)) for label in cells["setting"]}
    missing = [row for row in WORKBOOK.table("settings").rows if fold(as_text(row[1])) not in there]
    if not missing:
        return program
    added = pd.DataFrame(missing, columns=list(WORKBOOK.table("settings").keys), dtype=object)
    return program.with_cells("settings", pd.concat([cells, added], ignore_index=True))


def with_ids(program: Program) -> Program:
    """The program with an ID for everybody who has a name or an e-mail address.

    New IDs count on from the highest ever used, in the order of e-mail
    addresses, so that the order of the rows does not matter.
    """
    for key in (*ROLES, "reporting"):
        program = _with_ids(program, key)
    return program


def _with_ids(program: Program, key: str) -> Program:
    cells = program.cells(key)
    people = zip(cells.index, cells["id"], cells["email"], cells["name"])
    nameless = [
        (fold(_text(email)), fold(_text(name)), row)
        for row, id_, email, name in people
        if (_text(email) or _text(name))
        and (not _text(id_) or (key == "reporting" and _is_no_id(id_, email, name)))
    ]
    if not nameless:
        return program
    prefix = PREFIX.get(key, LINE_PREFIX)
    numbers = [re.fullmatch(rf"{prefix}(\d{{1,9}})", id_, re.I) for id_ in used_ids(program, key)]
    last = max((int(match[1]) for match in numbers if match), default=0)
    ids, place = list(cells["id"]), {row: at for at, row in enumerate(cells.index)}
    given = []
    for number, (email, _, row) in enumerate(sorted(nameless), last + 1):
        name = _text(cells.at[row, "name"])
        id_ = f"{prefix}{number:03d}"
        at = place[row]
        ids[at] = id_
        given.append((at, name or email, id_))
    named = program.with_cells(key, cells.assign(id=pd.Series(ids, cells.index, dtype=object)))
    rows = named.cells(key).index
    return named.with_findings(
        found("filled_id", **named.where(key, int(rows[at]), "id"), value=label, id=id_)
        for at, label, id_ in sorted(given)
        if key in PREFIX  # who only reports to somebody needs no ID to be spoken of
    )


def _is_no_id(*cells: object) -> bool:
    """Is the ID of a row of Reporting lines its own name or address? Older versions wrote those
    for rows without an ID, and rows of one name then counted as one."""
    id_, *others = (fold(_text(cell)) for cell in cells)
    return bool(id_) and id_ in others


def _text(cell: object) -> str:
    return as_text(getattr(cell, "value", cell))


def _cell_findings(program: Program, key: str) -> Iterator[Finding]:
    """What single cells show; a level and a rule have their own findings, which say more."""
    column = "level" if key in ROLES else "rule" if key == "rules" else ""
    letters = re.sub(r"\d", "", program.places[key].cell(1, column))
    for finding in program.cell_findings(key):
        is_theirs = bool(letters) and re.sub(r"\d", "", finding.cell) == letters
        if not (is_theirs and finding.code == CATALOGUE["not_in_list"].code):
            yield finding


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """One finding of a kind per cell, or per source where there is no cell; the first stays."""
    seen: dict[tuple[str, ...], Finding] = {}
    for finding in findings:
        place = (finding.sheet, finding.cell) if finding.cell else (finding.sheet, finding.source)
        seen.setdefault((finding.code, *place, finding.message), finding)
    return list(seen.values())


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    sheets = {sheet.name: i for i, sheet in enumerate(WORKBOOK)}

    def order(finding: Finding) -> tuple[object, ...]:
        match = re.fullmatch(r"([A-Z]+)(\d+)", finding.cell)
        row, letters = (int(match[2]), match[1]) if match else (0, "")
        return (
            _ORDER.index(finding.severity),
            sheets.get(finding.sheet, len(sheets)),
            row,
            len(letters),
            letters,
            finding.code,
            _row_of(finding.source),
            finding.source,
            finding.message,
        )

    return sorted(findings, key=order)


def _row_of(source: str) -> int:
    match = re.search(r"(\d+)$", source)
    return int(match[1]) if match else 0


def _said(counts: Counter[Severity]) -> str:
    if not counts:
        return "Nothing to mend."
    words = {
        Severity.ERROR: "must be fixed",
        Severity.WARNING: "to check",
        Severity.NOTE: "good to know",
    }
    return ", ".join(f"{counts[s]} {words[s]}" for s in _ORDER if counts[s]) + "."
