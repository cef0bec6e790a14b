"""An invented company: who works there, who reports to whom, who would take part.

Everything follows from the seed. `random.Random` is used because its stream is
the same in every version of Python.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import cycle

from revmentor_xl.host.demo.company.enrollment import Answers, leader_answers, mentor_answers
from revmentor_xl.host.demo.company.names import (
    FIRST_NAMES,
    Deck,
    company_name,
    plain_ascii,
    surname,
)
from revmentor_xl.host.demo.company.texts import (
    LEADER_GOALS,
    MENTOR_GOALS,
    NOMINATION_REASONS,
    SELF_NOMINATION_REASONS,
)


@dataclass(frozen=True)
class Employee:
    """One person as the HR system knows them; `manager` is another's ID, "" for the CEO."""

    id: str
    first: str
    last: str
    email: str
    department: str
    job_title: str
    level: str
    manager: str
    location: str
    time_zone: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


@dataclass(frozen=True)
class Invented:
    """An employee who answered the survey, and what they answered."""

    person: Employee
    answers: Answers


@dataclass(frozen=True)
class Nomination:
    """Whom an ERG, a manager or the person themselves proposed, and why."""

    nominee: Employee
    by: str
    why: str


@dataclass(frozen=True)
class Company:
    """The company of one demo. `hr` runs the program, `sponsor` stands behind it."""

    name: str
    employees: tuple[Employee, ...]
    mentors: tuple[Invented, ...]
    leaders: tuple[Invented, ...]
    nominations: tuple[Nomination, ...]
    hr: Employee
    sponsor: Employee

    @cached_property
    def participant(self) -> dict[str, Invented]:
        """Mentors and leaders by e-mail address."""
        return {one.person.email: one for one in (*self.mentors, *self.leaders)}


LOCATIONS: tuple[tuple[str, str, int], ...] = (
    ("Hamburg", "Europe/Berlin", 45),
    ("Lisbon", "Europe/Lisbon", 25),
    ("Kraków", "Europe/Warsaw", 18),
    ("Toronto", "America/Toronto", 12),
)
"""Site, time zone, and how many of a hundred people work there."""

DEPARTMENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Sales", ("Inside Sales Associate", "Account Coordinator", "Field Sales Trainee")),
    ("Engineering", ("Software Engineer", "Test Engineer", "Data Engineer")),
    ("Customer Care", ("Support Specialist", "Service Designer", "Care Team Member")),
    ("Finance", ("Financial Analyst", "Accounts Associate", "Controlling Trainee")),
    ("Operations", ("Production Planner", "Quality Technician", "Logistics Coordinator")),
    ("Marketing", ("Content Editor", "Campaign Specialist", "Brand Associate")),
    ("People", ("Recruiter", "Learning Designer", "People Analyst")),
    ("Product", ("Product Analyst", "UX Researcher", "Associate Product Owner")),
    ("Legal", ("Paralegal", "Compliance Analyst", "Contracts Associate")),
    ("Research", ("Laboratory Engineer", "Research Assistant", "Patent Analyst")),
)
"""Department, and the job titles of its junior people."""

_TITLES = {
    "Vice President": "Vice President {}",
    "Director": "Director {}",
    "Senior Manager": "Senior Manager {}",
    "Manager": "Team Lead {}",
}
_JUNIOR_LEVELS = ("Junior", "Junior", "Professional", "Professional", "Senior", "Intern")


def invent_company(pairs: int = 10, seed: int = 7) -> Company:
    """A company large enough for `pairs` pairs; the same seed gives the same company."""
    rng = random.Random(f"company {seed} {pairs}")
    name = company_name(rng)
    staff = _Staff(rng, plain_ascii(name.split()[0]) + ".example")
    chief = staff.hire("Company", "Chief Executive Officer", "Executive", None)
    count = 4 if pairs < 6 else 6 if pairs <= 20 else 8 if pairs <= 60 else len(DEPARTMENTS)
    departments = DEPARTMENTS[:count]
    seniors = _seniors(staff, chief, departments, math.ceil(pairs * 1.2))
    juniors = _juniors(staff, departments, math.ceil(pairs * 1.4), rng)
    sponsor = staff.hire("People", "Chief People Officer", "Executive", chief)
    hr = staff.hire("People", "Program Lead, Learning", "Manager", sponsor)
    aims = Deck(rng, LEADER_GOALS)
    leaders = [Invented(p, leader_answers(rng, p.department, p.location, aims)) for p in seniors]
    aims = Deck(rng, MENTOR_GOALS)
    mentors = [Invented(p, mentor_answers(rng, p.department, p.location, aims)) for p in juniors]
    mentors, leaders = _wishes(rng, mentors, leaders)
    return Company(
        name,
        tuple(staff.people),
        tuple(mentors),
        tuple(leaders),
        tuple(_nominations(rng, mentors)),
        hr,
        sponsor,
    )


@dataclass
class _Staff:
    """Hires people, each with a name and an address of their own."""

    rng: random.Random
    domain: str
    people: list[Employee] = field(default_factory=list)
    teams: dict[str, list[Employee]] = field(default_factory=dict)  # team leads by department

    def __post_init__(self) -> None:
        self.first_names = Deck(self.rng, FIRST_NAMES)
        self.taken: set[str] = set()

    def hire(self, department: str, title: str, level: str, manager: Employee | None) -> Employee:
        first, last = self._name()
        weights = [share for _, _, share in LOCATIONS]
        place, zone, _ = self.rng.choices(LOCATIONS, weights)[0]
        email = f"{plain_ascii(first)}.{plain_ascii(last)}@{self.domain}"
        number = f"W{10_001 + len(self.people)}"
        boss = manager.id if manager else ""
        person = Employee(number, first, last, email, department, title, level, boss, place, zone)
        self.people.append(person)
        return person

    def _name(self) -> tuple[str, str]:
        first = self.first_names.deal()
        while True:
            last = surname(self.rng)
            if plain_ascii(f"{first} {last}") not in self.taken:
                self.taken.add(plain_ascii(f"{first} {last}"))
                return first, last


def _levels() -> Iterator[str]:
    """The levels of a department's leaders, from its head downwards."""
    yield "Vice President"
    while True:
        yield "Director"
        yield "Senior Manager"
        yield "Senior Manager"


def _seniors(
    staff: _Staff,
    chief: Employee,
    departments: tuple[tuple[str, tuple[str, ...]], ...],
    wanted: int,
) -> list[Employee]:
    """The leaders, in one line below the CEO; each has a team lead below them."""
    levels = {name: _levels() for name, _ in departments}
    above: dict[tuple[str, str], list[Employee]] = {}
    leaders = []
    for i in range(wanted):
        name = departments[i % len(departments)][0]
        level = next(levels[name])
        superior = {"Director": "Vice President", "Senior Manager": "Director"}.get(level)
        boss = staff.rng.choice(above[name, superior]) if superior else chief
        person = staff.hire(name, _TITLES[level].format(name), level, boss)
        above.setdefault((name, level), []).append(person)
        leaders.append(person)
        title = _TITLES["Manager"].format(name)
        staff.teams.setdefault(name, []).append(staff.hire(name, title, "Manager", person))
    return leaders


def _juniors(
    staff: _Staff,
    departments: tuple[tuple[str, tuple[str, ...]], ...],
    wanted: int,
    rng: random.Random,
) -> list[Employee]:
    """The mentors, each in the team of a team lead of their department."""
    juniors: list[Employee] = []
    in_turn = cycle(departments)
    while len(juniors) < wanted:
        # a third fall where they fall, so that departments are of unequal size
        name, titles = rng.choice(departments) if len(juniors) % 3 == 2 else next(in_turn)
        lead = rng.choice(staff.teams[name])
        juniors.append(staff.hire(name, rng.choice(titles), rng.choice(_JUNIOR_LEVELS), lead))
    return juniors


def _wishes(
    rng: random.Random, mentors: list[Invented], leaders: list[Invented]
) -> tuple[list[Invented], list[Invented]]:
    """Who asked for whom, and who must not meet whom."""

    def other(own: Invented, pool: list[Invented], not_in: str = "") -> str:
        names = [p.person.name for p in pool if p.person.department != own.person.department]
        return rng.choice([name for name in names if name != not_in] or [pool[0].person.name])

    wishing = []
    for i, mentor in enumerate(mentors):
        wish = other(mentor, leaders) if rng.random() < 0.4 else ""
        veto = other(mentor, leaders, wish) if i % 9 == 2 else ""
        wishing.append(_with_partners(mentor, wish, veto))
    hosting = []
    for i, leader in enumerate(leaders):
        wish = other(leader, mentors) if rng.random() < 0.2 else ""
        veto = other(leader, mentors, wish) if i % 14 == 4 else ""
        hosting.append(_with_partners(leader, wish, veto))
    return wishing, hosting


def _with_partners(one: Invented, wish: str, veto: str) -> Invented:
    answers = replace(
        one.answers,
        preferred=(wish,) if wish else (),
        not_with=(veto,) if veto else (),
    )
    return replace(one, answers=answers)


def _nominations(rng: random.Random, mentors: list[Invented]) -> Iterator[Nomination]:
    reasons, own_reasons = Deck(rng, NOMINATION_REASONS), Deck(rng, SELF_NOMINATION_REASONS)
    for mentor in mentors:
        if mentor.answers.ergs and rng.random() < 0.75:
            by = mentor.answers.ergs[0]
        else:
            by = rng.choice(("Manager", "Self", "Manager"))
        yield Nomination(mentor.person, by, (own_reasons if by == "Self" else reasons).deal())
