"""Topics and agendas: what each pair talks about, and what leaves no trace."""

from __future__ import annotations

import functools
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schedules import changed, paired, session_rows

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.content.defaults import TOPICS
from revmentor_xl.schema.content.topics import SPARE_TOPICS
from revmentor_xl.steps.meeting.curriculum import course, declines
from revmentor_xl.steps.meeting.sessions import sessions
from revmentor_xl.steps.scheduling.schedule import schedule
from tests.programs import filled

TITLES = [topic.title for topic in TOPICS]
DEFAULT = [topic.alternative_title if topic.opt_in else topic.title for topic in TOPICS]
BELONGING = "Belonging and small slights"


def prepared(
    mentor: dict[str, str] | None = None, leader: dict[str, str] | None = None, **settings: object
) -> Program:
    """One pair, Mia and Leo, with the answers that matter here."""
    times = ("Europe/Berlin", "Mon morning")
    base = paired([("Mia", "Leo")], {"Mia": times, "Leo": times}, **settings)
    base = changed(base, "mentors", {"id": "Mia"}, **(mentor or {}))
    base = changed(base, "leaders", {"id": "Leo"}, **(leader or {}))
    return sessions(schedule(base))


def topics(program: Program) -> list[str]:
    return list(program.table("sessions").sort_values("number")["topic"])


def test_thirteen_sessions_have_the_thirteen_topics_identity_topics_only_if_offered() -> None:
    done = prepared()
    assert topics(done) == DEFAULT
    assert done.said == "13 sessions prepared for 1 pair."
    assert done.show == "Sessions"
    row = done.table("sessions").iloc[0]
    assert (row["event_id"], row["mentor"], row["leader"]) == ("Mia-Leo #1", "Mia", "Leo")
    assert (row["day"], row["held"]) == (session_rows(done).iloc[0]["day"], "Planned")
    assert row["agenda"] == TOPICS[0].agenda


@pytest.mark.parametrize(
    ("offered", "declined_by_mentor", "declined_by_leader", "sixth"),
    [
        ("", "", "", "What makes a good first year"),
        (BELONGING, "", "", BELONGING),
        (BELONGING.upper(), "", "", BELONGING),
        (BELONGING, "belonging", "", "What makes a good first year"),
        (BELONGING, "", "Belonging", "What makes a good first year"),
        (BELONGING, "", "anything about small slights", "What makes a good first year"),
        (BELONGING, "Identity", "", "What makes a good first year"),
        (BELONGING, "Digital habits and tools", "", BELONGING),
        ("", "What makes a good first year", "", SPARE_TOPICS[0].title),
        ("Something else", "", "", "What makes a good first year"),
    ],
)
def test_the_sixth_topic(
    offered: str, declined_by_mentor: str, declined_by_leader: str, sixth: str
) -> None:
    done = prepared(
        {"topics_offered": offered, "topics_declined": declined_by_mentor},
        {"topics_declined": declined_by_leader},
    )
    assert topics(done)[5] == sixth


@functools.cache
def all_offered() -> Program:
    return prepared({"topics_offered": "; ".join(TITLES)})


@pytest.mark.parametrize("declined", [*TITLES, "; ".join(TITLES), "; ".join(TITLES + DEFAULT)])
@pytest.mark.parametrize("who", ["mentor", "leader"])
def test_a_declined_topic_leaves_no_trace(declined: str, who: str) -> None:
    offered = {"topics_offered": "; ".join(TITLES)}
    wish = {"topics_declined": declined}
    plain = all_offered()
    done = prepared(offered | wish) if who == "mentor" else prepared(offered, wish)

    refused = {fold(one) for one in declined.split("; ")}
    assert not refused & {fold(title) for title in topics(done)}
    # everything outside the two columns that speak of the topic is the same
    one, other = plain.cells("sessions"), done.cells("sessions")
    texts = ["topic", "agenda", "mentor_teaches", "leader_teaches"]
    assert one.drop(columns=texts).equals(other.drop(columns=texts))
    same = [title not in refused for title in map(fold, one["topic"])]
    assert one[same].equals(other[same])
    assert (done.said, done.findings) == (plain.said, plain.findings)
    one, other = (which.cells("schedule").drop(columns="topic") for which in (plain, done))
    assert one.equals(other)
    for row in done.cells("sessions").to_dict("records"):
        assert all(row[text] for text in texts)
        assert len(re.findall(r"^\d+-\d+ min: ", row["agenda"], re.MULTILINE)) == 3
        words = " ".join(str(row[text]) for text in texts).casefold()
        assert not re.search(r"declin|alternativ|replac|skip|opt(ed)?[ -](in|out)|substitut", words)


def test_the_reserve_reads_like_the_thirteen() -> None:
    for topic in SPARE_TOPICS:
        assert not topic.opt_in
        assert len(re.findall(r"^\d+-\d+ min: ", topic.agenda, re.MULTILINE)) == 3
        assert topic.agenda.startswith("0-")
        assert "-60 min: " in topic.agenda
    for text in ("title", "agenda", "mentor_teaches", "leader_teaches"):
        lengths = [len(getattr(topic, text)) for topic in TOPICS]
        assert all(
            min(lengths) <= len(getattr(topic, text)) <= max(lengths) for topic in SPARE_TOPICS
        )
    assert not {fold(topic.title) for topic in SPARE_TOPICS} & {
        fold(title) for title in TITLES + DEFAULT
    }


def test_no_topic_comes_twice() -> None:
    for declined in ("", "digital", "; ".join(TITLES[1:4])):
        found = topics(prepared({"topics_declined": declined}))
        assert len(set(found)) == 13


# --- how many sessions ----------------------------------------------------


@pytest.mark.parametrize(
    ("topics", "count", "expected"),
    [
        (13, 13, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
        (13, 1, [0]),
        (13, 2, [0, 12]),
        (13, 3, [0, 6, 12]),
        (13, 6, [0, 2, 6, 7, 10, 12]),
        (13, 15, [*range(12), -1, -1, 12]),
        (13, 19, [*range(12), -1, -1, -1, -1, 7, 8, 12]),
        (0, 2, [-1, -1]),
        (1, 6, [-1, -1, -1, -1, 0, 0]),
    ],
)
def test_which_topic_a_session_has(topics: int, count: int, expected: list[int]) -> None:
    assert course(topics, count) == expected


@given(st.integers(0, 20), st.integers(1, 52))
def test_every_session_has_a_topic_and_the_frame_stays(topics: int, count: int) -> None:
    plan = course(topics, count)
    assert len(plan) == count
    assert all(-1 <= at < topics for at in plan)
    if count >= 3 and topics >= 3:
        assert plan[0] == 0
        assert plan[-1] == topics - 1
        assert topics // 2 in plan
    if count <= topics:
        assert plan == sorted(set(plan))


def test_a_year_of_sessions() -> None:
    found = topics(prepared(session_count=26))
    assert found[:12] == DEFAULT[:12]
    assert found[-1] == DEFAULT[-1]
    assert found[12:16] == [topic.title for topic in SPARE_TOPICS]


def test_without_any_topics_there_is_still_something_to_do() -> None:
    done = prepared(session_count=6)
    empty = sessions(filled(done, "topics", []))
    rows = empty.table("sessions")
    assert all(rows["topic"])
    assert all(rows["mentor_teaches"])
    assert all(rows["leader_teaches"])


# --- both sides teach -----------------------------------------------------


def test_both_sides_teach_the_wanted_skills_first_and_take_turns() -> None:
    mentor = {
        "strengths": "Data visualization; Generative AI; Content creation",
        "learning_goals": "Budgeting",
    }
    leader = {
        "strengths": "Negotiation; Budgeting",
        "learning_goals": "Generative AI; Social media",
    }
    rows = prepared(mentor, leader).table("sessions").sort_values("number")
    from_mentor = [text.split("\nSkill for today: ")[1] for text in rows["mentor_teaches"]]
    from_leader = [text.split("\nSkill for today: ")[1] for text in rows["leader_teaches"]]
    assert from_mentor[:4] == [
        "Generative AI", "Data visualization", "Content creation", "Generative AI",
    ]  # fmt: skip
    assert from_leader[:3] == ["Budgeting", "Negotiation", "Budgeting"]
    assert rows["mentor_teaches"].iloc[0].startswith(TOPICS[0].mentor_teaches)


def test_without_strengths_the_prompt_stands_alone() -> None:
    rows = prepared().table("sessions").sort_values("number")
    assert list(rows["leader_teaches"]) == [topic.leader_teaches for topic in TOPICS]


# --- running it again -----------------------------------------------------


def test_what_hr_noted_stays_and_held_sessions_keep_their_topic() -> None:
    done = prepared()
    noted = changed(
        done, "sessions", {"event_id": "Mia-Leo #2"},
        held="Held", mentor_taught="A shortcut", note="Went well",
    )  # fmt: skip
    later = changed(noted, "mentors", {"id": "Mia"}, topics_declined="A day in my job; tools")
    again = sessions(schedule(later)).table("sessions").set_index("event_id")
    second = again.loc["Mia-Leo #2"]
    assert (second["held"], second["mentor_taught"]) == ("Held", "A shortcut")
    assert (second["note"], second["topic"]) == ("Went well", "A day in my job")
    assert again.loc["Mia-Leo #4", "topic"] not in TITLES
    assert again.loc["Mia-Leo #3", "held"] == "Planned"


def test_the_past_keeps_its_topics_too() -> None:
    done = prepared()
    later = changed(done, "mentors", {"id": "Mia"}, topics_declined="; ".join(DEFAULT[:4]))
    later = Program(later.tables, date(2026, 2, 1), later.places, ())
    found = topics(sessions(later))
    assert found[:2] == DEFAULT[:2]
    assert not set(found[2:]) & set(DEFAULT[:4])
    assert len(set(found)) == 13


def test_a_second_run_changes_nothing() -> None:
    done = prepared({"topics_declined": "digital"})
    assert sessions(done).cells("sessions").equals(done.cells("sessions"))


def test_without_a_schedule_it_is_too_early() -> None:
    times = ("Europe/Berlin", "Mon morning")
    with pytest.raises(StepTooEarly, match="no schedule"):
        sessions(paired([("Mia", "Leo")], {"Mia": times, "Leo": times}))


# --- what a declined entry means ------------------------------------------


@pytest.mark.parametrize(
    ("wish", "title", "opt_in", "meant"),
    [
        ("belonging", BELONGING, True, True),
        ("Belonging & small slights", BELONGING, True, True),
        ("slights", BELONGING, True, True),
        ("personal matters", "Who gets heard", True, True),
        ("who gets heard?", "Who gets heard", True, True),
        ("being heard", "Who gets heard", True, True),
        ("tools", "Digital habits and tools", False, True),
        ("habits", "Digital habits and tools", False, True),
        ("the topic Digital habits and tools, please", "Digital habits and tools", False, True),
        ("tool", "Digital habits and tools", False, False),
        ("Digital photography", "Digital habits and tools", False, False),
        ("None", "Digital habits and tools", False, False),
        ("-", "A day in my job", False, False),
        ("", "A day in my job", False, False),
    ],
)
def test_what_a_declined_entry_means(wish: str, title: str, opt_in: bool, meant: bool) -> None:
    assert declines(wish, title, opt_in=opt_in) is meant
