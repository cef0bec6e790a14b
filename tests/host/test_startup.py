"""Pressing a button must not wait for what it does not need.

How long the imports take is measured by `benchmarks/startup.py`; here stands
which large packages may be among them and how many modules of our own, which
no busy machine changes.
"""

from __future__ import annotations

from importlib.metadata import version

import pytest

from revmentor_xl.host.commands.table import COMMANDS
from tests.needed import ROOT, Needed, needed_by

pytestmark = pytest.mark.slow  # every button is pressed in a process of its own

HEAVY = {
    *("pulp", "highspy", "openpyxl", "xlsxwriter", "lxml", "rapidfuzz", "click"),
    *("pyopenvba", "scipy", "matplotlib", "email", "holidays", "icalendar"),
}
# PuLP 4 asks for its own version by the last
SOLVER = {"pulp", "highspy", *(["email"] if version("pulp") >= "4" else [])}
HOLIDAYS = {"holidays", "email"}  # it asks for its own version by the latter
ALIKE = {"rapidfuzz"}  # for close misses in skills and headers
MAY_NEED = {
    "select": SOLVER,
    **dict.fromkeys(("schedule", "reschedule", "apply-changes"), SOLVER | HOLIDAYS),
    "sessions": HOLIDAYS,
    "invitations": HOLIDAYS | {"icalendar"},
    "pair": SOLVER,
    "plans": SOLVER,
    "explain": SOLVER,
    "rematch": SOLVER,
    "sponsor-copy": {"xlsxwriter"},
    "check-setup": SOLVER | {"openpyxl", "xlsxwriter", "lxml", "email"},  # it tries them all
}


MOST = 100
"""Modules of our own that a button may import; packages hold no code (`tests/test_house.py`)."""
MORE = {
    **dict.fromkeys(("pair", "plans", "explain", "rematch"), 142),
    **dict.fromkeys(("schedule", "reschedule", "apply-changes"), 139),
    **dict.fromkeys(("sessions", "preview"), 111),
    "invitations": 118,
    "check-setup": 132,
    "sponsor-copy": 108,
}


BUTTONS = [one.name for one in COMMANDS if one.on_ribbon]
LOOKING = ["check", "check-in", "dashboard", "undo"]


@pytest.fixture(scope="module")
def needed(tmp_path_factory: pytest.TempPathFactory) -> Needed:
    return needed_by(BUTTONS, tmp_path_factory.mktemp("pressed"))


@pytest.fixture(scope="module")
def needed_with_schedule(tmp_path_factory: pytest.TempPathFactory) -> Needed:
    return needed_by(LOOKING, tmp_path_factory.mktemp("looking"), with_schedule=True)


def modules_of_ours(modules: list[str]) -> set[str]:
    """Those that hold code: not packages, which stand for a folder."""
    own = {module for module in modules if module.startswith("revmentor_xl.")}
    return {one for one in own if (ROOT / f"{one.replace('.', '/')}.py").is_file()}


@pytest.mark.parametrize("name", BUTTONS)
def test_a_button_imports_only_what_it_needs(name: str, needed: Needed) -> None:
    modules = needed[name]
    packages = {module.partition(".")[0] for module in modules}
    assert packages & HEAVY <= MAY_NEED.get(name, set()) | ALIKE
    own = modules_of_ours(modules)
    assert len(own) <= MORE.get(name, MOST if not name.startswith("import-") else 112)
    reads_survey = any(module.startswith("revmentor_xl.steps.importing.") for module in own)
    assert reads_survey is name.startswith("import-")


@pytest.mark.parametrize("name", LOOKING)
def test_with_a_schedule_a_button_looks_at_its_rows_without_a_solver(
    name: str, needed_with_schedule: Needed
) -> None:
    modules = needed_with_schedule[name]
    packages = {module.partition(".")[0] for module in modules}
    assert packages & HEAVY <= HOLIDAYS | ALIKE
    own = modules_of_ours(modules)
    assert len(own) <= 107
    assert {one for one in own if "scheduling.timetabling." in one} <= {
        "revmentor_xl.steps.scheduling.timetabling.slots"
    }
