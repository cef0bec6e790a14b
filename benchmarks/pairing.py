"""How fast pairing is, next to others: `python benchmarks/pairing.py [--quick]`.

Everybody gets the same scores and has to find the best total (those who can);
only solving is timed, with the proof where there is one. Mentors have one
place, leaders one to three. Each peer runs in a process of its own, as some
cannot share one, and is no longer asked once it took longer than its limit.
The table is printed and written to docs/benchmarks.md. Peers come with
`pip install revmentor-xl[bench]`; one that is missing is said to be missing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import numpy as np

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
SIZES = (10, 100, 500, 1000, 5000)
PER_GROUP, MOST_GROUPS, SHARE = 25, 16, 98
MEANS: dict[int, int] = {}
"""The mean score of the best plan without guards by size, found before the clock starts."""
CLOSED = -1_000_000
PACKAGES = ("numpy", "scipy", "pulp", "highspy", "ortools", "matching", "munkres", "networkx")

Case = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Scores in hundredths, which pairs are possible, each leader's places."""


def case(size: int, seed: int) -> Case:
    """People with some of 40 skills at levels 1 to 5 and a department; a quarter may not meet."""
    r = np.random.default_rng(seed)
    offers, seeks = (
        (r.random((size, 40)) < 0.15) * r.integers(1, 6, (size, 40)).astype(np.float32)
        for _ in range(2)
    )
    worth = offers.astype(np.float32) @ seeks.T.astype(np.float32)
    worth += 6 * (r.integers(0, 8, size)[:, None] != r.integers(0, 8, size)[None, :])
    worth += 2 * r.random((size, size), dtype=np.float32)
    scores = np.rint(worth / worth.max() * 10_000).astype(np.int32)
    return scores, r.random((size, size), dtype=np.float32) < 0.75, r.integers(1, 4, size)


def ours(one: Case, aim: str = "TOTAL", guarded: bool = False, only_bound: bool = False) -> int:
    from revmentor_xl.schema.settings import Settings
    from revmentor_xl.steps.pairing.optimum.aims import best_plan
    from revmentor_xl.steps.pairing.optimum.number import most_pairs
    from revmentor_xl.steps.pairing.optimum.problem import Aim, Condition, Problem
    from revmentor_xl.steps.pairing.optimum.relaxed import relaxed

    scores, allowed, places = one
    settings = Settings()
    problem = Problem(scores, allowed, np.ones(len(scores), dtype=np.int64), places)
    if guarded:
        groups = min(MOST_GROUPS, max(1, len(scores) // PER_GROUP))
        group, mean = np.arange(len(scores)) % groups, MEANS[len(scores)]
        problem = problem.under(
            *(
                Condition(f"mean {k}", low=0, mentors=group == k, slope=100, base=-SHARE * mean)
                for k in range(groups)
            )
        )
    if only_bound:
        found = relaxed(problem, len(most_pairs(problem)), settings)
        return -1 if found is None else found.bound
    return best_plan(problem, settings, Aim[aim]).total


def copies(one: Case) -> tuple[np.ndarray, np.ndarray]:
    """One column per place of a leader; pairs not possible cost a million."""
    scores, allowed, places = one
    of = np.repeat(np.arange(len(places)), places)
    return np.where(allowed, scores, CLOSED)[:, of], of


def scipy_lsa(one: Case) -> int:
    from scipy.optimize import linear_sum_assignment

    worth, _ = copies(one)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return int(worth[rows, columns].sum())


def dense(one: Case, solver: str) -> int:
    import pulp

    scores, allowed, places = one
    rows, columns = np.nonzero(allowed)
    model = pulp.LpProblem("dense", pulp.LpMaximize)
    pairs = [model.add_variable(f"x{k}", 0, 1) for k in range(len(rows))]
    make = getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)
    model.setObjective(make(list(zip(pairs, scores[rows, columns].tolist()))))
    mentors: list[list[object]] = [[] for _ in scores]
    leaders: list[list[object]] = [[] for _ in places]
    for pair, i, j in zip(pairs, rows.tolist(), columns.tolist()):
        mentors[i].append((pair, 1))
        leaders[j].append((pair, 1))
    for members in mentors:
        model.addConstraint(make(members) == 1)
    for members, most in zip(leaders, places.tolist()):
        model.addConstraint(make(members) <= most)
    model.solve(getattr(pulp, solver)(msg=False))
    return round(pulp.value(model.objective))


def cp_sat(one: Case) -> int:
    from ortools.sat.python import cp_model

    scores, allowed, places = one
    model = cp_model.CpModel()
    rows, columns = np.nonzero(allowed)
    pairs = [model.new_bool_var("") for _ in rows]
    mentors: list[list[object]] = [[] for _ in scores]
    leaders: list[list[object]] = [[] for _ in places]
    for pair, i, j in zip(pairs, rows.tolist(), columns.tolist()):
        mentors[i].append(pair)
        leaders[j].append(pair)
    for members in mentors:
        model.add(sum(members) == 1)
    for members, most in zip(leaders, places.tolist()):
        model.add(sum(members) <= most)
    model.maximize(cp_model.LinearExpr.weighted_sum(pairs, scores[rows, columns].tolist()))
    solver = cp_model.CpSolver()
    solver.solve(model)
    return round(solver.objective_value)


def stable(one: Case) -> int:
    from matching.games import HospitalResident

    scores, allowed, places = one
    worth = np.where(allowed, scores, CLOSED)
    order = np.argsort(-worth, axis=1, kind="stable")
    mentors = {i: [j for j in row.tolist() if allowed[i, j]] for i, row in enumerate(order)}
    order = np.argsort(-worth, axis=0, kind="stable").T
    leaders = {j: [i for i in row.tolist() if allowed[i, j]] for j, row in enumerate(order)}
    game = HospitalResident.create_from_dictionaries(mentors, leaders, dict(enumerate(places)))
    found = game.solve()
    return sum(int(scores[i.name, j.name]) for j, those in found.items() for i in those)


def munkres_package(one: Case) -> int:
    from munkres import Munkres

    worth, _ = copies(one)
    found = Munkres().compute((worth.max() - worth).tolist())
    return int(sum(worth[i, j] for i, j in found))


def networkx_package(one: Case) -> int:
    import networkx

    worth, _ = copies(one)
    graph = networkx.Graph()
    rows, columns = np.nonzero(worth >= 0)
    graph.add_weighted_edges_from(
        (i, len(worth) + j, int(worth[i, j])) for i, j in zip(rows.tolist(), columns.tolist())
    )
    found = networkx.max_weight_matching(graph, maxcardinality=True)
    return int(sum(worth[min(pair), max(pair) - len(worth)] for pair in found))


PEERS: dict[str, tuple[Callable[[Case], int], int, str]] = {
    "scipy linear_sum_assignment": (scipy_lsa, 5000, ""),
    "ours, best total": (ours, 5000, ""),
    "ours, worst-off first": (lambda one: ours(one, "WORST"), 5000, "other aim"),
    "ours, as even as possible": (lambda one: ours(one, "EVEN"), 1000, "other aim"),
    "ours, guards, bound only": (lambda one: ours(one, "TOTAL", True, True), 5000, "bound"),
    "ours, guards, best total": (lambda one: ours(one, "TOTAL", True), 1000, "guards"),
    "ours, guards, worst-off first": (lambda one: ours(one, "WORST", True), 1000, "guards"),
    "ours, guards, even": (lambda one: ours(one, "EVEN", True), 500, "guards"),
    "dense PuLP, HiGHS": (lambda one: dense(one, "HiGHS"), 1000, ""),
    "dense PuLP, CBC": (lambda one: dense(one, "PULP_CBC_CMD"), 1000, ""),
    "OR-tools CP-SAT": (cp_sat, 1000, ""),
    "matching (stable)": (stable, 1000, "not the best total"),
    "munkres": (munkres_package, 1000, ""),
    "networkx": (networkx_package, 1000, ""),
}
"""Name: how to solve, the largest size asked for, what is different."""


def measure(name: str, size: int, seed: int) -> None:
    """In a process of its own: solve once and print seconds, total and megabytes as JSON."""
    one = case(size, seed)
    sys.setrecursionlimit(1_000_000)  # `matching` copies deep structures
    for before in (case(10, 0), one)[: 1 + ("guards" in name)]:
        if "guards" in name:
            MEANS[len(before[0])] = ours(before) // len(before[0])
    PEERS[name][0](case(10, 0))  # imports are not solving
    before = megabytes(fresh=True)
    started = time.perf_counter()
    total = PEERS[name][0](one)
    seconds = time.perf_counter() - started
    grown = megabytes() - before
    print(json.dumps({"seconds": seconds, "total": total, "megabytes": grown}))


def megabytes(fresh: bool = False) -> float:
    """The most memory used so far, on Linux since the last `fresh`, when it is what is used now.

    Elsewhere what making the scores took for a moment hides as much of the rest.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if fresh:
        Path("/proc/self/clear_refs").write_text("5")
    most = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
    return int(most.split()[1]) / 1024


def asked(name: str, size: int, seed: int, limit: float) -> dict[str, float] | str:
    """What one run measured, or in words why there is nothing."""
    command = [sys.executable, __file__, "--one", name, str(size), str(seed)]
    path = {**os.environ, "PYTHONPATH": str(PAGE.parent.parent)}
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, env=path)
    except subprocess.TimeoutExpired:
        return f"> {limit:.0f} s"
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["stopped"]
        return "missing" if "ModuleNotFound" in last[0] else f"failed: {last[0][:60]}"
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def line(name: str, size: int, runs: list[dict[str, float]], base: list[dict[str, float]]) -> str:
    """One row of the table: medians, and the median of the ratios run by run."""
    seconds = statistics.median(run["seconds"] for run in runs)
    ratio = statistics.median(a["seconds"] / b["seconds"] for a, b in zip(runs, base))
    memory = max(run["megabytes"] for run in runs)
    share = statistics.median(a["total"] / b["total"] for a, b in zip(runs, base))
    note = PEERS[name][2]
    total = f"{share:.4%}" + (f" ({note})" if note else "")
    return f"| {size} | {name} | {seconds:.4f} | {ratio:.2f} | {memory:.0f} | {total} |"


def table(sizes: tuple[int, ...], repeats: int, limit: float) -> list[str]:
    """All rows; the peers take turns, so that a busy moment meets all of them."""
    out, rows = {}, []
    for size in sizes:
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in PEERS}
        for seed in range(repeats):
            for name, (_, largest, _) in PEERS.items():
                if size > largest or name in out:
                    continue
                found = asked(name, size, seed, limit)
                if isinstance(found, str):
                    out[name] = found
                    rows.append(f"| {size} | {name} | {found} | | | |")
                    print(rows[-1], flush=True)
                else:
                    runs[name].append(found)
        base = runs["scipy linear_sum_assignment"]
        for name, those in runs.items():
            if those and base and name not in out:
                rows.append(line(name, size, those, base))
                print(rows[-1], flush=True)
    return rows


def versions() -> str:
    """The packages that are there, with versions."""
    found = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            found.append(f"{package} missing")
    return ", ".join(found)


def main() -> None:
    """Measure, print and write the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="up to 100 people a side, one run")
    options.add_argument("--sizes", type=int, nargs="+", help="people a side")
    options.add_argument("--limit", type=float, default=120.0, help="seconds per peer and run")
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        measure(given.one[0], int(given.one[1]), int(given.one[2]))
        return
    sizes = tuple(given.sizes or (SIZES[:2] if given.quick else SIZES))
    rows = table(sizes, 1 if given.quick else given.repeats, given.limit)
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python "
    PAGE.write_text(
        "# Benchmarks of pairing\n\n"
        "Written by `python benchmarks/pairing.py`. Solving only, scores given, proof included; "
        "medians, and the ratio to scipy is taken run by run. Memory is what the process grew by "
        "beyond the scores. The total is relative to scipy's, the best one without guards.\n\n"
        f"{machine}{platform.python_version()}; {versions()}.\n\n"
        "| people a side | who | seconds | x scipy | MB | total |\n"
        "|---|---|---|---|---|---|\n" + "\n".join(rows) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
