"""Whatever a solver writes reaches the log and nobody's screen."""

from __future__ import annotations

import ctypes
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from revmentor_xl.steps.solving.solver_output import logged
from tests.othersolvers import HAS_CBC


def _by_c() -> None:
    """As HiGHS does, in a buffer that C empties when it likes."""
    ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None).printf(b"from afar\n")


WRITERS: dict[str, Callable[[], object]] = {
    "print": lambda: print("from afar"),
    "print to stderr": lambda: print("from afar", file=sys.stderr),
    "descriptor 1": lambda: os.write(1, b"from afar\n"),
    "descriptor 2": lambda: os.write(2, b"from afar\n"),
    "C": _by_c,
    "another program": lambda: subprocess.run([sys.executable, "-c", "print('from afar')"]),
    "no letters": lambda: os.write(1, b"from afar\n\xff\xfe\n"),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_nothing_is_shown_and_all_is_logged(
    writer: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    print("before")
    with caplog.at_level(logging.INFO, "revmentor_xl.solver"), logged():
        WRITERS[writer]()
    print("after")
    assert capfd.readouterr() == ("before\nafter\n", "")
    assert caplog.messages[0] == "from afar"


def test_a_failure_inside_leaves_the_screen_as_it_was(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        with logged():
            os.write(1, b"last words\n")
            raise RuntimeError

    with caplog.at_level(logging.INFO, "revmentor_xl.solver"), pytest.raises(RuntimeError):
        fail()
    os.write(1, b"heard again\n")
    assert capfd.readouterr().out == "heard again\n"
    assert caplog.messages == ["last words"]


_CLOSED = """
import os, sys
if {closed}:
    sys.stdout = sys.stderr = None
    os.close(1), os.close(2)
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.solving.solver import try_solver
answer = try_solver(Settings(solver={solver!r}))
with open(sys.argv[1], "w") as file:
    file.write(str(answer.objective))
"""


@pytest.mark.parametrize("closed", [False, True], ids=["console", "no console"])
@pytest.mark.parametrize("solver", ["HiGHS", "CBC"])
def test_a_first_search_says_nothing_of_its_own(solver: str, closed: bool, tmp_path: Path) -> None:
    """HiGHS 1.16 announces itself once in a process; pythonw.exe has no stdout to begin with."""
    if solver == "CBC" and not HAS_CBC:
        pytest.skip("no CBC beside this PuLP")
    code = _CLOSED.format(closed=closed, solver=solver)
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "answer")], capture_output=True, text=True
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert (tmp_path / "answer").read_text() == "7.0"
