"""What participants answer while the program runs: at the start, month 3, month 6.

People have a level of their own on every question and move a little from it;
how much depends on how the pair gets on. No fairy tales: some do not move, a
few go down, and not everybody answers.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from revmentor_xl.host.demo.company import texts
from revmentor_xl.host.demo.company.company import Invented
from revmentor_xl.host.demo.company.names import Deck
from revmentor_xl.host.demo.company.texts import worded
from revmentor_xl.host.demo.survey_files.formats import (
    Answer,
    Reply,
    write_google_forms,
    write_microsoft_forms,
    write_qualtrics,
)
from revmentor_xl.schema.content.defaults import ITEMS, Item

WELL, SLOWLY, BADLY = "well", "slowly", "badly"


@dataclass(frozen=True)
class Duo:
    """A pair of the program and how the two get on: well, slowly or badly."""

    pair_id: str
    mentor: Invented
    leader: Invented
    going: str


# Question -> mean at the start, and what a pair that gets on well adds to it.
_BEFORE_AND_GROWTH = {
    "chose_to_take_part": (4.5, 0.0),
    "know_what_to_offer": (3.2, 0.6),
    "ready_for_discomfort": (3.7, 0.2),
    "can_decline_topic": (3.6, 0.4),
    "visibility": (2.4, 0.7),
    "confidence": (2.8, 0.5),
    "leadership": (2.9, 0.3),
    "skill_level": (2.4, 0.8),
    "understands_juniors": (2.9, 0.6),
}
_SHARE_OF_GROWTH = {WELL: 1.0, SLOWLY: 0.5, BADLY: 0.0}
_MIDDLE = {WELL: 4.3, SLOWLY: 3.6, BADLY: 2.2}
_RECOMMEND = {WELL: 8.7, SLOWLY: 7.0, BADLY: 5.5}
_PAIRING_WISH = {WELL: "Keep " * 24 + "Adjust", SLOWLY: "Keep Keep Adjust", BADLY: "Adjust"}
_CONTINUE_WISH = {
    WELL: ("Continue", "Continue", "Continue", "New partner", "Stop"),
    SLOWLY: ("New partner", "Continue", "Stop"),
    BADLY: ("New partner", "Stop"),
}
_CONSENT = ("Anonymous", "Anonymous", "Named", "No")
_ANSWER_RATE = {"Start": 0.95, "Month 3": 0.92, "Month 6": 0.92}


def get_on(pairs: Iterable[tuple[str, Invented, Invented]], seed: int) -> list[Duo]:
    """Decide how the pairs get on: about one in twenty badly, at least one of three or more."""
    rng = random.Random(f"going {seed}")
    listed = sorted(pairs, key=lambda pair: pair[0])
    order = rng.sample(range(len(listed)), len(listed))
    bad = max(1, len(listed) // 20) if len(listed) > 2 else 0
    slow = len(listed) // 5
    going = dict.fromkeys(order[:bad], BADLY) | dict.fromkeys(order[bad : bad + slow], SLOWLY)
    return [Duo(*pair, going=going.get(i, WELL)) for i, pair in enumerate(listed)]


def write_replies(moment: str, duos: list[Duo], path: Path, opens: date, seed: int) -> None:
    """The answers of one moment as that moment's survey tool exports them."""
    questions = [item.question for item in ITEMS if moment in item.moments]
    filled = list(replies(moment, duos, opens, seed))
    if moment == "Start":
        tester = Reply(datetime.combine(opens, time(7, 50)), "", "", {questions[0]: 3}, 1)
        write_qualtrics(path, questions, filled, previews=[tester])
    elif moment == "Month 3":
        write_microsoft_forms(path, questions, filled)
    else:
        write_google_forms(path, questions, filled)


def replies(moment: str, duos: list[Duo], opens: date, seed: int) -> Iterator[Reply]:
    """The forms that came back: mentors first; a few people do not answer."""
    rng = random.Random(f"replies {moment} {seed}")
    writing = _Writing(rng, moment, seed)
    at = datetime.combine(opens, time(8, 5))
    for who in _respondents(duos):
        # somebody in trouble speaks up when asked
        if rng.random() > _ANSWER_RATE[moment] and who.going != BADLY:
            continue
        at += timedelta(minutes=rng.randint(3, 70), seconds=rng.randint(0, 59))
        if at.hour >= 18:
            at = (at + timedelta(days=3 if at.weekday() == 4 else 1)).replace(hour=8)
        answers = {
            item.question: writing.answer(item, who)
            for item in ITEMS
            if moment in item.moments and item.asked_of in ("both", who.role)
        }
        _settle_consent(answers)
        yield Reply(at, who.me.person.email, who.me.person.name, answers, rng.randint(3, 12))


@dataclass(frozen=True)
class _Respondent:
    """One person with the partner whom they have in mind, and how the two get on."""

    role: str
    me: Invented
    partner: Invented
    going: str


def _respondents(duos: list[Duo]) -> Iterator[_Respondent]:
    """Everybody once; who has two pairs speaks of the harder one."""
    hardest = {WELL: 0, SLOWLY: 1, BADLY: 2}
    for role in ("mentor", "leader"):
        seen: dict[str, _Respondent] = {}
        for duo in duos:
            me, partner = duo.mentor, duo.leader
            if role == "leader":
                me, partner = partner, me
            known = seen.get(me.person.email)
            if known is None or hardest[duo.going] > hardest[known.going]:
                seen[me.person.email] = _Respondent(role, me, partner, duo.going)
        yield from seen.values()


class _Writing:
    """Fills in the forms of one moment.

    Free text is dealt from decks, so that neighbours do not repeat each other;
    so is who has something to tell, so that ten pairs are neither all silent
    nor all full of praise.
    """

    def __init__(self, rng: random.Random, moment: str, seed: int) -> None:
        self._rng, self._moment, self._seed = rng, moment, seed
        self._help = {
            WELL: Deck(rng, texts.HELP_WANTED_GOOD),
            SLOWLY: Deck(rng, texts.HELP_WANTED_GOOD),
            BADLY: Deck(rng, texts.HELP_WANTED_TROUBLE),
        }
        self._story = {
            "mentor": Deck(rng, _half(texts.MENTOR_STORIES, moment, seed)),
            "leader": Deck(rng, _half(texts.LEADER_STORIES, moment, seed)),
        }
        self._decision = Deck(rng, texts.DECISIONS)
        self._no_decision = Deck(rng, texts.NO_DECISION)
        self._consent = Deck(rng, _CONSENT)
        self._tells = {
            WELL: Deck(rng, (True,) * 7 + (False,) * 3),
            SLOWLY: Deck(rng, (True, False, False)),
            BADLY: Deck(rng, (False,)),
        }

    def answer(self, item: Item, who: _Respondent) -> Answer:
        """What this person answers to one question."""
        rng, going = self._rng, who.going
        if item.kind == "rating":
            return self._rating(item, who)
        if item.kind == "score10":
            return min(10, max(0, round(rng.gauss(_RECOMMEND[going], 1.1))))
        if item.key == "pairing_wish":
            return rng.choice(_PAIRING_WISH[going].split())
        if item.key == "continue_wish":
            return rng.choice(_CONTINUE_WISH[going])
        if item.key == "story_consent":
            return self._consent.deal()
        return self._text(item, who)

    def _rating(self, item: Item, who: _Respondent) -> int:
        if self._moment == "Month 3":
            value = self._rng.gauss(_MIDDLE[who.going], 0.6)
        else:
            before, growth = _BEFORE_AND_GROWTH.get(item.key, (3.2, 0.4))
            # the same at both moments, whatever else is drawn
            own = random.Random(f"{self._seed} {who.me.person.email} {item.key}")
            value = own.gauss(before, 0.8) + self._rng.gauss(0, 0.25)
            if self._moment == "Month 6":
                value += own.gauss(growth * _SHARE_OF_GROWTH[who.going], 0.55)
        return min(5, max(1, round(value)))

    def _text(self, item: Item, who: _Respondent) -> str:
        learned = gained(who.me, who.partner)
        if item.key == "help_wanted":
            return self._help[who.going].deal()
        if item.key == "success_story":
            if not self._tells[who.going].deal():
                return ""
            return worded(self._story[who.role].deal(), self._rng.choice(learned))
        if item.key == "skills_gained":
            return ", ".join(learned[: 1 if who.going == BADLY else self._rng.choice((1, 2, 2))])
        if item.key == "decision_influenced":
            if self._tells[who.going].deal():
                return worded(self._decision.deal(), learned[0])
            return self._no_decision.deal()
        return ""


def _half(stories: Sequence[str], moment: str, seed: int) -> list[str]:
    """The stories kept for this moment: what was told at month 3 is not told again."""
    shuffled = random.Random(f"stories {seed}").sample(stories, len(stories))
    return shuffled[::2] if moment == "Month 3" else shuffled[1::2]


def gained(person: Invented, partner: Invented) -> list[str]:
    """What this person learns from the partner: what was wished for first, two at least."""
    offered = partner.answers.strengths
    wished = [skill for skill in person.answers.learning_goals if skill in offered]
    others = [skill for skill in offered if skill not in wished]
    return [*wished, *others[: max(0, 2 - len(wished))]]


def _settle_consent(answers: dict[str, Answer]) -> None:
    """Without a story there is nothing to consent to."""
    question = {item.key: item.question for item in ITEMS}
    if not answers.get(question["success_story"]):
        answers.pop(question["story_consent"], None)
