"""Pressing a button must not wait for what it does not need."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("pulp", "highspy", "openpyxl", "xlsxwriter", "lxml", "rapidfuzz", "pyopenvba")


def test_buttons_import_nothing_heavy_beside_xlwings_and_pandas() -> None:
    script = (
        "import sys, xlwings, pandas\n"
        "before = set(sys.modules)\n"
        "import revmentor_xl.host.buttons, revmentor_xl.host.running\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        f"print(*sorted(new & set({HEAVY!r})))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
