"""The impact report: what was found, how sure it is, and what to do next."""

from __future__ import annotations

import pandas as pd

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.findings.sentences import counted, joined
from revmentor_xl.program import Program
from revmentor_xl.schema.excel_counting import averageifs, countifs, equal_to, within
from revmentor_xl.schema.frames import records_of
from revmentor_xl.steps.health.questionnaires import (
    MONTH_6,
    answers,
    reported_pairs,
    respondents,
    without_findings,
)
from revmentor_xl.steps.reviewing.advice import ADVICE, Facts
from revmentor_xl.steps.reviewing.outcomes import FEW, SOME, measured
from revmentor_xl.steps.reviewing.review import with_results
from revmentor_xl.steps.reviewing.stories import decisions, skills_gained, stories

FOUND_BY = "report"
SMALL = (
    f"The groups are small (fewer than {SOME} people answered some questions both times), so read "
    "every change below as a hint."
)
NEXT = "Drawn from the numbers above; decide together with the sponsor."


def report(program: Program) -> Program:
    """The program with the impact report, the outcomes and the stories.

    Raises `StepTooEarly` when nobody has answered the review.
    """
    if answers(program, "review", MONTH_6).empty:
        raise StepTooEarly(
            "Nobody has answered the six-month questions yet, so there is nothing to report.",
            "Press Review, send the questions, import the answers, and press Impact report again.",
        )
    program = with_results(without_findings(program, FOUND_BY), FOUND_BY)
    facts = facts_of(program)
    told = [("About", _about(program)), *sentences(facts)]
    rows = [{"section": section, "text": text} for section, text in told]
    program = program.with_rows("report", pd.DataFrame(rows, dtype=object))
    said = (
        f"Report written: {counted(facts.answered, 'person', 'people')} answered, "
        f"{counted(facts.decisions, 'decision')} influenced, "
        f"{counted(facts.told, 'story', 'stories')} told with consent."
    )
    return program.saying(said, show="Report")


def _about(program: Program) -> str:
    """Which program this is, as the Settings tab has it."""
    settings = program.settings
    of = f" at {settings.company}" if settings.company else ""
    since = f", since {settings.start_date:%d %B %Y}" if settings.start_date else ""
    sponsor = f" Sponsor: {settings.sponsor}." if settings.sponsor else ""
    return f"{settings.program_name}{of}, {settings.cohort}{since}.{sponsor}"


def facts_of(program: Program) -> Facts:
    """What the report rests on, counted from the tables as they are now."""
    people = respondents(program, reported_pairs(program))
    review = answers(program, "review", MONTH_6)
    cells, checkins = program.cells("sessions"), program.cells("checkins")
    month_3 = {"moment": equal_to("Month 3")}
    wishes = [str(row["continue_wish"]) for row in records_of(review) if row["continue_wish"]]
    told = stories(program)
    recommend = review["recommend"].dropna()
    return Facts(
        pairs=len({pair for person in people for pair in person.pairs}),
        mentors=sum(person.role == "Mentor" for person in people),
        leaders=sum(person.role == "Leader" for person in people),
        answered=len(review),
        held=countifs(cells, held=equal_to("Held")),
        missed=countifs(cells, held=equal_to("Missed")),
        outcomes=tuple(measured(program)),
        decisions=len(decisions(program)),
        recommend=float(recommend.mean()) if len(recommend) else None,
        wishes={wish: wishes.count(wish) for wish in sorted(set(wishes))},
        skills=skills_gained(program),
        stories=len(told),
        told=sum(story.may_be_told for story in told),
        workload=averageifs(checkins, "workload_fair", **month_3, workload_fair=within(1, 5)),
        heard=averageifs(
            checkins, "heard_as_professional", **month_3, heard_as_professional=within(1, 5)
        ),
    )


def sentences(facts: Facts) -> list[tuple[str, str]]:
    """The report, sentence by sentence: section and text."""
    lines = [
        ("Participation", _participation(facts)),
        ("Meetings", _meetings(facts)),
        *(("What changed", text) for text in _changes(facts)),
        ("What was learned", _learned(facts)),
        ("Decisions influenced", _decided(facts)),
        *(("Would they do it again?", text) for text in _again(facts)),
        ("How sure is this?", _caution(facts)),
    ]
    lines.append(("What to do next", NEXT))
    lines += [(advice.section, advice.text) for advice in ADVICE if advice.applies(facts)]
    return lines


def _participation(facts: Facts) -> str:
    asked = facts.mentors + facts.leaders
    return (
        f"{counted(facts.pairs, 'pair')} took part: {counted(facts.mentors, 'mentor')} and "
        f"{counted(facts.leaders, 'leader')}. {facts.answered} of {asked} answered the six-month "
        "questions."
    )


def _meetings(facts: Facts) -> str:
    if facts.kept is None:
        return "No session is noted as held or missed on the Sessions tab."
    return (
        f"{counted(facts.held, 'session')} took place and {facts.missed} "
        f"{'was' if facts.missed == 1 else 'were'} missed; {facts.kept:.0%} were kept."
    )


def _changes(facts: Facts) -> list[str]:
    known = [one for one in facts.outcomes if one.change.people >= FEW]
    if not known:
        return [
            f"Fewer than {FEW} people answered both at the start and at the end, so no change "
            "can be reported. Read the stories."
        ]
    small = min(one.change.people for one in known) < SOME
    lines = [SMALL] if small else []
    lines += [
        f"{one.measure} ({one.role.casefold()}s, {one.change.people} people): from "
        f"{one.change.before:.1f} to {one.change.after:.1f}. {one.reading}"
        for one in known
    ]
    few = len([one for one in facts.outcomes if 0 < one.change.people < FEW])
    if few:
        lines.append(f"{counted(few, 'measure')} more rest on too few people to say anything.")
    return lines


def _learned(facts: Facts) -> str:
    if not facts.skills:
        return "Nobody named a skill they gained."
    top = [f"{skill} ({counted(n, 'person', 'people')})" for skill, n in facts.skills.items()]
    return f"{counted(len(facts.skills), 'skill')} named as gained. Most often: {joined(top[:5])}."


def _decided(facts: Facts) -> str:
    if not facts.decisions:
        return "No leader described a decision that was taken differently."
    return (
        f"{counted(facts.decisions, 'leader')} of {facts.leaders} described a decision that was "
        "taken differently because of the mentor. Their words are on the Review tab."
    )


def _again(facts: Facts) -> list[str]:
    lines = []
    if facts.recommend is not None:
        lines.append(
            f"Asked whether they would recommend the program, people gave {facts.recommend:.1f} "
            "of 10 on average."
        )
    if facts.wishes:
        words = {
            "Continue": "want to go on with the same partner",
            "New partner": "would like a new partner",
            "Stop": "want to stop here",
        }
        parts = [f"{n} {words.get(wish, wish)}" for wish, n in facts.wishes.items()]
        lines.append(f"{joined(parts)}.")
    return lines or ["Nobody said whether they would go on."]


def _caution(facts: Facts) -> str:
    compared = sum(one.change.people >= FEW for one in facts.outcomes)
    text = (
        "There is no comparison group, and people rate themselves; other causes are possible. An "
        "interval that includes zero means that no change is a fair reading too."
    )
    if compared > 1:
        text += (
            f" With {compared} measures compared, one may look changed by chance alone "
            "(about one in twenty does)."
        )
    return text
