"""What holds for all tests."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import TypeVar

import pytest
from hypothesis import Phase, settings

from tests.tries import tries

# a busy machine is no fault of the code: what must be fast has tests that count
settings.register_profile("however busy", deadline=None, max_examples=tries(100))
settings.load_profile("however busy")

# a mutant is seen or not; nobody reads the smallest case that shows it
settings.register_profile(
    "mutants",
    deadline=None,
    max_examples=20,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
)

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

MUST_NOT_SKIP = os.environ.get("CI", "").lower() in ("1", "true")
"""On the build machine every check runs; elsewhere one without its tool is skipped."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that skips on the build machine."""
    report = yield
    return _failed(report) if MUST_NOT_SKIP and not hasattr(report, "wasxfail") else report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a file that skips as a whole on the build machine."""
    report = yield
    return _failed(report) if MUST_NOT_SKIP else report


def _failed(report: Report) -> Report:
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason}\nWith CI=true a skipped check fails."
    return report
