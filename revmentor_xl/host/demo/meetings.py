"""What HR notes after each fortnight: which sessions were held, and what was taught."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime

import pandas as pd

from revmentor_xl.host.demo.company import texts
from revmentor_xl.host.demo.company.names import Deck
from revmentor_xl.host.demo.company.texts import worded
from revmentor_xl.host.demo.survey_files.replies import BADLY, SLOWLY, WELL, Duo, gained
from revmentor_xl.schema.cells import as_text, fold

_HELD_SHARE = {WELL: 0.98, SLOWLY: 0.88, BADLY: 0.5}
_HELD_AFTER_HELP = 0.9


class Meetings:
    """Decides what became of each session; every session by itself, whatever the order."""

    def __init__(self, duos: list[Duo], seed: int, *, helped: bool = False) -> None:
        self._duos = {fold(duo.pair_id): duo for duo in duos}
        self._seed = seed
        self._helped = helped
        decks = random.Random(f"taught {seed} {helped}")
        self._mentor_taught = Deck(decks, texts.MENTOR_TAUGHT)
        self._leader_taught = Deck(decks, texts.LEADER_TAUGHT)
        self.told = ""

    def note_until(self, today: date) -> Callable[[pd.DataFrame], pd.DataFrame]:
        """An edit of the Sessions table: fill in what was planned before `today`."""

        def note(cells: pd.DataFrame) -> pd.DataFrame:
            held = missed = 0
            columns = ("day", "held", "pair_id", "number")
            for row, day, state, pair, number in cells[list(columns)].itertuples():
                day = day.date() if isinstance(day, datetime) else day
                if not isinstance(day, date) or day >= today:
                    continue
                duo = self._duos.get(fold(as_text(pair)))
                if duo is None or as_text(state) not in ("", "Planned"):
                    continue
                if self._was_held(duo, int(as_text(number) or 0)):
                    held += 1
                    self._fill(cells, row, duo, int(as_text(number) or 0))
                else:
                    missed += 1
                    cells.at[row, "held"] = "Missed"
            self.told = f"{held} held, {missed} missed."
            return cells

        return note

    def _was_held(self, duo: Duo, number: int) -> bool:
        share = _HELD_SHARE[duo.going]
        if duo.going == BADLY:
            if self._helped:
                share = _HELD_AFTER_HELP
            elif number in (3, 5, 6):
                return False
        return random.Random(f"held {self._seed} {duo.pair_id} {number}").random() < share

    def _fill(self, cells: pd.DataFrame, row: int, duo: Duo, number: int) -> None:
        for_leader = gained(duo.leader, duo.mentor)
        for_mentor = gained(duo.mentor, duo.leader)
        cells.at[row, "held"] = "Held"
        cells.at[row, "mentor_taught"] = worded(
            self._mentor_taught.deal(), for_leader[number % len(for_leader)]
        )
        cells.at[row, "leader_taught"] = worded(
            self._leader_taught.deal(), for_mentor[number % len(for_mentor)]
        )
