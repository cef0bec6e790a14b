"""Pressing a button must not wait for what it does not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("pulp", "highspy", "openpyxl", "xlsxwriter", "lxml", "rapidfuzz", "pyopenvba")


@pytest.mark.parametrize(
    ("already", "modules"),
    [
        ("xlwings, pandas", "revmentor_xl.host.buttons, revmentor_xl.host.running"),
        # every command checks, and brings the dashboard and Home up to date
        ("pandas", "revmentor_xl.steps.checking, revmentor_xl.steps.dashboard"),
        ("pandas", "revmentor_xl.steps.home, revmentor_xl.steps.sessions"),
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(already: str, modules: str) -> None:
    script = (
        f"import sys, {already}\n"
        "before = set(sys.modules)\n"
        f"import {modules}\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        f"print(*sorted(new & set({HEAVY!r})))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
