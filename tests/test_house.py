"""The house rules, run with the tests: style, types, and imports going one way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


@pytest.mark.build
@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "."], id="style"),
        pytest.param(["ruff", "format", "--check", "."], id="format"),
        # without a cache it takes as long as a thousand tests
        pytest.param(["mypy"], id="types", marks=pytest.mark.slow),
        pytest.param(["lint-imports"], id="imports"),
    ],
)
def test_the_house_rules_hold(command: list[str]) -> None:
    done = subprocess.run(
        [BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def modules() -> list[Path]:
    return sorted((ROOT / "revmentor_xl").rglob("*.py"))


DATA = {"workbook.py", "settings.py", "skills.py", "topics.py", "survey_items.py", "findings.py"}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_stay_small_enough_to_read(path: Path) -> None:
    if path.name in DATA:  # plain data: one line each, however many
        return
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 320
