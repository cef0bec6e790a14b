"""What sponsors see: totals, no small group, quotes with consent, nobody's name."""

from __future__ import annotations

import pytest

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.program import Program
from revmentor_xl.steps.sharing.secrets import Secrets, Vocabulary
from revmentor_xl.steps.sharing.sponsor import sponsor
from revmentor_xl.steps.sharing.wording import LABELS
from tests.lived import lived
from tests.programs import filled, program

COUNTED = ("Participation", "Meetings", "Impact")


def values(shown: Program, section: str, group: str = "") -> dict[str, object]:
    """The figures of one section (and group) by their name."""
    rows = shown.table("sponsor").to_dict("records")
    return {
        row["figure"]: row["value"]
        for row in rows
        if row["section"] == section and (not group or row["group"] == group)
    }


def with_answers(made: Program, **answers: object) -> Program:
    """The program with the same answers in every row of the review."""
    return made.with_cells("review", made.cells("review").assign(**answers))


def test_totals_of_a_large_program_are_shown() -> None:
    shown = sponsor(lived(60))
    people = values(shown, "Participation", "Everybody")
    assert people == {"Pairs": 60, "Mentors": 60, "Leaders": 60, "People": 120}
    assert "–" not in values(shown, "Meetings").values()


def test_a_department_of_three_is_not_named_and_another_with_it() -> None:
    made = lived(30, departments=("Sales", "Finance", "Legal"))
    mentors = made.cells("mentors").to_dict("records")
    leaders = made.cells("leaders").to_dict("records")
    for number, person in enumerate(mentors + leaders):
        sizes = ("Sales", "Finance") if number % 2 else ("Sales", "Legal")
        person["department"] = "Board office" if number < 3 else sizes[number % 4 // 2]
    shown = sponsor(filled(filled(made, "mentors", mentors), "leaders", leaders))
    groups = set(shown.table("sponsor").query("section == 'Participation'")["group"])
    assert "Board office" not in groups
    others = values(shown, "Participation", "Other departments")
    hidden = {"Finance", "Legal", "Sales"} - groups
    assert hidden
    assert isinstance(others["People"], int)
    assert others["People"] > 3
    assert [f.code for f in shown.findings if "by department" in f.message] == ["RM801"]


@pytest.mark.parametrize("pairs", [2, 6])
def test_small_departments_are_neither_named_nor_listed(pairs: int) -> None:
    names = ("Sales", "Finance", "Legal", "Engineering", "Customer care", "Logistics")
    shown = sponsor(lived(pairs, departments=names)).table("sponsor")
    told = shown[shown["section"] == "Participation"]
    assert set(told["group"]) == {"Everybody"}
    assert told["remark"].iloc[-1] == "Departments are not shown: the groups are too small."


@pytest.mark.parametrize("pairs", [1, 4])
def test_a_tiny_program_shows_no_numbers(pairs: int) -> None:
    shown = sponsor(lived(pairs))
    for section in COUNTED:
        numbers = [v for v in values(shown, section).values() if isinstance(v, int)]
        assert not [number for number in numbers if 0 < number < 5]
    people = values(shown, "Participation", "Everybody")
    assert {people[figure] for figure in ("Pairs", "Mentors", "Leaders", "People")} == {"–"}
    assert set(values(shown, "Meetings").values()) == {"–"}


def test_a_mean_at_the_end_of_the_scale_would_tell_every_answer() -> None:
    shown = sponsor(with_answers(lived(12), confidence=5, recommend=10))
    assert values(shown, "What changed", "Mentors")["Confidence, after six months"] == "–"
    assert values(shown, "Impact")["Would recommend"] == "–"


def test_the_unanswered_remainder_is_protected() -> None:
    impact = values(sponsor(lived(12)), "Impact")
    assert impact["Wish to go on: No answer"] == "–"
    assert list(impact.values()).count("–") >= 2
    assert impact["Decision influenced"] == "more than half"


@pytest.mark.parametrize(
    ("story", "consent", "quoted"),
    [
        ("It helped us both.", "Anonymous", True),
        ("It helped us both.", "Named", True),
        ("It helped us both.", "No", False),
        ("It helped us both.", None, False),
        ("Thanks to ilva I ask more.", "Anonymous", False),
        ("Write to PERSON3@nordlicht.example!", "Named", False),
        ("As keeper of lamps 3 I say yes.", "Anonymous", False),
        ("We spoke of homesickness.", "Anonymous", False),
        ("The Lanternfolk Circle liked it.", "Anonymous", False),
        ("=cmd|' /C calc'!A1", "Anonymous", True),
    ],
)
def test_quotes(story: str, consent: str | None, quoted: bool) -> None:
    made = with_answers(lived(12), success_story=story, story_consent=consent)
    shown = sponsor(made).table("sponsor")
    assert (story in shown["remark"].tolist()) is quoted
    assert set(shown.loc[shown["section"] == "In their own words", "group"]) <= {"A participant"}


def test_quotes_wait_for_ten_people() -> None:
    assert "In their own words" not in set(sponsor(lived(4)).table("sponsor")["section"])
    found = [finding.message for finding in sponsor(lived(4)).findings]
    assert any(message.startswith("Every quote is not shown") for message in found)


def test_findings_do_not_pile_up() -> None:
    once = sponsor(lived(12))
    assert sponsor(once).findings == once.findings


def test_the_order_of_rows_changes_nothing() -> None:
    plain = turned = lived(12)
    for key in ("pairs", "mentors", "leaders", "sessions", "checkins", "review"):
        turned = turned.with_cells(key, plain.cells(key).iloc[::-1])
    assert sponsor(plain).cells("sponsor").equals(sponsor(turned).cells("sponsor"))


def test_too_early() -> None:
    with pytest.raises(StepTooEarly, match="Suggest pairs"):
        sponsor(program())


def test_before_the_review_there_is_no_impact() -> None:
    assert set(sponsor(lived(12, months=3)).table("sponsor")["section"]) == {
        "Program",
        "Participation",
        "Meetings",
        "In their own words",
        "How to read this",
    }


def test_every_label_is_known_to_the_scan() -> None:
    shown = sponsor(lived(60)).table("sponsor")
    known = Vocabulary.of(LABELS)
    for row in shown.to_dict("records"):
        if row["section"] in ("Participation", "Meetings", "Impact"):
            words = f"{row['section']} {row['figure']} {row['remark']}".lower().split()
            assert all(known.has_word(word.strip(".,:()")) for word in words if word.isalpha())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("thanks, ILVA!", "a name"),
        ("Ilva Quillfeather", "a name"),
        ("quillfeather's idea", "a name"),
        ("person0@nordlicht.example", "an e-mail address"),
        ("row MEN0000 of the file", "an ID"),
        ("Lanternfolk  circle", "a private answer"),
        ("hrremark1", "a private answer"),
        ("privatenote0", "a private answer"),
        ("Whispered wish", "a private answer"),
        ("Sales and Finance, 12 people", ""),
        ("A silvan path", ""),
    ],
)
def test_secrets(text: str, kind: str) -> None:
    assert Secrets.of(lived(2)).found_in(text) == kind


def test_a_short_number_as_an_id_is_no_secret() -> None:
    numbered = program([{"id": "12", "name": "Ada Byrd", "email": "a@b.example", "manager": "7"}])
    assert Secrets.of(numbered).found_in("7 of 12 people") == ""
    assert Secrets.of(numbered).found_in("Ada spoke") == "a name"
    assert Secrets.of(numbered).found_in("Ada Byrd spoke") == "a name"
