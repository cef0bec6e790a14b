"""Pressing a button must not wait for what it does not need.

How long the imports take is measured by `benchmarks/startup.py`; here stands
which large packages may be among them, which no busy machine changes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from revmentor_xl.host.commands import COMMANDS
from tests.needed import needed_by

HEAVY = {
    *("pulp", "highspy", "openpyxl", "xlsxwriter", "lxml", "rapidfuzz", "click"),
    *("pyopenvba", "scipy", "matplotlib"),
}
SOLVER = {"pulp", "highspy"}
ALIKE = {"rapidfuzz"}  # for close misses in skills and headers
MAY_NEED = {
    "select": SOLVER,
    "schedule": SOLVER,
    "pair": SOLVER,
    "plans": SOLVER,
    "explain": SOLVER,
    "rematch": SOLVER,
    "sponsor-copy": {"xlsxwriter"},
    "check-setup": SOLVER | {"openpyxl", "xlsxwriter", "lxml"},
}


@pytest.mark.parametrize("name", [one.name for one in COMMANDS if one.on_ribbon])
def test_a_button_imports_nothing_heavy_that_it_does_not_need(name: str, tmp_path: Path) -> None:
    packages = {module.partition(".")[0] for module in needed_by(name, tmp_path)}
    assert packages & HEAVY <= MAY_NEED.get(name, set()) | ALIKE
