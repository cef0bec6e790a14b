"""Run the fast tests with the newest versions that pyproject.toml allows.

Starts in an environment with the locked versions. A new release of somebody
else's that breaks a test is named loudly and does not fail the run; what fails
with the locked versions too does.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

TESTS = [sys.executable, "-m", "pytest", "-m", "not slow and not excel and not build"]
LAST_FAILED = Path(".pytest_cache/v/cache/lastfailed")


def main() -> int:
    """0 when all is well with what is locked, 1 otherwise."""
    locked = installed()
    pip("--upgrade", "--upgrade-strategy", "eager", "-e", ".[test]")
    newest = installed()
    newer = {name: newest[name] for name in newest if newest[name] != locked.get(name)}
    print(f"Python {sys.version.split()[0]}; newer than the lock:", told(newer) or "nothing")
    LAST_FAILED.unlink(missing_ok=True)
    if passes():
        return 0
    failed = list(json.loads(LAST_FAILED.read_text())) if LAST_FAILED.exists() else []
    put(locked, newer)
    if not newer or not failed or not passes(failed):
        print("\n!!! The tests above fail with the locked versions too.")
        return 1
    culprits = {name: newer[name] for name in newer if breaks(name, newer, locked, failed)}
    print(f"\n{'!' * 78}\n!!! A NEW RELEASE BREAKS TESTS: {told(culprits or newer)}\n{'!' * 78}")
    print("The locked versions pass, so this does not fail the run. Mend it next.")
    return 0


def breaks(name: str, newer: dict[str, str], locked: dict[str, str], failed: list[str]) -> bool:
    """Whether this one newer package, among the locked ones, fails the tests that failed."""
    put(newer, [name])
    is_broken = not passes(failed)
    put(locked, [name])
    return is_broken


def passes(tests: Sequence[str] = ()) -> bool:
    """Whether these tests pass, or all the fast ones."""
    return subprocess.run([*TESTS, *tests], check=False).returncode == 0


def installed() -> dict[str, str]:
    """Version by name of every package but the project itself."""
    command = [sys.executable, "-m", "pip", "list", "--format", "json", "--exclude-editable"]
    listed = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return {package["name"]: package["version"] for package in listed}


def put(versions: dict[str, str], names: list[str] | dict[str, str]) -> None:
    """Install these versions of the named packages, where there is one."""
    wanted = [f"{name}=={versions[name]}" for name in names if name in versions]
    if wanted:
        pip("--no-deps", *wanted)


def pip(*what: str) -> None:
    """Install quietly."""
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *what], check=True)


def told(versions: dict[str, str]) -> str:
    """“numpy 2.5.5, pandas 3.1.1”."""
    return ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))


if __name__ == "__main__":
    sys.exit(main())
