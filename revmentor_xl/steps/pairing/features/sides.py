"""The two sides of a pairing: everybody who could be in a pair, in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.steps.people import participants
from revmentor_xl.steps.people.directory import Directory
from revmentor_xl.steps.solving.arrays import Matrix


@dataclass(frozen=True)
class Sides:
    """Mentors and leaders, sorted by e-mail address and ID, whatever their rows.

    Everybody usable is here, also those whom a rule keeps out of every pair,
    so that a pair that HR approved earlier can still be looked up.
    """

    program: Program
    directory: Directory
    mentors: pd.DataFrame
    leaders: pd.DataFrame

    @classmethod
    def of(cls, program: Program) -> Sides:
        """The sides of a program."""
        return cls(
            program,
            Directory.of(program),
            participants.mentors(program),
            participants.leaders(program),
        )

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.mentors), len(self.leaders)

    @cached_property
    def mentor_keys(self) -> list[str]:
        return [self.directory.find(str(id_)) or str(id_) for id_ in self.mentors["id"]]

    @cached_property
    def leader_keys(self) -> list[str]:
        return [self.directory.find(str(id_)) or str(id_) for id_ in self.leaders["id"]]

    @cached_property
    def mentor_at(self) -> Mapping[str, int]:
        """The row in every matrix, by the person's key."""
        return {key: i for i, key in enumerate(self.mentor_keys)}

    @cached_property
    def leader_at(self) -> Mapping[str, int]:
        """The column in every matrix, by the person's key."""
        return {key: j for j, key in enumerate(self.leader_keys)}

    def mentor_name(self, i: int) -> str:
        """What the mentor in a row is called."""
        return str(self.mentors["name"].iat[i] or self.mentors["email"].iat[i])

    def leader_name(self, j: int) -> str:
        """What the leader in a column is called."""
        return str(self.leaders["name"].iat[j] or self.leaders["email"].iat[j])

    def none(self) -> Matrix:
        """A boolean matrix in which nothing is true."""
        return np.zeros(self.shape, dtype=bool)

    def cell(self, one: str, other: str) -> tuple[int, int] | None:
        """Row and column of two people, named in either order."""
        for mentor, leader in ((one, other), (other, one)):
            if mentor in self.mentor_at and leader in self.leader_at:
                return self.mentor_at[mentor], self.leader_at[leader]
        return None

    def by_ids(self, mentor_id: str, leader_id: str) -> tuple[int, int] | None:
        """Row and column of the people with these IDs."""
        mentor, leader = self.directory.find(mentor_id), self.directory.find(leader_id)
        return self.cell(mentor, leader) if mentor is not None and leader is not None else None


def places(people: pd.DataFrame) -> np.ndarray:
    """How many partners each person takes; an empty cell means one."""
    return people["capacity"].fillna(1).to_numpy(dtype=np.int64, copy=True)
