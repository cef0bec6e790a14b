"""A program that has been lived through: pairs, sessions, check-in and review answers."""

from __future__ import annotations

import functools
import random
from collections.abc import Sequence
from datetime import date, timedelta

from revmentor_xl.program import Program
from revmentor_xl.schema.content.defaults import ITEMS
from tests.programs import MONDAY, filled, program

FIRST = ("Ilva", "Tarun", "Maëlle", "Bodhi", "Noor", "Sunniva", "Kaito", "Zofia", "Emre", "Abena")
LAST = ("Quillfeather", "Brandvold", "Okonjo", "Vantongeren", "Szabolcsi", "Ferreirinha")
DEPARTMENTS = ("Sales", "Finance", "Engineering", "Customer care", "Legal")
STORIES = (
    "We rewrote the onboarding guide together and new people found their way in days.",
    "A thirty-minute demo replaced a quarter of our status meetings.",
    "I stopped reading slides aloud and started asking questions.",
    "The team now publishes drafts early.",
)


@functools.lru_cache(maxsize=32)  # nothing changes a program, so tests may share it
def lived(
    pairs: int = 12,
    seed: int = 1,
    departments: Sequence[str] = DEPARTMENTS,
    months: int = 6,
    **settings: object,
) -> Program:
    """Pairs with sessions, month-3 and month-6 answers; private texts are recognizable."""
    dice = random.Random(seed)
    mentors = [_person(dice, f"MEN{i:04}", i, departments) for i in range(pairs)]
    leaders = [_person(dice, f"LEA{i:04}", pairs + i, departments) for i in range(pairs)]
    today = MONDAY + timedelta(days=30 * months + 7)
    made = program(mentors, leaders, today=today, company="Nordlicht Works", **settings)
    made = filled(made, "pairs", [_pair(i, mentors[i], leaders[i]) for i in range(pairs)])
    sessions = [
        {
            "event_id": f"PAIR{i:04}-S{k + 1:02}",
            "pair_id": f"PAIR{i:04}",
            "number": k + 1,
            "mentor": mentors[i]["name"],
            "leader": leaders[i]["name"],
            "day": MONDAY + timedelta(weeks=2 * k, days=i % 5),
            "held": dice.choices(("Held", "Missed", "Planned"), (10, 1, 0.5))[0],
            "note": f"privatenote{i}",
        }
        for i in range(pairs)
        for k in range(13)
    ]
    made = filled(made, "sessions", sessions)
    people = [(p, "Mentor") for p in mentors] + [(p, "Leader") for p in leaders]
    start = [_answers(dice, p, role, "Start", 0.95) for p, role in people]
    middle = [_answers(dice, p, role, "Month 3", 0.9) for p, role in people]
    end = [_answers(dice, p, role, "Month 6", 0.9) for p, role in people]
    made = filled(made, "checkins", start + middle)
    return filled(made, "review", end) if months >= 6 else made


def _person(
    dice: random.Random, person_id: str, number: int, departments: Sequence[str]
) -> dict[str, object]:
    name = f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}{'x' * (number // 30)}"
    return {
        "id": person_id,
        "name": name,
        "email": f"person{number}@nordlicht.example",
        "department": dice.choice(list(departments)),
        "job_title": f"Keeper of lamps {number}",
        "ergs": "Lanternfolk circle",
        "topics_declined": "Homesickness",
        "note": f"hrremark{number}",
        "learning_goals": "Short-form video",
        "strengths": "Short-form video",
    }


def _pair(i: int, mentor: dict[str, object], leader: dict[str, object]) -> dict[str, object]:
    return {
        "pair_id": f"PAIR{i:04}",
        "mentor_id": mentor["id"],
        "mentor": mentor["name"],
        "mentor_department": mentor["department"],
        "leader_id": leader["id"],
        "leader": leader["name"],
        "leader_department": leader["department"],
        "status": "Active",
        "note": f"pairremark{i}",
    }


def _answers(
    dice: random.Random, person: dict[str, object], role: str, moment: str, share: float
) -> dict[str, object]:
    row: dict[str, object] = {
        "answer_id": f"{person['id']} {moment}",
        "person_id": person["id"],
        "name": person["name"],
        "email": person["email"],
        "role": role,
        "moment": moment,
    }
    if dice.random() > share:
        return row
    row["answered"] = date(2026, 6, 30)
    for item in ITEMS:
        if moment not in item.moments or item.asked_of not in ("both", role.lower()):
            continue
        if item.kind == "rating":
            low = 2 if moment == "Start" else 3
            row[item.key] = dice.randint(low, 5)
        elif item.kind == "score10":
            row[item.key] = dice.randint(6, 10)
        elif item.kind == "choice":
            row[item.key] = dice.choice(item.choices)
    row["help_wanted"] = "Whispered wish" if moment == "Month 3" else None
    row["success_story"] = dice.choice(STORIES)
    row["skills_gained"] = "Short-form video, listening" if moment == "Month 6" else None
    if role == "Leader" and moment == "Month 6":
        row["decision_influenced"] = "Moved the budget talk to spring"
    return row
