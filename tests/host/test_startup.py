"""Pressing a button must not wait for what it does not need.

How long the imports take is measured by `benchmarks/startup.py`; here stands
which large packages may be among them and how many modules of our own, which
no busy machine changes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from revmentor_xl.host.commands import COMMANDS
from tests.needed import needed_by

HEAVY = {
    *("pulp", "highspy", "openpyxl", "xlsxwriter", "lxml", "rapidfuzz", "click"),
    *("pyopenvba", "scipy", "matplotlib", "email", "holidays", "icalendar"),
}
SOLVER = {"pulp", "highspy"}
HOLIDAYS = {"holidays", "email"}  # it asks for its own version by the latter
ALIKE = {"rapidfuzz"}  # for close misses in skills and headers
MAY_NEED = {
    "select": SOLVER,
    "schedule": SOLVER | HOLIDAYS,
    "reschedule": SOLVER | HOLIDAYS,
    "pair": SOLVER,
    "plans": SOLVER,
    "explain": SOLVER,
    "rematch": SOLVER,
    "sponsor-copy": {"xlsxwriter"},
    "check-setup": SOLVER | {"openpyxl", "xlsxwriter", "lxml", "email"},  # it tries them all
}


MOST = 85
"""Modules of our own that a button may import."""
MORE = {
    **dict.fromkeys(("pair", "plans", "explain", "rematch"), 140),
    "check-setup": 125,
    "preview": 95,
}


@pytest.mark.parametrize("name", [one.name for one in COMMANDS if one.on_ribbon])
def test_a_button_imports_only_what_it_needs(name: str, tmp_path: Path) -> None:
    modules = needed_by(name, tmp_path)
    packages = {module.partition(".")[0] for module in modules}
    assert packages & HEAVY <= MAY_NEED.get(name, set()) | ALIKE
    own = {module for module in modules if module.startswith("revmentor_xl.")}
    assert len(own) <= MORE.get(name, MOST if not name.startswith("import-") else 100)
    reads_survey = any(module.startswith("revmentor_xl.steps.intake") for module in own)
    assert reads_survey is name.startswith("import-")
