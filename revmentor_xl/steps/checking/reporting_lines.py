"""Are the people whom others name in the file, and do the reporting lines hold?"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.findings.sentences import counted, joined
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.people.directory import NAMED, Directory
from revmentor_xl.steps.people.directory import ROLES as ROLES_OF_PEOPLE
from revmentor_xl.steps.people.participants import ROLES
from revmentor_xl.steps.people.reporting_lines import ReportingLines
from revmentor_xl.steps.people.vetoes_and_rules import unread_rule_findings, veto_findings

_TABLE = dict(zip(ROLES_OF_PEOPLE, NAMED))


def reporting_findings(program: Program, directory: Directory) -> Iterator[Finding]:
    """Managers who are unknown, unclear, missing, or managed by their own people."""
    lines = ReportingLines.of(directory)
    outside: dict[str, list[tuple[str, int, str]]] = {}
    for person, own in zip(directory.people, directory.keys):
        key, label = _TABLE[person.role], person.name or person.email or person.id
        if not person.manager:
            if key == "mentors" and own is not None and own not in directory.manager_of:
                yield _at(program, key, person.row, "no_manager", value=label)
            continue
        bosses = lines.may_mean(person.manager)
        header = WORKBOOK.table(key)["manager"].header
        meant = sorted(lines.unclear(person.manager) - {own})
        if bosses == {own}:
            yield _at(program, key, person.row, "manager_of_self", value=label)
        elif bosses and not meant:
            continue
        elif meant:
            people = joined([directory.told_apart(one) for one in meant], "or")
            details = {"header": header, "value": person.manager, "people": people, "who": label}
            yield _at(program, key, person.row, "unclear_manager", **details)
        elif "@" in person.manager and not _is_near_somebody(directory, person.manager):
            named = (key, person.row, person.manager)
            outside.setdefault(fold(person.manager), []).append(named)
        else:
            details = {"header": header, "value": person.manager}
            yield _at(program, key, person.row, "unknown_person", **details)
    for person, about in lines.unclear_rows.items():
        people = joined((directory.told_apart(one) for one in sorted(about)), "or")
        where = program.where("reporting", person.row, "name")
        yield found("unclear_line", **where, value=person.name, people=people)
    yield from _outside(program, outside)
    yield from _circles(program, directory)


def named_findings(program: Program, directory: Directory) -> Iterator[Finding]:
    """Wishes, vetoes, rules and nominations that name nobody, or several people."""
    for key in ROLES:
        people = program.table(key)
        for row, preferred, not_with in people[["preferred", "not_with"]].itertuples():
            yield from _wishes(program, directory, key, row, preferred)
            wished = {directory.find(text) for text in preferred} - {None}
            if wished & {directory.find(text) for text in not_with}:
                where = program.where(key, row, "not_with")
                yield found("wish_and_veto", **where, source=program.source(key, row))
    yield from veto_findings(program, directory)
    yield from unread_rule_findings(program, directory)
    mentors = _keys_of_mentors(directory)
    for row, nominee in program.table("nominations")["nominee"].items():
        yield from _nominee(program, directory, mentors, int(str(row)), nominee)


def _wishes(
    program: Program, directory: Directory, key: str, row: int, texts: Sequence[str]
) -> Iterator[Finding]:
    for text in texts:
        yield from _named(program, directory, key, row, "preferred", text)


def _named(
    program: Program, directory: Directory, key: str, row: int, column: str, text: str
) -> Iterator[Finding]:
    if not text or directory.find(text) is not None:
        return
    name = "ambiguous_person" if directory.is_ambiguous(text) else "unknown_person"
    header = WORKBOOK.table(key)[column].header
    where = program.where(key, row, column)
    yield found(name, **where, source=program.source(key, row), header=header, value=text)


def _nominee(
    program: Program, directory: Directory, mentors: Container[str | None], row: int, text: str
) -> Iterator[Finding]:
    where = program.where("nominations", row, "nominee")
    if directory.is_ambiguous(text):
        yield found("ambiguous_person", **where, header="Nominee", value=text)
    elif directory.find(text) not in mentors:
        yield found("nominee_unknown", **where, value=text)


def _keys_of_mentors(directory: Directory) -> set[str]:
    found_ = (directory.find(p.id or p.email) for p in directory.people if p.role == "mentor")
    return {key for key in found_ if key is not None}


def _outside(
    program: Program, outside: Mapping[str, Sequence[tuple[str, int, str]]]
) -> Iterator[Finding]:
    """Managers who take no part: one finding each, or one for all without Reporting lines.

    Each is told at the first of the people who name that manager.
    """
    if len(outside) > 1 and not len(program.cells("reporting")):
        sheet = program.places["reporting"].sheet
        managers = ", ".join(sorted(outside))
        yield found("managers_outside", sheet=sheet, count=len(outside), managers=managers)
        return
    for named in outside.values():
        key, row, manager = named[0]
        header = WORKBOOK.table(key)["manager"].header
        people = counted(len(named), "person", "people")
        yield _at(program, key, row, "manager_outside", header=header, value=manager, people=people)


def _is_near_somebody(directory: Directory, email: str) -> bool:
    """An address is as good outside the file as in it, unless it is a slip."""
    from rapidfuzz import fuzz, process  # slow to import

    emails = [person.email for person in directory.people if person.email]
    return process.extractOne(fold(email), emails, scorer=fuzz.ratio, score_cutoff=93) is not None


def _circles(program: Program, directory: Directory) -> Iterator[Finding]:
    """Each circle once, at the first of its people on the tabs."""
    reported: set[frozenset[str]] = set()
    for person in directory.people:
        key = directory.find(person.id or person.email or person.name)
        circle = _circle(directory, key) if key else ()
        if len(circle) < 2 or frozenset(circle) in reported:
            continue
        reported.add(frozenset(circle))
        names = [directory.name_of(one) for one in (*circle, circle[0])]
        yield _at(
            program,
            _TABLE[person.role],
            person.row,
            "manager_circle",
            value=directory.name_of(circle[0]),
            circle=" → ".join(names),
        )


def _circle(directory: Directory, key: str) -> tuple[str, ...]:
    """The people from `key` upwards back to `key`; nobody when it is in no circle."""
    line = [key]
    boss = directory.manager_of.get(key)
    while boss is not None and boss not in line:
        line.append(boss)
        boss = directory.manager_of.get(boss)
    return tuple(line) if boss == key else ()


def _at(program: Program, key: str, row: int, name: str, **details: str) -> Finding:
    shown: dict[str, object] = dict(details)
    where = program.where(key, row, "manager")
    source = program.source(key, row)
    return found(name, **where, source=source, **shown)  # type: ignore[arg-type]
