"""Answers to the questions of a moment: into Check-ins and Review."""

from __future__ import annotations

from dataclasses import dataclass

from revmentor_xl.errors import UnreadableSurvey
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold, is_blank
from revmentor_xl.schema.content import defaults
from revmentor_xl.schema.statuses import OVER
from revmentor_xl.steps.importing.matching.columns import ColumnPlan
from revmentor_xl.steps.importing.people_tables import fill
from revmentor_xl.steps.importing.reading.survey import Survey, how_to_name, unmatched
from revmentor_xl.steps.importing.respondents.duplicates import latest_per_person
from revmentor_xl.steps.importing.respondents.replies import Reply, replies
from revmentor_xl.steps.importing.upsert import Landing, Row, plain
from revmentor_xl.steps.people import participants
from revmentor_xl.steps.people.identities import email_as_compared, name_as_compared

_PERSON = ("person_id", "name", "email", "moment")


@dataclass(frozen=True)
class Participant:
    """Who may answer."""

    id: str
    name: str
    email: str
    role: str


def enroll_answers(
    program: Program, survey: Survey, plan: ColumnPlan, landing: Landing, moment: str = ""
) -> None:
    """Fill the rows of those who answered; a row that is missing is made.

    The moment is the one given, else what the file says, else the one whose
    questions the file has. Raises `UnreadableSurvey` when the file does not
    say who answered, or for a moment that is not asked in this table.
    """
    if not plan.keys & {"person_id", "name", "email"}:
        raise UnreadableSurvey(
            unmatched(survey, plan.into, ("email", "name", "person_id")),
            how_to_name("E-mail", plan.into),
        )
    people = _People(program)
    moments = landing.table["moment"].choices
    usual = _asked_for(moment, moments) or _moment_of(program, plan, moments)
    by_moment: dict[str, list[Reply]] = {}
    for reply in replies(program, survey, plan, landing):
        said = as_text(reply.cells.pop("moment", ""))
        at = usual if moment or not said else _known_moment(said, moments)
        if at:
            by_moment.setdefault(at, []).append(reply)
            continue
        shown = {"header": "Moment", "value": said, "choices": ", ".join(moments)}
        landing.note("not_in_list", None, "", reply.source, **shown)
    rows = {_key(plain(r["person_id"]), plain(r["moment"])): r for r in landing.rows}
    for at, answers in sorted(by_moment.items()):
        for reply in latest_per_person(_of_people(answers, people, landing), landing):
            person = people.find(reply)
            assert person is not None  # those who are nobody were left out above
            _fill(program, reply, person, at, rows, plan, landing)
    landing.new.sort(key=lambda row: as_text(row["answer_id"]))


def _of_people(answers: list[Reply], people: _People, landing: Landing) -> list[Reply]:
    """The replies of participants, each under the participant's own ID."""
    enrolled = []
    for reply in answers:
        person = people.find(reply)
        if person is not None:
            reply.id, reply.email = person.id, ""
            enrolled.append(reply)
        elif reply.label:
            landing.note("not_enrolled", None, "", reply.source, value=reply.label)
        else:
            landing.note("nobody", None, "", reply.source)
    return enrolled


def _fill(
    program: Program,
    reply: Reply,
    person: Participant,
    moment: str,
    rows: dict[tuple[str, str], Row],
    plan: ColumnPlan,
    landing: Landing,
) -> None:
    row = rows.get(_key(person.id, moment))
    is_new = row is None
    if row is None:
        row = landing.add(
            {
                "answer_id": f"{person.id} {moment}",
                "person_id": person.id,
                "name": person.name,
                "email": person.email or None,
                "role": person.role,
                "pairs": _pairs_of(program, person) or None,
                "moment": moment,
            }
        )
    reply.cells = {key: cell for key, cell in reply.cells.items() if key not in _PERSON}
    reply.name = person.name
    if is_blank(reply.cells.get("answered")):
        answered = reply.at.date() if reply.at else None
        if answered is None and is_blank(plain(row.get("answered"))):
            answered = program.today
        if answered is not None:
            reply.cells["answered"] = answered
    fill(reply, row, plan, landing, is_new)


class _People:
    """The participants, found by ID, e-mail address or a name that only one has."""

    def __init__(self, program: Program) -> None:
        self.ids: dict[str, Participant] = {}
        self.emails: dict[str, Participant] = {}
        names: dict[str, list[Participant]] = {}
        for frame, role in (
            (participants.mentors(program), "Mentor"),
            (participants.leaders(program), "Leader"),
        ):
            for id_, name, email in frame[["id", "name", "email"]].itertuples(index=False):
                person = Participant(id_, name, email, role)
                self.ids[fold(id_)] = person
                self.emails[email] = person
                names.setdefault(name_as_compared(name), []).append(person)
        self.names = {name: found[0] for name, found in names.items() if len(found) == 1 and name}
        self.emails.pop("", None)

    def find(self, reply: Reply) -> Participant | None:
        """The participant who answered, or None."""
        if reply.id and fold(reply.id) in self.ids:
            return self.ids[fold(reply.id)]
        if reply.email:
            return self.emails.get(email_as_compared(reply.email))
        return self.names.get(name_as_compared(reply.name)) if reply.name else None


def _key(person_id: object, moment: object) -> tuple[str, str]:
    return fold(as_text(person_id)), fold(as_text(moment))


def _known_moment(text: str, moments: tuple[str, ...]) -> str:
    return next((moment for moment in moments if fold(moment) == fold(text)), "")


def _asked_for(moment: str, moments: tuple[str, ...]) -> str:
    """The moment that the user named. Raises `UnreadableSurvey` when it is not asked here."""
    known = _known_moment(moment, moments)
    if moment and not known:
        raise UnreadableSurvey(
            f"“{moment}” is no moment of this tab.", f"Use one of: {', '.join(moments)}."
        )
    return known


def _moment_of(program: Program, plan: ColumnPlan, moments: tuple[str, ...]) -> str:
    """The moment whose questions are in the file; else the first that still waits for answers."""
    asked = {
        moment: sum(moment in item.moments and item.key in plan.keys for item in defaults.ITEMS)
        for moment in moments
    }
    most = max(asked.values())
    best = [moment for moment in moments if asked[moment] == most]
    if len(best) == 1:
        return best[0]
    cells = program.cells(plan.into)
    filled = [moment for moment in best if _has_answers(cells, moment)]
    waiting = [m for m in best if m not in filled and (cells["moment"] == m).any()]
    return waiting[0] if waiting else next((m for m in best if m not in filled), best[-1])


def _has_answers(cells: object, moment: str) -> bool:
    import pandas as pd

    assert isinstance(cells, pd.DataFrame)
    rows = cells[cells["moment"] == moment]
    return any(not is_blank(plain(value)) for value in rows["answered"])


def _pairs_of(program: Program, person: Participant) -> str:
    pairs = program.table("pairs")
    column = "mentor_id" if person.role == "Mentor" else "leader_id"
    own = pairs[(pairs[column] == person.id) & ~pairs["status"].isin(OVER)]
    return "; ".join(sorted(own["pair_id"]))
