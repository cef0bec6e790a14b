"""Prices to start from: mentors bid for leaders, as in an auction."""

from __future__ import annotations

import numpy as np

from revmentor_xl.steps.pairing.optimum.linear_program.column_pool import ColumnPool
from revmentor_xl.steps.pairing.optimum.linear_program.dual_prices import ROWS

STEPS = 1000
"""A bid is raised by this part of the range of scores at least."""
PASSES, FEW_PASSES = 100, 40
"""How often everybody without a place bids; fewer where `shortest_augmenting_paths` goes on."""


def bids(
    pool: ColumnPool,
    mentor_places: np.ndarray,
    leader_places: np.ndarray,
    passes: int = PASSES,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Near-best prices of leaders, and most of a plan, as rows and columns (Bertsekas 1979).

    Every mentor with a free place bids for the leader who, at present prices,
    is worth most, as much as makes the second best equally good, and a step
    more. Leaders keep their highest bids; the lowest kept is their price. It
    ends before it is done: what is missing costs most time, and a start needs
    no more. The plan is not proven to be anything.
    """
    places = np.maximum(leader_places, 0)
    prices = np.zeros(len(places), dtype=np.float32)
    mentors = leaders = np.zeros(0, dtype=np.int64)
    offers = np.zeros(0, dtype=np.float32)
    spread = max(0.0, float(pool.cells.max(initial=0)))  # about the range of scores
    step = max(1.0, spread / STEPS)
    for _ in range(passes):
        missing = mentor_places - np.bincount(mentors, minlength=len(mentor_places))
        bidding = np.nonzero(missing > 0)[0]
        wanted, raised, bidding = _wanted(pool, prices, bidding, mentors, leaders, step + spread)
        if not len(bidding):
            break
        mentors = np.concatenate([mentors, bidding])
        leaders = np.concatenate([leaders, wanted])
        offers = np.concatenate([offers, prices[wanted] + raised + np.float32(step)])
        order = np.lexsort((mentors, -offers, leaders))
        mentors, leaders, offers = mentors[order], leaders[order], offers[order]
        rank = np.arange(len(leaders)) - np.searchsorted(leaders, leaders)
        is_kept = rank < places[leaders]
        is_last = rank[is_kept] == places[leaders[is_kept]] - 1
        mentors, leaders, offers = mentors[is_kept], leaders[is_kept], offers[is_kept]
        prices[leaders[is_last]] = offers[is_last]
    return prices, mentors, leaders


def _wanted(
    pool: ColumnPool,
    prices: np.ndarray,
    bidding: np.ndarray,
    mentors: np.ndarray,
    leaders: np.ndarray,
    most: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each bidder the best leader and how much better than the second; who has none, is out."""
    wanted, raised, able = [], [], []
    row_of = np.full(len(pool.cells), -1)
    row_of[bidding] = np.arange(len(bidding))
    for start in range(0, len(bidding), ROWS):
        part = bidding[start : start + ROWS]
        value = pool.cells[part] - prices
        held = row_of[mentors] - start
        own = (held >= 0) & (held < len(part)) & (row_of[mentors] >= 0)
        value[held[own], leaders[own]] = -np.inf
        at = np.arange(len(part))
        best = value.argmax(axis=1)
        first = value[at, best]
        value[at, best] = -np.inf
        is_able = ~np.isneginf(first)
        with np.errstate(invalid="ignore"):
            more = np.minimum(first - value.max(axis=1), most)
        wanted.append(best[is_able])
        raised.append(more[is_able])
        able.append(part[is_able])
    if not able:
        nobody = np.zeros(0, dtype=np.int64)
        return nobody, nobody.astype(np.float32), nobody
    return np.concatenate(wanted), np.concatenate(raised), np.concatenate(able)
