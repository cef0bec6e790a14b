"""The impact report says what was found and promises nothing."""

from __future__ import annotations

import re

import pytest

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.program import Program
from revmentor_xl.steps.reviewing.report import ADVICE, facts_of, report, sentences
from tests.lived import lived
from tests.programs import filled


def sections(program: Program) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for section, text in report(program).table("report").itertuples(index=False):
        told.setdefault(section, []).append(text)
    return told


def test_the_report_of_a_cohort() -> None:
    told = sections(lived(12))
    assert list(told)[:8] == [
        "About",
        "Participation",
        "Meetings",
        "What changed",
        "What was learned",
        "Decisions influenced",
        "Would they do it again?",
        "How sure is this?",
    ]
    assert told["Participation"] == [
        "12 pairs took part: 12 mentors and 12 leaders. 21 of 24 answered the six-month questions."
    ]
    first, *changes = told["What changed"]
    assert first.startswith("The groups are small (fewer than 20 people")
    assert not [one for one in changes if "small" in one]
    assert all(re.search(r"between|Too few|same amount|chance|too few", one) for one in changes)
    assert "comparison group" in told["How sure is this?"][0]
    assert {"Continue", "Expand", "Next cohort"} <= told.keys()
    assert list(told)[8:10] == ["What to do next", "Continue"]
    assert len(told["What to do next"]) == 1


def test_too_few_answers_say_nothing() -> None:
    told = sections(lived(2))
    assert told["What changed"][0].startswith("Fewer than 5 people answered both")
    assert any("together with the next" in text for text in told["Next cohort"])


def test_large_groups_are_not_called_small() -> None:
    told = sections(lived(60))
    assert not [one for one in told["What changed"] if "small" in one]


def test_nothing_is_promised() -> None:
    texts = [advice.text for advice in ADVICE] + [t for _, t in sentences(facts_of(lived(12)))]
    assert not [text for text in texts if re.search(r"\b(guarantee|prove[sn]?|ensures)\b", text)]


def test_the_report_survives_the_end_of_all_pairs() -> None:
    done = lived(6)
    ended = [row | {"status": "Ended"} for row in done.cells("pairs").to_dict("records")]
    assert "6 pairs took part" in sections(filled(done, "pairs", ended))["Participation"][0]


def test_too_early() -> None:
    with pytest.raises(StepTooEarly, match="Press Review"):
        report(lived(4, months=3))


def test_names_stand_only_where_consent_names_them() -> None:
    told = report(lived(12))
    names = list(told.table("mentors")["name"])
    text = " ".join(told.table("report")["text"])
    assert not [name for name in names if name in text]
    assert set(told.table("stories")["told_by"]) <= {"anonymous", *names,
                                                     *told.table("leaders")["name"]}  # fmt: skip


def test_the_order_of_rows_changes_nothing() -> None:
    plain = lived(8)
    turned = plain
    for key in ("pairs", "mentors", "leaders", "sessions", "checkins", "review"):
        turned = turned.with_cells(key, plain.cells(key).iloc[::-1])
    one, other = report(plain), report(turned)
    for key in ("report", "outcomes", "stories"):
        assert one.cells(key).equals(other.cells(key)), key
