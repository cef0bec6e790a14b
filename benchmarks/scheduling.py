"""How fast scheduling is, next to others: `python benchmarks/scheduling.py [--quick]`.

Everybody chooses from the same starts (`large_program.py`) and has to place
most sessions, and then most of them at a regular slot of their pair, which
everybody but us states as one model: every session times every slot, with a
column for each pair and regular slot. Timed are stating and solving, proof
included; each peer runs in a process of its own. Where two prove their plan,
the plans must be equally good. The table is printed and written to
docs/benchmarks.md. Peers come with `pip install revmentor-xl[bench]`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measuring import asked, machine, megabytes, write_section
from one_model import LIMIT, Found, cp_sat, cp_sat_everywhere, one_pulp_model

SIZES = (10, 100, 500, 1000)
SLOW = 10.0
PACKAGES = ("pulp", "highspy", "ortools", "holidays", "tzdata", "pandas")
OURS, STEP = "ours, sessions", "ours, whole step"
CHANGES, CHANGES_STEP = "ours, changes", "ours, Plan changes"
NAIVE = "one PuLP model, HiGHS"
HIT = 0.01

# --- ours -----------------------------------------------------------------


def judged(pairs: Any, plan: Any) -> tuple[int, int, int]:
    placed = sum(len(starts) for starts in plan.starts.values())
    regular = sum(plan.is_regular(pair, window) for pair in pairs for window in pair.starts)
    return sum(len(pair.starts) for pair in pairs), placed, regular


def ours(size: int, seed: int) -> Callable[[], Found]:
    from large_program import large_program, question

    from revmentor_xl.steps.scheduling.timetabling.regular_slots import plan_sessions

    given = question(large_program(size, seed))

    def run() -> Found:
        plan = plan_sessions(*given)
        return Found(*judged(given[0], plan), (plan.most_placed, plan.most_regular))

    return run


def whole_step(size: int, seed: int) -> Callable[[], Found]:
    from large_program import large_program

    from revmentor_xl.steps.scheduling.schedule import schedule

    program = large_program(size, seed)
    return lambda: in_rows(schedule(program))


def in_rows(program: Any) -> Found:
    rows = program.table("schedule")
    rows = rows[rows["kind"] == "Session"]
    regular = sum(map(bool, rows["regular"].fillna(False)))
    return Found(len(rows), int(rows["day"].notna().sum()), regular)


def changes(size: int, seed: int) -> Callable[[], Found]:
    from large_program import hit, large_program, question, scheduled

    from revmentor_xl.steps.scheduling.timetabling.minimum_change import plan_changes

    given = question(hit(scheduled(large_program(size, seed)), HIT, seed))

    def run() -> Found:
        plan = plan_changes(*given)
        return Found(*judged(given[0], plan), note=f"{plan.moved} moved, least {plan.least_moved}")

    return run


def changes_step(size: int, seed: int) -> Callable[[], Found]:
    from large_program import hit, large_program, scheduled

    from revmentor_xl.steps.scheduling.reschedule import reschedule

    program = hit(scheduled(large_program(size, seed)), HIT, seed)

    def run() -> Found:
        what = reschedule(program).table("changes")["what"]
        sessions, placed, *_ = in_rows(program)
        placed += int((what == "New date").sum() - (what == "Not placed").sum())
        return Found(sessions, placed, None, note=f"{(what == 'Moves').sum()} moved")

    return run


OWN = {OURS: ours, STEP: whole_step, CHANGES: changes, CHANGES_STEP: changes_step}
PEERS = {
    NAIVE: one_pulp_model,
    "OR-tools CP-SAT, 1 worker": cp_sat,
    "OR-tools CP-SAT, all processors": cp_sat_everywhere,
}


# --- measuring ------------------------------------------------------------


def measure(name: str, folder: Path, size: int, seed: int) -> None:
    """In a process of its own: print what was found, seconds and megabytes as JSON."""

    def prepared(size: int, seed: int) -> Callable[[], Found]:
        return (
            OWN[name](size, seed) if name in OWN else PEERS[name](folder / f"{size}_{seed}.pickle")
        )

    prepared(10, 0)()  # imports are not solving
    run = prepared(size, seed)
    before = megabytes(fresh=True)
    started = time.perf_counter()
    found = run()
    seconds = time.perf_counter() - started
    cost = {"seconds": seconds, "megabytes": megabytes() - before, "seed": seed}
    print(json.dumps({**found._asdict(), **cost}))


def is_proven(run: dict[str, Any]) -> bool:
    return bool(run["most"] == [run["placed"], run["regular"]])


def line(name: str, size: int, runs: list[dict[str, Any]], base: dict[int, float]) -> str:
    """One row of the table: medians, and the first run's plan."""
    one = runs[0]
    seconds = statistics.median(run["seconds"] for run in runs)
    ratio = statistics.median(run["seconds"] / base[run["seed"]] for run in runs)
    cells = [
        size,
        name,
        f"{seconds:.3f}",
        f"{ratio:.1f}",
        f"{max(run['megabytes'] for run in runs):.0f}",
        f"{one['placed']} of {one['sessions']}",
        "" if one["regular"] is None else f"{one['regular'] / max(one['placed'], 1):.2%}",
        f"{one['most'][0]} / {one['most'][1]}" if one["most"] else "",
        "" if not one["most"] else "yes" if all(map(is_proven, runs)) else "no",
        one["note"],
    ]
    return f"| {' | '.join(map(str, cells))} |"


def agree(runs: dict[str, list[dict[str, Any]]]) -> None:
    """Whoever proves a plan must have found one as good as everybody else's who does."""
    proven: dict[int, set[tuple[int, int]]] = {}
    for those in runs.values():
        for run in filter(is_proven, those):
            proven.setdefault(run["seed"], set()).add((run["placed"], run["regular"]))
    assert all(len(plans) == 1 for plans in proven.values()), f"different optima: {proven}"


def table(sizes: tuple[int, ...], repeats: int, folder: Path) -> list[str]:
    """All rows. Who proves nothing at one size is not asked at the next."""
    rows: list[str] = []
    hopeless: set[str] = set()
    for size in sizes:
        runs: dict[str, list[dict[str, Any]]] = {}
        for seed in range(repeats):
            for each in {10, size}:
                asked(__file__, ["--write", str(folder), str(each), str(seed)], 4 * LIMIT)
            for name in (*OWN, *PEERS):
                slow = runs.get(name, [{"seconds": 0.0}])[-1]["seconds"] > SLOW
                if name in hopeless or (seed and slow):
                    continue
                words = ["--one", name, str(folder), str(size), str(seed)]
                run = asked(__file__, words, 4 * LIMIT)
                if isinstance(run, str):
                    rows.append(f"| {size} | {name} | {run} | | | | | | | |")
                    print(rows[-1], flush=True)
                else:
                    runs.setdefault(name, []).append(run)
        agree(runs)
        base = {run["seed"]: run["seconds"] for run in runs[OURS]}
        for name, those in runs.items():
            rows.append(line(name, size, those, base))
            print(rows[-1], flush=True)
        hopeless |= {n for n in PEERS if size >= 500 and not any(map(is_proven, runs.get(n, [])))}
    return rows


def main() -> None:
    """Measure, print and write the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="10 and 100 pairs, one run")
    options.add_argument("--sizes", type=int, nargs="+", help="pairs")
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    options.add_argument("--write", nargs=3, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.write:
        from large_program import written

        folder, size, seed = given.write
        written(Path(folder), int(size), int(seed))
        print("{}")
        return
    if given.one:
        name, folder, size, seed = given.one
        measure(name, Path(folder), int(size), int(seed))
        return
    sizes = tuple(given.sizes or (SIZES[:2] if given.quick else SIZES))
    with tempfile.TemporaryDirectory() as folder:
        rows = table(sizes, 1 if given.quick else given.repeats, Path(folder))
    write_section(
        "Benchmarks of scheduling",
        "Written by `python benchmarks/scheduling.py`.\n\n"
        "Programs of 26 weeks, 13 fortnightly sessions a pair; everybody works 40 hours a week in "
        "one of three time zones, has the public holidays of that country and is away on 5% of "
        "the working days; leaders have one to three mentors and at most three sessions a week. "
        "Everybody chooses from the same starts; most sessions have to be placed, then most of "
        "them at the regular slot of their pair. We do more than that: liked slots, exceptions "
        "near the regular time, a breath between two sessions.\n\n"
        f"- **{OURS}**: placing the sessions, as the peers do. **{STEP}**: everything that "
        "Make schedule does, from the tables to the rows: holidays, kick-offs, events, words.\n"
        f"- **{CHANGES}**, **{CHANGES_STEP}**: the same after leaders are away on the days of "
        f"{HIT:.0%} of the sessions: as few sessions moved as can be.\n"
        f"- **seconds**: stating and solving, the median of the runs; who took more than "
        f"{SLOW:.0f} s ran once. Peers search for up to {LIMIT:.0f} s; one that proves nothing at "
        "500 pairs is not asked for 1,000.\n"
        f"- **x**: how many times as long as “{OURS}”.\n"
        "- **MB**: what the process grew by.\n"
        "- **at most**: sessions placed and regular ones that no plan exceeds, as proven.\n\n"
        f"{machine(PACKAGES)}\n\n"
        "| pairs | who | seconds | x | MB | placed | regular | at most | proven | moved |\n"
        "|---|---|---|---|---|---|---|---|---|---|\n" + "\n".join(rows),
    )


if __name__ == "__main__":
    main()
