"""What a button costs before it works: importing what it needs, beside xlwings and pandas alone.

`python benchmarks/startup.py [processes]` finds each button's modules by doing
its step in a process of its own (`tests.needed`), then imports just these in
fresh processes, all taking turns. Everything has been compiled to byte code
before, as pip does when it installs. Counted is the processor's time, which
other programs on the machine hardly change.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from revmentor_xl.host.commands.table import COMMANDS  # noqa: E402
from tests.needed import needed_by  # noqa: E402

ALONE = ("xlwings", "pandas")
ALLOWED = 1.3

_IMPORTED = """
import time
from importlib import import_module
for one in {!r}:
    try:
        import_module(one)
    except ImportError:  # compiled modules name parts of theirs that cannot be asked for
        pass
print(time.process_time())
"""


def main(processes: int = 7) -> None:
    """Write one line for each button on the ribbon."""
    names = [command.name for command in COMMANDS if command.on_ribbon]
    with tempfile.TemporaryDirectory() as folder:
        needed = needed_by(names, Path(folder))
        measured({name: tuple(m) for name, m in needed.items()}, Path(folder), processes)


def measured(needed: dict[str, tuple[str, ...]], folder: Path, processes: int) -> None:
    """Write the line of each button, given the modules that it needs."""
    seconds: dict[tuple[str, ...], list[float]] = {(): [], **{m: [] for m in needed.values()}}
    for modules in seconds:
        imported_in((*ALONE, *modules), folder)  # compiles them
    for _ in range(processes):  # all take turns, so that a busy moment hits everybody
        for modules, times in seconds.items():
            times.append(imported_in((*ALONE, *modules), folder))
    alone = statistics.median(seconds[()])
    print(f"xlwings and pandas alone: {alone * 1000:.0f} ms, median of {processes} processes\n")
    print("| button | modules | ms | x xlwings and pandas |\n|---|---|---|---|")
    for name, modules in needed.items():
        took = statistics.median(seconds[modules])
        mark = "" if took <= ALLOWED * alone else f" (more than {ALLOWED})"
        print(f"| {name} | {len(modules)} | {took * 1000:.0f} | {took / alone:.2f}{mark} |")


def imported_in(modules: tuple[str, ...], folder: Path) -> float:
    """Seconds of the processor that a fresh process takes to start and import these."""
    words = [sys.executable, "-c", _IMPORTED.format(modules)]
    compiled = {"PYTHONPYCACHEPREFIX": str(folder / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
    settings = {**os.environ, **compiled}
    done = subprocess.run(words, cwd=ROOT, env=settings, capture_output=True, check=True)
    return float(done.stdout)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
