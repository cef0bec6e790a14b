"""Who only leads kick-offs is one person too, however often and wherever they are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from random import Random

import pytest

from revmentor_xl.program import Program
from revmentor_xl.steps.calendars.absences import absences
from revmentor_xl.steps.calendars.attendees import facilitators
from revmentor_xl.steps.checking.calendars import calendar_findings
from revmentor_xl.steps.invitations.guests import invited_facilitators
from revmentor_xl.steps.people.likeness import NamesAlike
from revmentor_xl.steps.scheduling.schedule import schedule
from tests.programs import MONDAY, filled
from tests.steps.schedules import changed
from tests.steps.test_one_person import HUMANS, clashes, program_of
from tests.tries import tries

Row = Mapping[str, str]
EVA, ORG, CORP = "Eva Hall", "eva@hall.org", "eva@corp.com"


def row(name: str, email: str = "") -> Row:
    return {"name": name, "email": email}


def unclear(program: Program) -> list[str]:
    """The cells of RM618, with what they say."""
    found = [one for one in calendar_findings(program) if one.code == "RM618"]
    return [f"{one.cell}: {one.message}" for one in found]


def leading(program: Program) -> list[str]:
    return [one.name for one in facilitators(program)]


# Two rows of one human, what is unclear (nothing where they are one person for sure), and who leads
ONE_HUMAN: Sequence[tuple[Row, Row, str, list[str]]] = [
    (row(EVA, ORG), row(ORG), "", [EVA]),
    (row(EVA, ORG), row(f"Hall, Eva <{ORG.upper()}>"), "", [EVA]),
    (row("Zed", ORG), row(ORG), "", ["Zed"]),
    (row(EVA, ORG), row("Hall EVA"), "", [EVA]),
    (row(EVA), row("Dr. Éva Hall"), "", ["Dr. Éva Hall"]),
    (row(EVA), row(ORG), f"“{EVA}” is: {ORG} may be meant", [ORG]),
    (row(EVA), row(CORP), f"“{EVA}” is: {CORP} may be meant", [CORP]),
    (row(EVA), row("HR", "eva.hall@corp.com"), f"“{EVA}” is: HR may be meant", ["HR"]),
    *[
        (row(EVA, email), row(other), f"“{other}” is: {EVA} may be meant", [EVA])
        for email in ("", ORG)
        for other in ("E. Hall", "Hall, E.", "Eva Hal", "Eav Hall", "Eva", "Hall", "Fr. Hall")
    ],
    *[
        (row(EVA, ORG), row(other), f"“{other}” is: {EVA} may be meant", [EVA])
        for other in ("EvaHall", "Eva Marie Hall", "Eva Hall (HR)", "Eva Hall & Max Ohm")
    ],
    (row("Eva", ORG), row(EVA), f"“{EVA}” is: Eva may be meant", ["Eva"]),
    (row(EVA), row("EvaHall"), "“EvaHall” is: Eva Hall may be meant", [EVA]),
    (row(EVA), row("Eva Marie Hall"), "“Eva Hall” is: Eva Marie Hall may", ["Eva Marie Hall"]),
    (row("Eva Müller"), row("Eva Mueller"), "“Eva Müller” is: Eva Mueller may", ["Eva Mueller"]),
    (row("Eva Müller", ORG), row("Eva Mueller"), "“Eva Mueller” is: Eva Müller", ["Eva Müller"]),
    (row("John Smith"), row("Jon Smith"), "“Jon Smith” is: John Smith may", ["John Smith"]),
    (row("John Smith", ORG), row("Jon Smith"), "“Jon Smith” is: John Smith may", ["John Smith"]),
    (row("John Smith"), row("Jon Smith", ORG), "“John Smith” is: Jon Smith may", ["Jon Smith"]),
    (row("Benjamin Berg"), row("Ben Berg"), "“Ben Berg” is: Benjamin Berg", ["Benjamin Berg"]),
    (row(EVA, ORG), row("Zed", "eva(at)hall.org"), "“Zed” is: their e-mail address", [EVA]),
    (row(EVA, ORG), row(f"Zed <{ORG}>", CORP), "another e-mail address stands beside", [EVA]),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "said", "leads"), ONE_HUMAN)
def test_one_human_in_two_rows_leads_one_kick_off_at_a_time(
    first: Row, second: Row, said: str, leads: list[str]
) -> None:
    for rows in permutations([first, second]):
        made = program_of(rows)
        assert leading(made) == leads  # in one order as in the other: one schedule is enough
        found = unclear(made)
        assert len(found) == bool(said)
        assert said in "".join(found)
    assert clashes(made, {one["name"]: EVA for one in [*rows, row(" ".join(leads))]}) == []


def test_two_longer_names_may_be_one_person_by_the_name_that_both_hold() -> None:
    rows = [row(EVA), row("Eva Hall (HR)"), row("Eva Kim Hall", ORG)]
    assert clashes(program_of(rows), {one["name"]: EVA for one in rows}) == []
    berlin = program_of([row("HR"), row("HR Berlin"), row("HR Munich")])
    assert leading(berlin) == ["HR Berlin", "HR Munich"]  # “HR” is nobody's full name


TWO_HUMANS: Sequence[tuple[Row, Row]] = [
    (row("John Smith", "js@example.com"), row("Jon Smith", "jon@example.com")),
    (row(EVA, ORG), row("Hall, Eva", CORP)),
    (row(EVA, ORG), row("E. Hall", CORP)),
    (row(EVA, ORG), row("Eva", CORP)),
    (row(EVA), row("Max Hall")),
    (row("E. Hall"), row("M. Hall")),
    (row("Anna Berg"), row("Anna Bergmann")),
    (row("Eva M. Hall"), row("Eva N. Hall")),
    (row("Coach A"), row("Coach B")),
    (row("HR Team 1"), row("HR Team 2")),
    (row(EVA, "-"), row("Zed", "n/a")),
    (row(EVA), row("info@corp.com")),
]


@pytest.mark.parametrize("rows", TWO_HUMANS)
def test_two_humans_both_lead_and_nothing_is_to_be_fixed(rows: tuple[Row, Row]) -> None:
    made = program_of(rows)
    assert unclear(made) == []
    assert sorted(leading(made)) == sorted(one["name"] for one in rows)
    done = schedule(made).table("schedule")
    assert {*done["facilitator"]} - {""} == {one["name"] for one in rows}  # both at the one hour


LINE = {"id": "E77", "name": EVA, "email": CORP}
ELSEWHERE: Mapping[str, tuple[Sequence[Row], Mapping[str, str], str, str]] = {
    # rows, a row of Reporting lines, the manager of M1, what is unclear
    "one row of Reporting lines has both": ([row(EVA), row(CORP)], LINE, "", ""),
    "the other is named otherwise": ([row("Hall, Eva"), row("Zed", CORP)], LINE, "", ""),
    "short for a name there": ([row("E. Hall"), row("Zed", CORP)], LINE, "", "Zed may be meant"),
    "a manager with an address": ([row(EVA), row("Zed", CORP)], {}, f"{EVA} <{CORP}>", ""),
    "nearly that manager": ([row("Eva Hal"), row("Zed", CORP)], {}, f"{EVA} <{CORP}>",
                            "Zed may be meant"),
}  # fmt: skip


@pytest.mark.parametrize("case", ELSEWHERE)
def test_reporting_lines_and_managers_say_who_is_who(case: str) -> None:
    rows, line, manager, said = ELSEWHERE[case]
    made = changed(program_of(rows), "mentors", {"id": "M1"}, manager=manager)
    made = filled(made, "reporting", [line] if line else [])
    found = unclear(made)
    assert len(found) == bool(said)
    assert said in "".join(found)
    assert clashes(made, {one["name"]: EVA for one in rows}) == []
    without = filled(changed(made, "mentors", {"id": "M1"}, manager=""), "reporting", [])
    if "@" not in rows[0]["name"] + rows[1]["name"]:
        assert unclear(without) == []
        assert len(leading(without)) == 2  # without these lines nothing makes them one


def test_two_addresses_are_two_people_whatever_stands_beside_a_manager() -> None:
    made = program_of([row(EVA, ORG), row("Zed", CORP)])
    made = changed(made, "mentors", {"id": "M1"}, manager=f"{EVA} <{CORP}>")
    assert unclear(made) == []
    assert leading(made) == [EVA, "Zed"]


MEANT_FOR_ANN: Mapping[str, tuple[Sequence[Row], Mapping[str, str], str, str]] = {
    # rows, a row of Reporting lines, M1's address, what is unclear
    "her ID among words": ([row("mentor M1")], {}, "m1@example.com", "Ann Müller-Ek (M1) may"),
    "a title in short": ([row("Fr. Dr. Müller-Ek")], {}, "m1@example.com", "Müller-Ek (M1) may"),
    "another address of hers": ([row("Zed", CORP)], {"id": "M1", "email": CORP}, "m1@x.com", ""),
    "in short, she has no address": ([row("A. Müller-Ek", CORP)], {}, "", "(M1) may be meant"),
    "in short, she has another": ([row("A. Müller-Ek", CORP)], {}, "m1@example.com", "silent"),
    "she by name, her address elsewhere": (
        [row("Ann Müller-Ek", CORP), row("Zed", CORP)], {}, "", ""),  # RM202
    "her mailbox has her name": ([row("Ada Ohm")], {}, "ada.ohm@example.com", "(M1) may be meant"),
}  # fmt: skip


@pytest.mark.parametrize("case", MEANT_FOR_ANN)
def test_who_takes_part_leads_no_kick_off_beside_their_own(case: str) -> None:
    rows, line, email, said = MEANT_FOR_ANN[case]
    made = changed(program_of([*rows, row("Max Ohm", "max@ohm.org")]), "mentors", {"id": "M1"},
                   email=email)  # fmt: skip
    made = filled(made, "reporting", [line] if line else [])
    found = unclear(made)
    if said == "silent":
        assert found == []
        assert "A. Müller-Ek" in leading(made)
        return
    assert len(found) == bool(said)
    assert said in "".join(found)
    human = {one["name"]: "Ann Müller-Ek" for one in rows}
    assert clashes(made, {**human, "Max Ohm": "Max Ohm"}) == []


@pytest.mark.parametrize("name", ["E. Hall", "Eva", "Hall", "Eva Hal", "Hall, Eva", ORG,
                                  "Eva Hall (HR)", f"Eva <{ORG}>", "Eva Marie Hall"])  # fmt: skip
@pytest.mark.parametrize("email", [ORG, ""])
def test_who_may_lead_a_kick_off_that_stays_leads_no_other_then(name: str, email: str) -> None:
    made = held(program_of([row(EVA, email)]), name)
    assert clashes(made, {name: EVA, EVA: EVA}) == []


ANN = "Ann Müller-Ek"


@pytest.mark.parametrize(
    ("rows", "leads", "maybe"),
    [
        ([row("A. Müller-Ek"), row("Ada Müller-Ek", ORG)], "A. Müller-Ek", [ANN, "Ada Müller-Ek"]),
        ([row("Anna Ohm", "anna(at)x.org"), row("Ohm, Anna", ORG)], "Anna Ohm", ["Ohm, Anna"]),
        ([row(ANN, "m1(at)x.org"), row("Max Ohm")], ANN, [ANN]),
    ],
)  # fmt: skip
def test_everybody_who_may_be_meant_by_an_unclear_row_is_taken_to_be_there(
    rows: Sequence[Row], leads: str, maybe: Sequence[str]
) -> None:
    made = held(program_of(rows), leads)
    others = {one["name"]: one["name"] for one in rows[1:]}
    for human in maybe:
        assert clashes(made, {**others, leads: human}) == []


@pytest.mark.parametrize("name", ["Max Ohm", f"Eva <{CORP}>"])
def test_who_is_plainly_somebody_else_leads_beside_a_kick_off_that_stays(name: str) -> None:
    done = schedule(held(program_of([row(EVA, ORG)]), name)).table("schedule")
    mondays = done[(done["kind"] == "Kick-off") & (done["pair_id"] != "M3-L3")]
    assert sorted(mondays["facilitator"]) == sorted([EVA, name])


def held(program: Program, leads: str) -> Program:
    """The second pair's kick-off fixed for Monday at nine, led by this name."""
    done = schedule(program)
    kickoff = done.table("schedule").query("pair_id == 'M2-L2' and kind == 'Kick-off'").iloc[0]
    return changed(done, "schedule", {"event_id": kickoff["event_id"]},
                   facilitator=leads, fixed="Yes", day=MONDAY, start="09:00")  # fmt: skip


def test_an_address_in_place_of_a_name_is_invited_and_shown_to_nobody_who_has_a_name() -> None:
    made = program_of([row(ORG), row("Zed", ORG)])
    assert [(one.name, one.email) for one in facilitators(made)] == [("Zed", ORG)]
    lead = invited_facilitators(program_of([row(f"{EVA} <{ORG}>")]))
    assert {name: lead(name).email for name in (EVA, ORG, "E. Hall", "Eva")} == {
        EVA: ORG, ORG: ORG, "E. Hall": "", "Eva": "",  # perhaps it is somebody else's
    }  # fmt: skip


@pytest.mark.parametrize("person", ["E77", CORP, EVA])
def test_who_only_leads_is_away_by_whatever_the_file_knows_of_them(person: str) -> None:
    made = filled(program_of([row(EVA)]), "reporting", [LINE])
    made = filled(made, "away", [{"person": person, "first": MONDAY, "last": MONDAY}])
    away = absences(made, facilitators(made), MONDAY, MONDAY)
    assert [[one.what for one in days] for days in away.values()] == [[""]]


LEADING = {EVA: "eva.hall", "Jürgen Große-Wilde": "juergen.grosse-wilde",
           "Max von Ohm": "m.von.ohm", HUMANS["M1"]: "m1", HUMANS["L2"]: "l2"}  # fmt: skip


def as_typed(rng: Random, name: str, email: str) -> Row:
    """Somebody as HR might name them, in short or with a slip of the keyboard."""
    first, *rest = name.split()
    last, at = " ".join(rest), rng.randrange(2, len(name) - 2)
    full = [name, name.upper(), f"{last}, {first}", f"{last} {first}", f"{name} <{email}>"]
    short = [first, last, f"{first[0]}. {last}", f"Dr. {last}", f"Fr. {last}", email]
    more = [f"{name} (HR)", f"{first} Kim {last}"]
    plain = name.replace("ü", "ue").replace("ß", "ss").replace("é", "e")
    slips = [name[:at] + name[at + 1 :], name[:at] + name[at - 1 :], plain, name.replace(" ", "")]
    named = rng.choice(rng.choice([full, short, more, slips]))
    return row(" ".join(named.split()), rng.choice(["", "", email]))


@pytest.mark.parametrize("seed", range(tries(40)))
def test_nobody_leads_two_kick_offs_at_once_however_they_are_typed(seed: int) -> None:
    """One row has the full name of each: of two that both differ from it nobody can tell."""
    rng, typed, who = Random(seed), dict[str, Row](), dict[str, str]()
    for human in rng.sample(sorted(LEADING), 2):
        email = f"{LEADING[human]}@example.com"
        rows = [row(human, rng.choice(["", email]))]
        rows += [as_typed(rng, human, email) for _ in range(rng.randint(1, 2))]
        for one in rows:
            if who.setdefault(one["name"], human) == human:
                typed.setdefault(one["name"].casefold(), one)
    lines = [{"id": "E77", "name": EVA, "email": "eva.hall@example.com"}]
    in_line = filled(program_of([*typed.values()]), "reporting", lines if seed % 2 else [])
    assert clashes(in_line, who) == []
    turned = program_of([*typed.values()][::-1])
    assert leading(turned) == leading(program_of([*typed.values()]))


def test_a_thousand_names_are_compared_at_once() -> None:
    names = [(str(n), f"{'abcdefghij'[n % 10] * 3}{n // 10} Berg{n}") for n in range(1000)]
    alike = NamesAlike.of(names)
    assert [alike.to(name) for _, name in names] == [(key,) for key, _ in names]
