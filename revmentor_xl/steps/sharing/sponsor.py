"""What sponsors will see: aggregates only, small groups hidden, quotes with consent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pandas as pd

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.findings.sentences import counted
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.frames import records_of
from revmentor_xl.steps.health.questionnaires import (
    MONTH_6,
    Respondent,
    answers,
    reported_pairs,
    respondents,
    without_findings,
)
from revmentor_xl.steps.reviewing.outcomes import SOME, Outcome, measured
from revmentor_xl.steps.reviewing.stories import decisions, skills_gained, stories
from revmentor_xl.steps.sharing.secrets import Secrets
from revmentor_xl.steps.sharing.suppression import (
    HIDDEN,
    OTHERS,
    Breakdown,
    breakdown,
    gathered,
    part,
    split,
)
from revmentor_xl.steps.sharing.wording import (
    AFTER,
    BEFORE,
    CHANGES,
    DECIDED,
    EVERYBODY,
    IMPACT,
    KEPT,
    MEETINGS,
    NO_ANSWER,
    NO_DEPARTMENTS,
    NOT_STATED,
    PARTICIPATION,
    PROGRAM,
    QUOTES,
    READING,
    RECOMMENDED,
    Line,
)

FOUND_BY = "sponsor-copy"
MOST_QUOTES = 8
MOST_SKILLS = 8


@dataclass(frozen=True)
class Sharing:
    """What the lines are made from, computed once.

    `people` are the participants, `threshold` the smallest group shown.
    """

    program: Program
    people: tuple[Respondent, ...]
    threshold: int
    hidden: list[str] = field(default_factory=list)  # what was hidden, for the findings

    @classmethod
    def of(cls, program: Program) -> Sharing:
        people = tuple(respondents(program, reported_pairs(program)))
        return cls(program, people, program.settings.privacy_threshold)

    def hide(self, what: str) -> None:
        if what not in self.hidden:
            self.hidden.append(what)


def sponsor(program: Program) -> Program:
    """The program with the Sponsor tab: exactly what a sponsor copy will hold.

    Raises `StepTooEarly` when there are no pairs.
    """
    if program.table("pairs").empty:
        raise StepTooEarly(
            "There are no pairs yet, so there is nothing to show to sponsors.",
            "Press Suggest pairs first.",
        )
    program = without_findings(program, FOUND_BY)
    lines, findings = sponsor_lines(program)
    rows = [
        {
            "section": line.section,
            "group": line.group,
            "figure": line.figure,
            "value": line.value,
            "remark": line.remark,
        }
        for line in lines
    ]
    program = program.with_rows("sponsor", pd.DataFrame(rows, dtype=object))
    dashes = sum(line.value == HIDDEN for line in lines)
    said = f"{counted(len(lines), 'line')} for sponsors; {counted(dashes, 'number')} hidden."
    return program.with_findings(findings).saying(said, show="Sponsor")


def sponsor_lines(program: Program) -> tuple[list[Line], list[Finding]]:
    """The lines of the Sponsor tab, and a finding for everything that is hidden."""
    sharing = Sharing.of(program)
    lines = [
        *_program(sharing),
        *_participation(sharing),
        *_meetings(sharing),
        *_changes(sharing),
        *_impact(sharing),
        *_quotes(sharing),
        *_reading(sharing),
    ]
    threshold = sharing.threshold
    findings = [
        found("suppressed", sheet="Sponsor", found_by=FOUND_BY, what=what, threshold=threshold)
        for what in sharing.hidden
    ]
    return lines, findings


def _program(sharing: Sharing) -> Iterator[Line]:
    settings, today = sharing.program.settings, sharing.program.today
    yield Line(PROGRAM, "", "Cohort", settings.cohort)
    if settings.start_date is not None:
        yield Line(PROGRAM, "", "Start", f"{settings.start_date:%Y-%m-%d}")
    yield Line(PROGRAM, "", "As of", f"{today:%Y-%m-%d}")


def _participation(sharing: Sharing) -> Iterator[Line]:
    """Mentors and leaders by department; a department's name only with a number to it."""
    counts = _departments(sharing)
    full = split(counts, sharing.threshold)
    shown = gathered(full, sharing.threshold)
    mentors, leaders, both = (_shown(count) for count in shown.total)
    pairs = len(reported_pairs(sharing.program))
    yield Line(PARTICIPATION, EVERYBODY, "Pairs", pairs if pairs >= sharing.threshold else HIDDEN)
    yield Line(PARTICIPATION, EVERYBODY, "Mentors", mentors)
    yield Line(PARTICIPATION, EVERYBODY, "Leaders", leaders)
    yield Line(PARTICIPATION, EVERYBODY, "People", both)
    if full.hides:
        sharing.hide("The number of people by department")
    if not shown.rows:
        yield Line(PARTICIPATION, EVERYBODY, "", None, NO_DEPARTMENTS)
    for department in sorted(shown.rows, key=lambda name: (name == OTHERS, fold(name))):
        row = shown.rows[department]
        for figure, count in zip(("Mentors", "Leaders", "People"), row):
            yield Line(PARTICIPATION, department, figure, _shown(count))


def _departments(sharing: Sharing) -> dict[str, tuple[int, int]]:
    """Participants by department: mentors and leaders."""
    spelled: dict[str, str] = {}
    counts: dict[str, list[int]] = {}
    for side, (role, table) in enumerate((("Mentor", "mentors"), ("Leader", "leaders"))):
        rows = records_of(sharing.program.table(table))
        known = {fold(str(row["id"])): str(row["department"]) for row in rows}
        for person in sharing.people:
            if person.role == role:
                name = known.get(fold(person.id), "") or NOT_STATED
                spelled[fold(name)] = min(name, spelled.get(fold(name), name))
                counts.setdefault(fold(name), [0, 0])[side] += 1
    return {spelled[key]: (one, other) for key, (one, other) in counts.items()}


def _meetings(sharing: Sharing) -> Iterator[Line]:
    held = sharing.program.table("sessions")["held"].replace("", "Planned")
    if held.empty:
        return
    states = ("Held", "Missed", "Cancelled", "Planned")
    shown = breakdown({s: int((held == s).sum()) for s in states}, sharing.threshold)
    if len(reported_pairs(sharing.program)) < sharing.threshold:
        shown = Breakdown(dict.fromkeys(states), None)  # many sessions, but of few people
    for state in states:
        yield Line(MEETINGS, "All sessions", state, _shown(shown.groups[state]))
    yield Line(MEETINGS, "All sessions", "In the plan", _shown(shown.total))
    kept, missed = shown.groups["Held"], shown.groups["Missed"]
    if shown.hides:
        sharing.hide("The number of sessions by state")
    if kept is not None and missed is not None and kept + missed:
        share = round(kept / (kept + missed), 2)
        yield Line(MEETINGS, "All sessions", "Kept", share, KEPT)


def _changes(sharing: Sharing) -> Iterator[Line]:
    few = []
    for outcome in measured(sharing.program):
        if outcome.change.people == 0:
            continue
        if _may_show(outcome, sharing.threshold):
            yield from _change(outcome, sharing)
        else:
            few.append(outcome)
            figure = f"{outcome.measure}, {AFTER}"
            yield Line(CHANGES, f"{outcome.role}s", figure, HIDDEN)
    if few:
        sharing.hide(f"The mean of {counted(len(few), 'question')}")


def _may_show(outcome: Outcome, threshold: int) -> bool:
    """Enough people, and not everybody at the end of the scale, which tells each answer."""
    change = outcome.change
    if change.people < threshold or change.before is None or change.after is None:
        return False
    return all(1 < mean < 5 for mean in (change.before, change.after))


def _change(outcome: Outcome, sharing: Sharing) -> Iterator[Line]:
    change, group = outcome.change, f"{outcome.role}s"
    # exact numbers of two questions would tell how many skipped one of them
    least = change.people // sharing.threshold * sharing.threshold
    base = f"At least {least} people answered both times."
    yield Line(CHANGES, group, f"{outcome.measure}, {BEFORE}", round(change.before or 0, 1), base)
    yield Line(
        CHANGES, group, f"{outcome.measure}, {AFTER}", round(change.after or 0, 1), outcome.reading
    )


def _impact(sharing: Sharing) -> Iterator[Line]:
    program, threshold = sharing.program, sharing.threshold
    review = answers(program, "review", MONTH_6)
    if review.empty:
        return
    # shares are of everybody in the program, whose number is shown, so that the
    # rest of each can be protected as well
    everybody = max(len(sharing.people), len(review))
    leaders = sum(person.role == "Leader" for person in sharing.people)
    took = len(decisions(program))
    decided = part(took, max(leaders, took), threshold)
    yield Line(IMPACT, "Leaders", "Decision influenced", decided, DECIDED)
    scores = [int(score) for score in review["recommend"].dropna()]
    mean = sum(scores) / len(scores) if scores else 0
    safe = len(scores) >= threshold and 0 < mean < 10
    yield Line(
        IMPACT, EVERYBODY, "Would recommend", round(mean, 1) if safe else HIDDEN, RECOMMENDED
    )
    wishes = review["continue_wish"]
    names = ("Continue", "New partner", "Stop")
    counts = {wish: int((wishes == wish).sum()) for wish in names}
    silent = everybody - sum(counts.values())
    shown = breakdown({**counts, NO_ANSWER: silent}, threshold)
    if shown.hides or decided == HIDDEN or not safe:
        sharing.hide("Part of the review answers")
    for wish in (*names, NO_ANSWER):
        yield Line(IMPACT, EVERYBODY, f"Wish to go on: {wish}", _shown(shown.groups[wish]))
    for skill in _skills(sharing, len(review)):
        yield Line(IMPACT, EVERYBODY, "Skill gained by many", skill)


def _skills(sharing: Sharing, answered: int) -> Iterable[str]:
    """Skills of the Skills tab that a group large enough has gained, most first.

    Only their names: counts of several skills would overlap in ways that
    nobody can check.
    """
    known = {fold(str(skill)) for skill in sharing.program.table("skills")["skill"]}
    gained = skills_gained(sharing.program)
    many = [s for s, n in gained.items() if n >= sharing.threshold and fold(s) in known]
    return sorted(many[:MOST_SKILLS]) if answered >= sharing.threshold else ()


def _quotes(sharing: Sharing) -> Iterator[Line]:
    """Stories with consent, without names, once enough people have told one."""
    program = sharing.program
    told = stories(program)
    willing = [story for story in told if story.may_be_told]
    if not willing:
        return
    if len({fold(story.person_id) for story in told}) < program.settings.comment_threshold:
        sharing.hide("Every quote")
        return
    secrets = secrets_of(program)
    safe = [story.text for story in willing if not secrets.found_in(story.text)]
    if len(safe) < len(willing):
        sharing.hide("A quote that names somebody or tells a private answer")
    for text in list(dict.fromkeys(safe))[:MOST_QUOTES]:
        yield Line(QUOTES, "A participant", "", None, text)


def secrets_of(program: Program) -> Secrets:
    """What no shared text may hold; stories with consent are no secret."""
    told = [story.text for story in stories(program) if story.may_be_told]
    return Secrets.of(program).without(told)


def _reading(sharing: Sharing) -> Iterator[Line]:
    threshold = sharing.threshold
    texts = (
        f"“{HIDDEN}” stands where a number would be about fewer than {threshold} people, or would "
        "let one compute such a number.",
        "Intervals show what is plausible; without a comparison group other causes are possible.",
        "Means are ratings from 1 (disagree) to 5 (agree) by people who answered both times.",
        f"Means of fewer than {SOME} people are hints only.",
    )
    for text in texts:
        yield Line(READING, "", "", None, text)


def _shown(count: int | None) -> object:
    return HIDDEN if count is None else count
