"""Progress: told in order, seldom enough, and never in the way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from revmentor_xl.steps.solving.progress import EVERY, part, progress, reporting

MOST_TOLD = 100 // EVERY + 1


def test_without_a_listener_nothing_happens() -> None:
    progress(0.5, "alone")


def test_a_part_is_a_part_of_the_whole() -> None:
    heard: list[tuple[int, str]] = []
    with reporting(lambda percent, doing: heard.append((percent, doing))):
        progress(0, "reading")
        with part(0.2, 0.8):
            progress(0.5, "half of the step")
            with part(0.5, 1.0):
                progress(1.0, "all of the step")
        progress(0.9, "writing")
    progress(1.0, "nobody listens now")
    assert heard == [
        (0, "reading"),
        (50, "half of the step"),
        (80, "all of the step"),
        (90, "writing"),
    ]


@given(st.lists(st.floats(-1, 2, allow_nan=False)))
def test_it_is_told_at_most_every_five_percent_and_never_goes_back(shares: list[float]) -> None:
    heard: list[int] = []
    with reporting(lambda percent, doing: heard.append(percent)):
        for share in shares:
            progress(share, "work")
    assert heard == sorted(set(heard))
    assert len(heard) <= MOST_TOLD
    assert all(0 <= percent <= 100 for percent in heard)


def test_who_listens_cannot_stop_the_work() -> None:
    def refuses(percent: int, doing: str) -> None:
        raise NotImplementedError

    with reporting(refuses):
        progress(0.5, "work")


def test_a_part_ends_also_when_its_work_fails() -> None:
    heard: list[int] = []
    with reporting(lambda percent, doing: heard.append(percent)):
        try:
            with part(0.0, 0.1):
                raise ValueError
        except ValueError:
            progress(1.0, "after")
    assert heard == [100]
