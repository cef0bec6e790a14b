"""Which topic each session of a pair has, and which topics a pair can have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.content.topics import SPARE_TOPICS

_IDENTITY = {"identity", "personal"}  # words for all topics that are opt-in
_EMPTY_WORDS = {"about", "what", "with", "from", "this", "that", "your", "have", "being"}


@dataclass(frozen=True)
class Choice:
    """One topic in one of its versions, ready to stand in a session."""

    title: str
    agenda: str
    opt_in: bool
    mentor_teaches: str
    leader_teaches: str


@dataclass(frozen=True)
class Wishes:
    """What the mentor offered (folded titles), and what either of the two declined."""

    offered: frozenset[str] = frozenset()
    declined: tuple[str, ...] = ()


Versions = Sequence[Sequence[Choice]]
"""Each topic with its alternative after it, in the order of the sessions."""


def versions(program: Program) -> Versions:
    """The topics of the Topics tab."""
    found = []
    table = program.table("topics")
    for row in table.loc[table["topic"] != ""].sort_values("number").to_dict("records"):
        prompts = row["mentor_teaches"], row["leader_teaches"]
        # an empty cell under “only if offered” is a No
        opt_in = row["opt_in"] is True
        both = [Choice(row["topic"], row["agenda"], opt_in, *prompts)]
        if row["alternative"]:
            both.append(Choice(row["alternative"], row["alternative_agenda"], False, *prompts))
        found.append(both)
    return found


def choose_topics(
    topics: Versions, numbers: Sequence[int], wishes: Wishes, done: Mapping[int, str]
) -> dict[int, Choice]:
    """The topic of each session still to come, by its number.

    `numbers` are all sessions of a pair, `done` the titles of those that are
    over. No topic comes twice while there are others. First every session
    that can have its own topic gets it, so that a stand-in is never one that
    is still to come.
    """
    plan = course(len(topics), max(numbers))
    used = {fold(title) for title in done.values()}
    found: dict[int, Choice] = {}
    coming = sorted(set(numbers) - set(done))
    for number in coming:
        at = plan[number - 1]
        own = next((one for one in (topics[at] if at >= 0 else ()) if _welcome(one, wishes)), None)
        is_repeat = at in plan[: number - 1]
        if own is not None and (is_repeat or fold(own.title) not in used):
            found[number] = own
            used.add(fold(own.title))
    for number in coming:
        if number not in found:
            found[number] = _stand_in(topics, wishes, used, number)
            used.add(fold(found[number].title))
    return found


def may_come(topics: Versions, title: str, wishes: Wishes) -> bool:
    """May the pair still have the topic of this title, which it was to have before?"""
    known = (one for topic in topics for one in topic if fold(one.title) == fold(title))
    plain = Choice(title, "", False, "", "")
    return _welcome(next(known, plain), wishes)


def in_its_place(topics: Versions, wishes: Wishes, used: Sequence[str], number: int) -> Choice:
    """Another topic for one session; `used` are the titles of the pair's other sessions."""
    return _stand_in(topics, wishes, {fold(title) for title in used}, number)


def course(topics: int, count: int) -> list[int]:
    """Which topic (by position from 0) each of `count` sessions has.

    As many sessions as topics: one each. Fewer: the first, the one in the
    middle (the check-in) and the last are kept, the others thinned out
    evenly. More: the topics after the middle come again before the last;
    -1 stands for a topic in reserve, which comes first.
    """
    if topics == 0:
        return [-1] * count
    if count < topics:
        return _thinned(topics, count)
    spares = [-1] * min(count - topics, len(SPARE_TOPICS))
    again = list(range(topics // 2 + 1, topics - 1)) or list(range(topics))
    repeated = [again[at % len(again)] for at in range(count - topics - len(spares))]
    return [*range(topics - 1), *spares, *repeated, topics - 1]


def _thinned(topics: int, count: int) -> list[int]:
    needed = [0, topics - 1, topics // 2][:count]
    others = [at for at in range(topics) if at not in needed]
    free = count - len(needed)
    chosen = [others[(2 * at + 1) * len(others) // (2 * free)] for at in range(free)]
    return sorted([*needed, *chosen])


def _stand_in(topics: Versions, wishes: Wishes, used: set[str], number: int) -> Choice:
    """A topic that the pair has not had: one in reserve, an alternative, any other."""
    reserve = [
        Choice(one.title, one.agenda, False, one.mentor_teaches, one.leader_teaches)
        for one in SPARE_TOPICS
    ]
    others = [one for topic in topics for one in reversed(topic)]
    possible = [one for one in (*reserve, *others) if _welcome(one, wishes)]
    fresh = next((one for one in possible if fold(one.title) not in used), None)
    if fresh is not None:
        return fresh
    if possible:  # all were used, so one of them comes again
        return possible[number % len(possible)]
    return Choice(
        "A topic of your own",
        "0-10 min: The mentor brings a question from this week's work.\n"
        "10-45 min: Work on it together, on the real thing wherever possible.\n"
        "45-60 min: Agree on the next step, and on who takes it.",
        False,
        "",
        "",
    )


def _welcome(choice: Choice, wishes: Wishes) -> bool:
    """May this pair have the topic?"""
    title = fold(choice.title)
    if choice.opt_in and not any(title in offer for offer in wishes.offered):
        return False
    return not any(declines(wish, choice.title, opt_in=choice.opt_in) for wish in wishes.declined)


def declines(wish: str, title: str, *, opt_in: bool) -> bool:
    """Does a declined entry mean this topic?

    Its title, a part of it in whole words, or a text that names it. For the
    opt-in topics one word in common is enough: better one topic too many is
    replaced than one that somebody did not want.
    """
    said, meant = fold(wish), fold(title)
    if not said:
        return False
    if _within(said, meant) or _within(meant, said):
        return True
    words, title_words = _words(said), _words(meant)
    if opt_in and (words & title_words or words & _IDENTITY):
        return True
    return bool(words) and words <= title_words


def _within(part: str, whole: str) -> bool:
    """Does `part` stand in `whole`, in whole words of some length?"""
    return len(part) >= 4 and re.search(rf"(?<!\w){re.escape(part)}(?!\w)", whole) is not None


def _words(text: str) -> set[str]:
    """The words that carry meaning: four letters or more."""
    return set(re.findall(r"\w{4,}", text)) - _EMPTY_WORDS
