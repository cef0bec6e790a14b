"""Somebody is one person wherever they are named, and is never in two places at one time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from unicodedata import normalize

import pytest

from revmentor_xl.findings.finding import Severity
from revmentor_xl.program import Program
from revmentor_xl.steps.calendars.attendees import facilitators
from revmentor_xl.steps.calendars.owners import CalendarOwners
from revmentor_xl.steps.checking.calendars import calendar_findings
from revmentor_xl.steps.invitations.guests import invited_facilitators
from revmentor_xl.steps.people import participants
from revmentor_xl.steps.scheduling.schedule import schedule
from tests.checker_people import in_two_places
from tests.programs import MONDAY, filled
from tests.steps.schedules import changed, paired
from tests.tries import tries

HOURS = "Mon 9"
HUMANS = {
    "M1": "Ann Müller-Ek", "M2": "José Pérez", "M3": "Bo Lind",
    "L1": "Lea Ost", "L2": "Siân Mc Rae", "L3": "Kim Tan",
}  # fmt: skip


def program_of(facilitators: Sequence[Mapping[str, object]], **settings: object) -> Program:
    """Three pairs that have the same two hours in the week of kick-offs, one pair a kick-off."""
    made = paired(
        [("M1", "L1"), ("M2", "L2"), ("M3", "L3")],
        dict.fromkeys(HUMANS, ("Europe/Berlin", HOURS)),
        **{"session_count": 1, "kickoff_pairs": 1, **settings},
    )
    for id_, name in HUMANS.items():
        table = "mentors" if id_[0] == "M" else "leaders"
        made = changed(made, table, {"id": id_}, name=name, email=f"{id_.lower()}@example.com")
    rows = [{"time_zone": "Europe/Berlin", "availability": HOURS, **row} for row in facilitators]
    return filled(made, "facilitators", rows)


def clashes(program: Program, who: Mapping[str, str]) -> list[str]:
    """`who` gives the human whom each facilitator's text means."""
    done = schedule(program)
    leads = {**who, **{name: name for name in HUMANS.values()}}
    return in_two_places(
        done,
        {id_: name for id_, name in HUMANS.items() if id_[0] == "M"},
        {id_: name for id_, name in HUMANS.items() if id_[0] == "L"},
        leads,
    )


ANNS = [  # how she is named on the Facilitators tab
    {"name": "Ann Müller-Ek"},
    {"name": "M1"},
    {"name": "m1@example.com"},
    {"name": "A. Ek", "email": "M1@Example.com"},
    {"name": "Müller-Ek, Ann"},
    {"name": "MÜLLER-EK Ann"},
    {"name": "Ann Muller-Ek"},
    {"name": "Dr. Ann Müller-Ek"},
    {"name": "Ann Müller-Ek <m1@example.com>"},
    {"name": "Ann Müller Ek"},
    {"name": "Ann Mu\u0308ller-Ek"},
]


@pytest.mark.parametrize("named", ANNS, ids=[str(one["name"]) for one in ANNS])
def test_a_facilitator_who_is_a_mentor_leads_no_kick_off_beside_her_own(
    named: Mapping[str, object],
) -> None:
    made = program_of([named, {"name": "Eva Hall", "email": "eva@example.com"}])
    assert clashes(made, {str(named["name"]): HUMANS["M1"], "Eva Hall": "Eva Hall"}) == []


EVA = {"name": "Eva Hall", "email": "eva@example.com"}
UNCLEAR = {  # rows of Facilitators, the cell with the finding and what it says
    "two of that name": (
        [{"name": "Ann Ek"}], "name",
        "It is not clear who “Ann Ek” is: Ann Ek (L3) or Ann Ek (M3) may be meant.",
    ),
    "the address is another's": (
        [{"name": "Bo Lind", "email": "m2@example.com"}], "email",
        "the e-mail address is that of José Pérez (M2), the name that of Bo Lind (M1).",
    ),
    "another address": (
        [{"name": "Lind, Bo", "email": "bo@private.org"}], "email",
        "Bo Lind (M1) has another e-mail address.",
    ),
    "in short": ([{"name": "B. Lind"}], "name", "Bo Lind (M1) may be meant."),
    "nearly so": ([{"name": "Jose Peres"}], "name", "José Pérez (M2) may be meant."),
    "two at once": ([{"name": "Bo Lind & Lea Ost"}], "name", "Bo Lind (M1) or Lea Ost (L1) may be"),
    "one of two facilitators": (
        [EVA, {**EVA, "name": "Hall, Eva", "email": "eva@other.org"}, {"name": "Hall Eva"}],
        "name", "“Hall Eva” is: several facilitators bear that name.",
    ),
    "an ID spelled otherwise": (
        [{"name": "M-01"}], "name", "“M-01” is: no mentor or leader has that ID.",
    ),
    "part of a facilitator's name": ([EVA, {"name": "Eva"}], "name", "Eva Hall may be meant."),
}  # fmt: skip


def doubtful(rows: Sequence[Mapping[str, object]]) -> Program:
    """As above, with two people called Ann Ek."""
    made = program_of(rows)
    for id_, name in {"M1": "Bo Lind", "M3": "Ann Ek", "L3": "Ann Ek"}.items():
        table = "mentors" if id_[0] == "M" else "leaders"
        made = changed(made, table, {"id": id_}, name=name)
    return made


@pytest.mark.parametrize("case", UNCLEAR)
def test_who_is_not_clearly_one_person_leads_nothing_and_must_be_fixed(case: str) -> None:
    rows, column, said = UNCLEAR[case]
    made = doubtful(rows)
    found = [one for one in calendar_findings(made) if one.code == "RM618"]
    at = made.table("facilitators").index[-1]
    assert [one.cell for one in found] == [made.where("facilitators", int(at), column)["cell"]]
    assert found[0].severity is Severity.ERROR
    assert said in found[0].message
    assert "address" in found[0].remedy
    shown = {row["facilitator"] for row in schedule(made).table("schedule").to_dict("records")}
    assert rows[-1]["name"] not in shown


CLEAR = {  # rows of Facilitators: nothing to fix
    "nobody who takes part": [{"name": "Eva Hall"}],
    "somebody of a like name, with an address": [{"name": "B. Lind", "email": "b@example.com"}],
    "by an address, under another name": [{"name": "Eva Hall", "email": "m1@example.com"}],
    "one of two, by the address": [{"name": "Ann Ek", "email": "m3@example.com"}],
    "one of two, by the ID": [{"name": "M3"}],
    "a name with a number": [{"name": "Eva Hall 2"}],
    "an outsider's number, with an address": [{"name": "X1", "email": "x1@example.com"}],
    "several facilitators": [EVA, {"name": "Ida Berg"}],
    "one facilitator twice": [EVA, {"name": "Hall, Eva"}],
}


@pytest.mark.parametrize("case", CLEAR)
def test_who_is_clearly_one_person_leads(case: str) -> None:
    made = doubtful(CLEAR[case])
    assert [one.message for one in calendar_findings(made) if one.code == "RM618"] == []
    assert {one.key for one in CalendarOwners.of(made).facilitators} != {""}
    assert len(facilitators(made)) == len({row.get("email") for row in CLEAR[case]}) - (
        case == "one facilitator twice"
    )


@pytest.mark.parametrize("name", ["Ann Müller-Ek", "Müller-Ek, Ann", "M1", "A. Müller-Ek"])
@pytest.mark.parametrize("listed", [True, False])
def test_who_leads_a_kick_off_that_stays_is_nowhere_else_then(name: str, listed: bool) -> None:
    """Whether they still stand on the Facilitators tab, clearly or not, or no more."""
    made = program_of([{"name": "Eva Hall"}, *([{"name": name}] if listed else [])])
    done = schedule(made)
    kickoff = done.table("schedule").query("pair_id == 'M2-L2' and kind == 'Kick-off'").iloc[0]
    held = changed(done, "schedule", {"event_id": kickoff["event_id"]},
                   facilitator=name, fixed="Yes", day=MONDAY, start="09:00")  # fmt: skip
    assert clashes(held, {name: HUMANS["M1"], "Eva Hall": "Eva Hall"}) == []


def test_facilitators_who_take_part_are_invited_once() -> None:
    made = program_of([{"name": "Müller-Ek, Ann"}])
    for email in ("m1@example.com", ""):
        lead = invited_facilitators(changed(made, "mentors", {"id": "M1"}, email=email))
        ann = lead("Müller-Ek, Ann")
        assert ann.leads
        assert ann.key == (email or "M1")


@pytest.mark.parametrize(
    ("on_mentors", "is_ann"), [("", True), ("m1@example.com", False)], ids=["none", "another"]
)
def test_an_address_beside_a_name_speaks_against_it_only_where_there_is_another(
    on_mentors: str, is_ann: bool
) -> None:
    made = program_of([{"name": "Ann Müller-Ek", "email": "ann@private.org"}])
    made = changed(made, "mentors", {"id": "M1"}, email=on_mentors)
    told = [one.code for one in calendar_findings(made) if one.code == "RM618"]
    (row,) = CalendarOwners.of(made).facilitators
    who = row.home.id if row.home else ""
    assert (who, told) == (("M1", []) if is_ann else ("", ["RM618"]))


# --- whatever the program ---------------------------------------------------


NAMES = ["Ann Müller-Ek", "José Pérez", "Bo Lind", "Lea Ost", "Siân Mc Rae", "Kim Tan", "Ida Åberg",
         "Max von Ohm"]  # fmt: skip


def spelled(rng: Random, id_: str, name: str, email: str) -> dict[str, object]:
    """Somebody as HR might name them among the facilitators."""
    first, _, last = name.partition(" ")
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode()
    named = rng.choice(
        [name, id_, id_.lower(), email, email.upper(), f"{last}, {first}", f"{last} {first}",
         plain, plain.upper(), f"{first}  {last} ", f"{name} <{email}>", f"Dr {name}"]
    )  # fmt: skip
    address = rng.choice(["", "", email, f" {email.upper()} "])
    return {"name": named, "email": address}


@pytest.mark.parametrize("seed", range(tries(24)))
def test_nobody_is_in_two_places_whatever_they_are_called(seed: int) -> None:
    rng = Random(seed)
    mentors = [f"M{n}" for n in range(1, rng.randint(2, 4) + 1)]
    leaders = [f"L{n}" for n in range(1, rng.randint(1, 3) + 1)]
    names = dict(zip([*mentors, *leaders], rng.sample(NAMES, len(mentors) + len(leaders))))
    pairs = sorted({(one, rng.choice(leaders)) for one in mentors for _ in range(2)})
    hours = {id_: ("Europe/Berlin", rng.choice(["Mon 9", "Mon 9-11", "Mon 9; Thu 9-10"]))
             for id_ in names}  # fmt: skip
    made = paired(pairs, hours, kickoff_pairs=rng.randint(1, 2), session_count=1)
    rows, leads = [], {}
    for id_ in sorted({one for both in pairs for one in both}):
        table, name = ("mentors" if id_[0] == "M" else "leaders"), names[id_]
        email = f"{id_.lower()}@example.com"
        made = changed(made, table, {"id": id_}, name=name, email=rng.choice([email, email, ""]))
        if rng.random() < 0.6:
            row: dict[str, object] = {"name": rng.choice([name, id_])}
            if made.table(table).set_index("id").at[id_, "email"]:
                row = spelled(rng, id_, name, email)
            leads[str(row["name"]).strip()] = leads[name] = name
            rows.append({"time_zone": "Europe/Berlin", "availability": "Mon 9-11", **row})
    rows.append({"name": "Eva Hall", "time_zone": "Europe/Berlin", "availability": "Mon 9"})
    rng.shuffle(rows)
    made = filled(made, "facilitators", rows)
    assert [one.message for one in calendar_findings(made) if one.code == "RM618"] == []
    done = schedule(made)
    assert done.table("schedule")["facilitator"].ne("").any()
    assert in_two_places(done, names, names, {**leads, "Eva Hall": "Eva Hall"}) == []


@pytest.mark.parametrize(
    ("mentor", "leader", "left_out"),
    [
        ({"email": ""}, {}, {"M1"}),
        ({}, {"email": ""}, {"L1"}),
        ({"email": ""}, {"email": ""}, {"M1", "L1"}),
        ({}, {}, set()),
        ({"email": "", "name": "Müller-Ek, Ann"}, {"name": "Ann Muller-Ek"}, {"M1"}),
        ({"email": "", "name": "Ann Müller-Ek"}, {"name": "Ann Müller"}, set()),
    ],
)
def test_who_may_be_on_both_tabs_has_no_second_calendar(
    mentor: Mapping[str, object], leader: Mapping[str, object], left_out: set[str]
) -> None:
    made = changed(program_of([]), "mentors", {"id": "M1"}, **{"name": "Ann Ek", **mentor})
    made = changed(made, "leaders", {"id": "L1"}, **{"name": "Ann Ek", **leader})
    taking_part = {*participants.mentors(made)["id"], *participants.leaders(made)["id"]}
    assert set(HUMANS) - taking_part == left_out
