"""What goes wrong when people fill in forms; every slip is one that Checks should name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from revmentor_xl.host.demo.company.company import Company
from revmentor_xl.host.demo.survey_files.formats import (
    LEADER_QUESTIONS,
    LUNCH,
    MENTOR_QUESTIONS,
    Answer,
    Reply,
)

UNKNOWN_LEVEL = "Associate"
"""A level that the HR system dropped, and that one person still goes by."""

Mess = Callable[[Reply], Reply]
EVERY = 40  # in a large company the same slips happen again and again


def _changed(reply: Reply, **answers: Answer) -> Reply:
    """The reply with other answers, given by column; questions of both forms are known."""
    texts = {**LEADER_QUESTIONS, **MENTOR_QUESTIONS}
    return replace(
        reply,
        answers={**reply.answers, **{texts[key]: value for key, value in answers.items()}},
    )


def _said(reply: Reply, key: str) -> Answer:
    return reply.answers.get({**LEADER_QUESTIONS, **MENTOR_QUESTIONS}[key], "")


def _misspelled(skills: Answer) -> tuple[str, ...]:
    """The skills with two letters swapped in the middle of the longest name."""
    assert isinstance(skills, tuple)
    longest = max(skills, key=len)
    wrong = longest + longest[-1]
    for i in range(len(longest) // 2, len(longest) - 1):
        if longest[i : i + 2].isalpha() and longest[i] != longest[i + 1]:
            wrong = longest[:i] + longest[i + 1] + longest[i] + longest[i + 2 :]
            break
    return tuple(wrong if skill == longest else skill for skill in skills)


def _with_nbsp(reply: Reply) -> Reply:
    # pasted from a web page
    spaced = replace(reply, name=reply.name.replace(" ", "\xa0"))
    return _changed(spaced, department=f"{_said(reply, 'department')} ")


def _with_typo(reply: Reply) -> Reply:
    return _changed(reply, strengths=_misspelled(_said(reply, "strengths")))


def _with_odd_skill(reply: Reply) -> Reply:
    skills = _said(reply, "strengths")
    assert isinstance(skills, tuple)
    return _changed(reply, strengths=(*skills, "Drone piloting"))


def _with_formula(reply: Reply) -> Reply:
    return _changed(reply, career_goals="=> first a project of my own, then a small team")


def _with_old_level(reply: Reply) -> Reply:
    return _changed(reply, level=UNKNOWN_LEVEL)


def _reluctant(reply: Reply) -> Reply:
    return _changed(reply, volunteered="No, not this time")


_MENTOR_MESS: dict[int, Mess] = {
    0: _with_nbsp,
    1: _with_typo,
    2: _with_odd_skill,
    3: _with_formula,
    4: _with_old_level,
    8: _reluctant,
}


def messy_mentors(replies: list[Reply], company: Company) -> Iterator[Reply | None]:
    """The mentors' replies with a test, a blank row, and somebody who answered twice."""
    second_thoughts = min(5, len(replies) - 1)
    yield _test_reply(company, replies[0].at - timedelta(days=3))
    for i, reply in enumerate(replies):
        mess = _MENTOR_MESS.get(i % EVERY)
        if i == second_thoughts:  # answers once more below
            yield _changed(reply, availability=())
        else:
            yield mess(reply) if mess else reply
        if i == 6:
            yield None
    again = replies[second_thoughts]
    yield replace(again, at=replies[-1].at + timedelta(hours=1, minutes=12))


def _test_reply(company: Company, at: datetime) -> Reply:
    domain = company.hr.email.partition("@")[2]
    answers: dict[str, Answer] = {MENTOR_QUESTIONS["department"]: "test", LUNCH: "test"}
    return Reply(at, f"test@{domain}", "Test Test", answers, 1)


def _two_partners(reply: Reply) -> Reply:
    return _changed(reply, capacity="two")


def _wrong_email(reply: Reply) -> Reply:
    return replace(reply, email=reply.email.replace("@", "(at)"))


def _leader_typo(reply: Reply) -> Reply:
    return _changed(reply, learning_goals=_misspelled(_said(reply, "learning_goals")))


def _with_smile(reply: Reply) -> Reply:
    return _changed(
        reply, career_goals=f"{_said(reply, 'career_goals')}\nAnd to laugh at myself more often 🙂"
    )


_LEADER_MESS: dict[int, Mess] = {0: _two_partners, 1: _leader_typo, 3: _with_smile, 9: _reluctant}


def messy_leaders(replies: list[Reply]) -> Iterator[Reply]:
    """The leaders' replies with slips of their own."""
    for i, reply in enumerate(replies):
        mess = _LEADER_MESS.get(i % EVERY)
        if i == 2:
            mess = _wrong_email
        yield mess(reply) if mess else reply
