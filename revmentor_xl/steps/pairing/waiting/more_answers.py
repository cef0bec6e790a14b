"""What one more answer of a person would open: a block of availability, a language."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.calendars.week import STEP, Week, session_starts
from revmentor_xl.steps.pairing.case import Case


def another_block(
    case: Case, role: str, at: int, others: np.ndarray
) -> tuple[str, np.ndarray] | None:
    """The block of the Time blocks tab that opens most of the others, and whom it opens.

    `role` and `at` say who the person is, `others` are numbers of people on
    the other side. A block is read in the person's own time zone. Of equally
    good ones the first on the tab is taken; None when no single one helps.
    """
    people, partners = case.sides.mentors, case.sides.leaders
    if role == "leader":
        people, partners = partners, people
    week = Week.of(case.program)
    has = list(list(people["availability"])[at])
    known = {fold(block) for block in has}
    blocks = [
        str(block)
        for block in dict.fromkeys(case.program.table("time_blocks")["block"])
        if fold(block) in week.blocks and fold(block) not in known
    ]
    if not blocks:
        return None
    zone = people["time_zone"].iat[at]
    tried = pd.DataFrame({"time_zone": zone, "availability": [(*has, b) for b in blocks]})
    mine, my_week = week.patterns(tried)
    theirs, their_week = week.patterns(partners.iloc[others])
    length = -(-case.program.settings.session_minutes // STEP)
    room = (
        session_starts(mine, length).astype(np.float32)
        @ session_starts(theirs, length).astype(np.float32).T
    )
    opens = (room > 0)[np.ix_(my_week, their_week)]
    best = int(np.argmax(opens.sum(axis=1)))
    return (blocks[best], others[opens[best]]) if opens[best].any() else None


def another_language(
    case: Case, role: str, at: int, others: np.ndarray
) -> tuple[str, np.ndarray] | None:
    """The language that opens most of the others, and whom it opens."""
    people, partners = case.sides.mentors, case.sides.leaders
    if role == "leader":
        people, partners = partners, people
    known = list(people["languages"])
    has = {fold(language) for language in known[at]}
    languages = list(partners["languages"])
    spoken = [list(languages[other]) for other in others.tolist()]
    count = Counter(word for one in spoken for word in {fold(each) for each in one} - has)
    if not count:
        return None
    best = min(count, key=lambda language: (-count[language], language))
    opened = [k for k, one in enumerate(spoken) if best in {fold(each) for each in one}]
    spelled = min(each for each in spoken[opened[0]] if fold(each) == best)
    return spelled, others[opened]
