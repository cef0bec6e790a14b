"""What all benchmarks share: memory, one run in a process of its own, the page with the results."""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"


def megabytes(fresh: bool = False) -> float:
    """The most memory used so far, on Linux since the last `fresh`, when it is what is used now.

    Elsewhere what was needed before, if only for a moment, hides as much of the rest.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if fresh:
        Path("/proc/self/clear_refs").write_text("5")
    most = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
    return int(most.split()[1]) / 1024


def asked(script: str, words: Sequence[str], limit: float) -> dict[str, Any] | str:
    """What one run of a script with these arguments measured, or in words why there is nothing."""
    command = [sys.executable, script, *words]
    path = {**os.environ, "PYTHONPATH": str(ROOT)}
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, env=path)
    except subprocess.TimeoutExpired:
        return f"> {limit:.0f} s"
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["stopped"]
        return "missing" if "ModuleNotFound" in last[0] else f"failed: {last[0][:60]}"
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def machine(packages: Sequence[str]) -> str:
    """The machine, and the packages that are there with their versions."""
    found = []
    for package in packages:
        try:
            found.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            found.append(f"{package} missing")
    python = f"{os.cpu_count()} processors, Python {platform.python_version()}"
    return f"{platform.machine()}, {python}; {', '.join(found)}."


def write_section(title: str, text: str) -> None:
    """Put a section, all of it beneath “# title”, in its place on the page; the others stay."""
    sections = PAGE.read_text(encoding="utf-8").split("\n# ") if PAGE.exists() else []
    bodies = [section.removeprefix("# ").strip() for section in sections]
    new = f"{title}\n\n{text.strip()}"
    at = next((n for n, body in enumerate(bodies) if body.startswith(f"{title}\n")), len(bodies))
    bodies[at : at + 1] = [new]
    PAGE.write_text("\n\n".join(f"# {body}" for body in bodies) + "\n", encoding="utf-8")
