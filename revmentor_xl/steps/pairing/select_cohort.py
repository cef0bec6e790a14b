"""Choosing the cohort: as many of the nominated volunteers as it has places,
spread over the departments as evenly as possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import pulp

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.findings.sentences import counted, joined
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.schema.settings import Settings
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.features.common_time import without_time
from revmentor_xl.steps.pairing.features.sides import places
from revmentor_xl.steps.pairing.hard_rules.forbidden import no_level
from revmentor_xl.steps.people import participants
from revmentor_xl.steps.people.directory import Directory
from revmentor_xl.steps.solving.solver import solve, weighted


@dataclass(frozen=True)
class Nominee:
    """A nominated mentor. `row` is on the Mentors tab, `wanted` counts by skill
    the leaders who want to learn it (only skills this mentor can teach), `mend` is
    the column that keeps the mentor out of every pair, if one does."""

    key: str
    name: str
    department: str
    row: int
    volunteered: bool
    ergs: tuple[str, ...]
    nominations: int
    wanted: Mapping[str, int]
    mend: str = ""

    @property
    def unit(self) -> str:
        """The department as it is compared; people without one form a group."""
        return fold(self.department)


def select(program: Program) -> Program:
    """Choose the cohort from the Nominations tab and say why, row by row.

    In this order: as many people as the cohort has places; departments as
    even as possible; more nominations; more skills that leaders want; IDs.
    Fills Name, Department, Selected and Reason and changes nothing else on
    the tab. Raises `StepTooEarly` when nobody is nominated.
    """
    directory = Directory.of(program)
    rows = _nominations(program, directory)
    if not rows:
        raise StepTooEarly(
            "Nobody is nominated yet, so there is no cohort to choose.",
            "Enter the nominees on the Nominations tab. Without nominations, Suggest pairs "
            "looks at all volunteers.",
        )
    nominees = _nominees(program, directory, [key for _, key in rows if key is not None])
    settings = program.settings
    willing = [n for n in nominees if n.volunteered or not settings.only_volunteers]
    able = [n for n in willing if not n.mend]
    cohort = _cohort(able, settings)
    earlier = tuple(f for f in program.findings if f.found_by != "select")
    done = _written(replace(program, findings=earlier), rows, nominees, able, cohort)
    done = done.with_findings(_unknown(done, [key for _, key in rows]))
    done = done.with_findings(_findings(done, able, cohort))
    return done.saying(_said(cohort, settings), "Nominations")


def _nominations(program: Program, directory: Directory) -> list[tuple[int, str | None]]:
    """Every row that names somebody: its place in the table and whom it means."""
    mentors = {directory.find(str(id_)) for id_ in participants.mentors(program)["id"]}
    rows = []
    for place, text in enumerate(program.cells("nominations")["nominee"]):
        key = directory.find(as_text(text))
        if as_text(text):
            rows.append((place, key if key in mentors else None))
    return rows


def _nominees(program: Program, directory: Directory, keys: list[str]) -> list[Nominee]:
    """Each nominated mentor once, in the order of the people, not of the rows."""
    nominations = Counter(keys)
    leaders = participants.leaders(program)
    wishes = Counter(fold(goal) for goals in leaders["learning_goals"] for goal in goals)
    nominees = []
    mentors = participants.mentors(program)
    to_mend = _to_mend(program, mentors)
    for row, person in mentors.iterrows():
        key = directory.find(str(person["id"]))
        if key is None or key not in nominations:
            continue
        nominees.append(
            Nominee(
                key,
                person["name"] or person["email"],
                person["department"],
                int(str(row)),
                person["volunteered"] is not pd.NA and bool(person["volunteered"]),
                person["ergs"],
                nominations[key],
                {
                    skill: wishes[fold(skill)]
                    for skill in person["strengths"]
                    if fold(skill) in wishes
                },
                to_mend.get(int(str(row)), ""),
            )
        )
    return nominees


def _to_mend(program: Program, mentors: pd.DataFrame) -> dict[int, str]:
    """By row, the header of a column that rules out every partner as it stands.

    A seat of the cohort would be lost on them; mended, they can be chosen.
    """
    columns = {
        "level": no_level(program, mentors),
        "capacity": places(mentors) == 0,
        "availability": without_time(program, mentors) & program.settings.need_common_time,
    }
    table = WORKBOOK.table("mentors")
    return {
        int(row): table[key].header
        for key, out in reversed(columns.items())
        for row in mentors.index[out]
    }


def _cohort(able: Sequence[Nominee], settings: Settings) -> list[Nominee]:
    """The chosen ones, by one binary program per aim, each aim fixed before the next.

    Evenness is the least sum of squares of the departments' seats: the k-th
    seat of a department costs 2k - 1, so the largest is as small as can be.

    No tie is left for the solver. The most even cohorts are the bases of a matroid (so many
    people, and from each department at least and at most so many), the best named of these
    again, and so on; the place of every person being another one, the least sum of places
    has one base only: the one that is first in the order of the people (Edmonds 1971).
    """
    size = min(settings.cohort_size, len(able))
    if size == len(able):
        return list(able)
    problem = pulp.LpProblem("cohort", pulp.LpMaximize)
    takes = [problem.add_variable(f"n{i}", 0, 1, "Binary") for i in range(len(able))]
    problem.addConstraint(weighted((take, 1) for take in takes) == size, "size")
    seats: list[tuple[pulp.LpVariable, float]] = []
    for d, unit in enumerate(sorted({n.unit for n in able})):
        members = [take for take, n in zip(takes, able) if n.unit == unit]
        costs = [
            (problem.add_variable(f"d{d}_{k}", 0, 1, "Binary"), 2 * k + 1)
            for k in range(min(size, len(members)))
        ]
        filled = [(take, 1) for take in members] + [(seat, -1) for seat, _ in costs]
        problem.addConstraint(weighted(filled) == 0, f"seats{d}")
        seats += costs
    aims: list[list[tuple[pulp.LpVariable, float]]] = [
        [(seat, -cost) for seat, cost in seats],
        [(take, n.nominations) for take, n in zip(takes, able)],
        [(take, sum(n.wanted.values())) for take, n in zip(takes, able)],
        [(take, -i) for i, take in enumerate(takes)],
    ]
    for number, aim in enumerate(aims):
        problem.setObjective(weighted(aim))
        best = round(solve(problem, settings).objective)
        if number < len(aims) - 1:
            problem.addConstraint(weighted(aim) >= best, f"aim{number}")
    return [n for take, n in zip(takes, able) if (take.varValue or 0) > 0.5]


def _written(
    program: Program,
    rows: Sequence[tuple[int, str | None]],
    nominees: Sequence[Nominee],
    able: Sequence[Nominee],
    cohort: Sequence[Nominee],
) -> Program:
    """The Nominations cells with the tool's columns filled; all others untouched."""
    cells = program.cells("nominations").copy()
    tool = ("name", "department", "selected", "reason")
    written: dict[str, list[object]] = {column: [None] * len(cells) for column in tool}
    by_key = {n.key: n for n in nominees}
    chosen = {n.key for n in cohort}
    seats = Counter(n.unit for n in cohort)
    rivals = Counter(n.unit for n in nominees)
    nobody_left_out = chosen == {n.key for n in able}
    seen: set[str] = set()
    for place, key in rows:
        if key is None:
            written["selected"][place] = "No"
            written["reason"][place] = "Not on the Mentors tab; see Checks."
            continue
        nominee = by_key[key]
        is_in = key in chosen
        if is_in and nobody_left_out:
            words = _welcome(_named_by(program, rows, key))
        else:
            words = _reason(nominee, is_in, seats, rivals, program.settings)
        if key in seen:
            words = f"Named again; counts as one person. {words}"
        seen.add(key)
        for column, value in zip(
            tool, (nominee.name, nominee.department or None, "Yes" if is_in else "No", words)
        ):
            written[column][place] = value
    for column, values in written.items():
        cells[column] = pd.Series(values, index=cells.index, dtype=object)
    return program.with_cells("nominations", cells)


def _named_by(program: Program, rows: Sequence[tuple[int, str | None]], key: str) -> list[str]:
    """Who nominated a person, each once, in alphabetical order."""
    column = list(program.cells("nominations")["nominated_by"])
    texts = sorted({as_text(column[place]) for place, named in rows if named == key} - {""})
    return list({fold(text): text for text in texts}.values())


def _welcome(named_by: Sequence[str]) -> str:
    """Why, when everybody who can be chosen was."""
    who = joined(named_by)
    return f"Nominated{f' by {who}' if who else ''}; a place was free for everybody."


def _reason(
    nominee: Nominee,
    is_in: bool,
    seats: Mapping[str, int],
    rivals: Mapping[str, int],
    settings: Settings,
) -> str:
    """Why, or why not, in plain words."""
    department = nominee.department or "no department"
    if not nominee.volunteered and settings.only_volunteers:
        return "Has not volunteered, so cannot be chosen."
    if nominee.mend:
        return f"{nominee.mend} must be mended first: see Checks."
    places, all_from = seats.get(nominee.unit, 0), rivals[nominee.unit]
    if not is_in:
        went = f"The {counted(places, 'place')} for {department}" if places else "All places"
        return f"{went} went to others; see their reasons. Keep in mind for the next cohort."
    if all_from == 1:
        words = f"The only nominee from {department}; keeps departments balanced"
    elif places == all_from:
        words = f"One of {places} nominees from {department}, all of them chosen"
    elif places == 1:
        words = f"Chosen from {all_from} nominees of {department}; keeps departments balanced"
    else:
        words = f"One of {places} chosen from {all_from} nominees of {department}"
    if nominee.nominations > 1:
        words += f"; named {nominee.nominations} times"
    if nominee.wanted:
        skill = max(nominee.wanted, key=lambda one: (nominee.wanted[one], one))
        wanted = nominee.wanted[skill]
        words += f"; can teach {skill}, wanted by {counted(wanted, 'leader')}"
    return words + "."


def _unknown(program: Program, keys: Sequence[str | None]) -> Iterable[Finding]:
    cells = program.cells("nominations")
    named = [row for row, text in zip(cells.index, cells["nominee"]) if as_text(text)]
    for row, key in zip(named, keys):
        if key is None:
            yield found(
                "nominee_unknown",
                **program.where("nominations", int(row), "nominee"),
                found_by="select",
                value=as_text(cells.at[row, "nominee"]),
            )


def _findings(
    program: Program, able: Sequence[Nominee], cohort: Sequence[Nominee]
) -> Iterable[Finding]:
    expected = program.settings.cohort_size
    sheet = program.places["nominations"].sheet
    if len(able) < expected:
        yield found(
            "small_cohort", sheet=sheet, found_by="select", value=len(able), expected=expected
        )
    seats = Counter(n.unit for n in cohort)
    # one seat each is an even spread; alone beside larger groups is a burden
    for nominee in cohort:
        if nominee.unit and seats[nominee.unit] == 1 and len(cohort) >= 2 * len(seats):
            yield _token(program, nominee.name, nominee.department)
    members = Counter(fold(erg) for n in cohort for erg in n.ergs)
    if 1 in members.values():
        # neither the group nor the person is named: membership is private
        yield _token(program, "Somebody", "an Employee Resource Group")


def _token(program: Program, who: str, group: str) -> Finding:
    sheet = program.places["nominations"].sheet
    return found("token_risk", sheet=sheet, found_by="select", value=who, group=group)


def _said(cohort: Sequence[Nominee], settings: Settings) -> str:
    departments = len({n.unit for n in cohort})
    return (
        f"{counted(len(cohort), 'mentor')} chosen for {settings.cohort} from "
        f"{counted(departments, 'department')}"
    )
