"""How fast pairing is, next to others: `python benchmarks/pairing.py [--quick]`.

Everybody gets the same scores and has to find the best total (those who can);
only solving is timed, with the proof where there is one. Mentors have one
place, leaders one to three (rows that say so: one). Each peer runs in a process
of its own, as some cannot share one; one that is slow is asked once instead of
several times, and no longer where it would take longer than the limit.
The table is printed and written to docs/benchmarks.md. Peers come with
`pip install revmentor-xl[bench]`; one that is missing is said to be missing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from measuring import asked, machine, megabytes, write_section

SIZES = (10, 100, 500, 1000, 5000)
PER_GROUP, MOST_GROUPS, GUARD_PERCENT, GUARD_SECONDS = 25, 16, 95, 15
BASES: dict[tuple[int, str], Any] = {}
"""The best plan without guards by size and aim, found before the clock starts."""
COPIES: dict[int, np.ndarray] = {}
"""The matrix that scipy wants, by size, made before the clock starts."""
SLOW = 5.0
"""Seconds; who takes longer is asked once."""
ONE_PLACE = "one place each"
SCIPY = "scipy linear_sum_assignment"
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


def groups(one: Case) -> list[np.ndarray]:
    """Up to 16 groups of mentors, not equally easy to pair, so that guards have to act."""
    mean, r = one[0].mean(axis=1), np.random.default_rng(len(one[0]))
    count = min(MOST_GROUPS, max(1, len(mean) // PER_GROUP))
    order = np.argsort(np.argsort(mean + 12 * mean.std() * r.standard_normal(len(mean))))
    return [order * count // len(mean) == k for k in range(count)]


def ours(
    one: Case, aim: str = "TOTAL", guarded: bool = False, only_bound: bool = False
) -> tuple[int, int]:
    """Total and proven bound; guards are those of `steps/pairing/case/group_guards`, at 95%."""
    from revmentor_xl.schema.settings import Settings
    from revmentor_xl.steps.pairing.optimum.aims import best_plan
    from revmentor_xl.steps.pairing.optimum.guards import Guard
    from revmentor_xl.steps.pairing.optimum.guards import guarded as under_guards
    from revmentor_xl.steps.pairing.optimum.linear_program.column_generation import relaxed
    from revmentor_xl.steps.pairing.optimum.problem import Aim, Problem

    scores, allowed, places = one
    settings = Settings()
    problem = Problem(scores, allowed, np.ones(len(scores), dtype=np.int64), places)
    if not guarded:
        plan = best_plan(problem, settings, Aim[aim])
        return plan.total, plan.bound
    if (len(scores), aim) not in BASES:
        BASES[len(scores), aim] = best_plan(problem, settings, Aim[aim])
    base, settings = BASES[len(scores), aim], replace(settings, solver_seconds=GUARD_SECONDS)
    whole = base.total, len(base.cells)
    guards = [
        Guard(f"mean {k}", GUARD_PERCENT, mentors=group, whole=whole)
        for k, group in enumerate(groups(one))
    ]
    if only_bound:
        asked = problem.under(*(guard.condition() for guard in guards))
        found = relaxed(asked, len(base.cells), settings)
        return (-1, -1) if found is None else (found.bound, found.bound)
    plan, _ = under_guards(problem, guards, settings, Aim[aim], base)
    return plan.total, plan.bound


def copies(one: Case) -> np.ndarray:
    """One column per place of a leader; pairs not possible cost a million. Made once."""
    scores, allowed, places = one
    if len(scores) not in COPIES:
        of = np.repeat(np.arange(len(places)), places)
        COPIES[len(scores)] = np.where(allowed, scores, CLOSED)[:, of].astype(float)
    return COPIES[len(scores)]


def scipy_lsa(one: Case) -> int:
    from scipy.optimize import linear_sum_assignment

    worth = copies(one)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return int(worth[rows, columns].sum())


def dense(one: Case, solver: str, kind: str = "Continuous") -> int:
    import pulp

    scores, allowed, places = one
    rows, columns = np.nonzero(allowed)
    model = pulp.LpProblem("dense", pulp.LpMaximize)
    pairs = [model.add_variable(f"x{k}", 0, 1, kind) for k in range(len(rows))]
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
    solver.parameters.num_workers = 8  # its portfolio; with fewer it is slower still
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

    worth = copies(one)
    found = Munkres().compute((worth.max() - worth).tolist())
    return int(sum(worth[i, j] for i, j in found))


def networkx_package(one: Case) -> int:
    import networkx

    worth = copies(one)
    graph = networkx.Graph()
    rows, columns = np.nonzero(worth >= 0)
    graph.add_weighted_edges_from(
        (i, len(worth) + j, int(worth[i, j])) for i, j in zip(rows.tolist(), columns.tolist())
    )
    found = networkx.max_weight_matching(graph, maxcardinality=True)
    return int(sum(worth[min(pair), max(pair) - len(worth)] for pair in found))


PEERS: dict[str, tuple[Callable[[Case], int | tuple[int, int]], int, str]] = {
    SCIPY: (scipy_lsa, 5000, ""),
    "ours, best total": (ours, 5000, ""),
    f"{SCIPY}, {ONE_PLACE}": (scipy_lsa, 5000, ""),
    f"ours, best total, {ONE_PLACE}": (ours, 5000, ""),
    "ours, worst-off first": (lambda one: ours(one, "WORST"), 5000, "other aim"),
    "ours, as even as possible": (lambda one: ours(one, "EVEN"), 1000, "other aim"),
    "ours, guards, bound only": (lambda one: ours(one, "TOTAL", True, True), 5000, "bound"),
    "ours, guards, best total": (lambda one: ours(one, "TOTAL", True), 1000, "guards"),
    "ours, guards, worst-off first": (lambda one: ours(one, "WORST", True), 1000, "guards"),
    "ours, guards, even": (lambda one: ours(one, "EVEN", True), 500, "guards"),
    "dense PuLP, HiGHS, binary": (lambda one: dense(one, "HiGHS", "Binary"), 1000, ""),
    "dense PuLP, HiGHS, continuous": (lambda one: dense(one, "HiGHS"), 1000, ""),
    "dense PuLP, CBC, binary": (lambda one: dense(one, "PULP_CBC_CMD", "Binary"), 1000, ""),
    "OR-tools CP-SAT": (cp_sat, 1000, ""),
    "matching (stable)": (stable, 1000, "not the best total"),
    "munkres": (munkres_package, 1000, ""),
    "networkx": (networkx_package, 1000, ""),
}
"""Name: how to solve, the largest size asked for, what is different."""


def measure(name: str, size: int, seed: int) -> None:
    """In a process of its own: solve once and print seconds, total and megabytes as JSON."""
    one = case(size, seed)
    if ONE_PLACE in name:
        one = (*one[:2], np.ones(size, dtype=np.int64))
    sys.setrecursionlimit(1_000_000)  # `matching` copies deep structures
    for before in (case(10, 0), one)[: 1 + ("guards" in name)]:
        if "guards" in name:
            aim = "WORST" if "worst" in name else "EVEN" if "even" in name else "TOTAL"
            ours(before, aim, guarded=True, only_bound=True)
    PEERS[name][0](case(10, 0))  # imports are not solving
    COPIES.clear()
    if SCIPY in name:
        copies(one)
    before = megabytes(fresh=True)
    started = time.perf_counter()
    found = PEERS[name][0](one)
    seconds = time.perf_counter() - started
    grown = megabytes() - before
    total, bound = found if isinstance(found, tuple) else (found, found)
    gap = (bound - total) / bound if bound > 0 else 0.0
    print(json.dumps({"seconds": seconds, "total": total, "megabytes": grown, "gap": gap}))


def line(name: str, size: int, runs: list[dict[str, float]], base: list[dict[str, float]]) -> str:
    """One row of the table: medians, and the median of the ratios run by run."""
    seconds = statistics.median(run["seconds"] for run in runs)
    ratio = statistics.median(a["seconds"] / b["seconds"] for a, b in zip(runs, base))
    memory = max(run["megabytes"] for run in runs)
    share = statistics.median(a["total"] / b["total"] for a, b in zip(runs, base))
    note = PEERS[name][2]
    total = f"{share:.4%}" if share > 0 else "no plan keeps all"
    total += f" ({note})" if note else ""
    gap = f"{max(run['gap'] for run in runs):.4%}" if name.startswith("ours") else ""
    row = f"| {size} | {name} | {seconds:.4f} | {ratio:.2f} | {memory:.0f} | {total} | {gap} |"
    return row


def table(sizes: tuple[int, ...], repeats: int, limit: float) -> list[str]:
    """All rows; the peers take turns, so that a busy moment meets all of them."""
    rows: list[str] = []
    last: dict[str, tuple[int, float]] = {}
    for size in sizes:
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in PEERS}
        for seed in range(repeats):
            for name, (_, largest, _) in PEERS.items():
                before, seconds = last.get(name, (size, 0.0))
                if size > largest or (seed and seconds > SLOW):
                    continue
                found: dict[str, float] | str = f"> {limit:.0f} s"
                # with guards, the time says how hard they are to keep, and not the size
                if "guards" in name or seconds * (size / before) ** 2 <= limit:
                    found = asked(__file__, ["--one", name, str(size), str(seed)], limit)
                if isinstance(found, str):
                    last[name] = size, np.inf
                    rows.append(f"| {size} | {name} | {found} | | | | |")
                    print(rows[-1], flush=True)
                else:
                    last[name] = size, found["seconds"]
                    runs[name].append(found)
        for name, those in runs.items():
            base = runs[f"{SCIPY}, {ONE_PLACE}" if ONE_PLACE in name else SCIPY]
            if those and base:
                rows.append(line(name, size, those, base))
                print(rows[-1], flush=True)
    return rows


def main() -> None:
    """Measure, print and write the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="up to 100 people a side, one run")
    options.add_argument("--sizes", type=int, nargs="+", help="people a side")
    options.add_argument("--limit", type=float, default=60.0, help="seconds per peer and run")
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        measure(given.one[0], int(given.one[1]), int(given.one[2]))
        return
    sizes = tuple(given.sizes or (SIZES[:2] if given.quick else SIZES))
    rows = table(sizes, 1 if given.quick else given.repeats, given.limit)
    write_section(
        "Benchmarks of pairing",
        "Written by `python benchmarks/pairing.py`.\n\n"
        "Everybody solves the same problems: as many mentors as leaders with a score for each "
        "pair, three quarters of the pairs possible, one place for each mentor and one to three "
        "for each leader (one, where the row says so). Timed is solving only, scores given, "
        "proof included.\n\n"
        "- **seconds**: the median of the runs; who took more than "
        f"{SLOW:.0f} s ran once, who would take more than {given.limit:.0f} s did not.\n"
        "- **x scipy**: how many times as long as scipy's `linear_sum_assignment`, which solves "
        "nothing but the best total; the median of the ratios run by run. Below 1 is faster. "
        f"Rows with {ONE_PLACE} compare with scipy's row of the same kind.\n"
        "- **MB**: what the process grew by while solving, beyond the scores.\n"
        "- **total**: relative to scipy's, the best there is without guards. Guards and other "
        "aims give some of it up on purpose.\n"
        "- **gap**: how far our plan may be from the best one at most, as proven.\n"
        "- **guards**: up to 16 groups of mentors, each with a mean score of at least "
        f"{GUARD_PERCENT}% of the mean of all, as the pair step builds them; up to "
        f"{GUARD_SECONDS} s to search. “Bound only” is the linear program.\n\n"
        f"{machine(PACKAGES)}\n\n"
        "| people a side | who | seconds | x scipy | MB | total | gap |\n"
        "|---|---|---|---|---|---|---|\n" + "\n".join(rows),
    )


if __name__ == "__main__":
    main()
