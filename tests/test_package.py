"""What is installed: the package with its template, macros, types and functions."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
REVISION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as package:
        return set(package.namelist())


@pytest.mark.parametrize(
    "part",
    [
        "revmentor_xl/py.typed",
        "revmentor_xl/workbook_template.xlsm",
        "revmentor_xl/host/vba/Running.bas",
        "revmentor_udfs.py",
    ],
)
def test_the_wheel_brings_what_the_program_needs(wheel: set[str], part: str) -> None:
    assert part in wheel


def test_the_wheel_brings_every_module(wheel: set[str]) -> None:
    for module in (ROOT / "revmentor_xl").rglob("*.py"):
        assert str(module.relative_to(ROOT)).replace("\\", "/") in wheel


def test_no_test_or_demo_file_is_installed(wheel: set[str]) -> None:
    assert not [name for name in wheel if name.startswith(("tests/", "demo/", "benchmarks/"))]


def test_the_add_in_and_the_package_are_of_one_version() -> None:
    pinned = [d for d in REVISION["project"]["dependencies"] if d.startswith("xlwings")]
    assert pinned == [f"xlwings=={version('xlwings')}"]
