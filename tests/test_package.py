"""What is installed: the package with its template, macros, types and functions."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

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


def test_an_install_to_develop_in_copies_no_module(tmp_path: Path) -> None:
    """A copy would hide every later change, and the template would be built from it."""
    code = "import sys, hatchling.build; hatchling.build.build_editable(sys.argv[1])"
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=True, capture_output=True
    )
    (built,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(built) as package:
        assert not [name for name in package.namelist() if name.endswith(".py")]


def test_the_add_in_and_the_package_are_of_one_version() -> None:
    pinned = [d for d in REVISION["project"]["dependencies"] if d.startswith("xlwings")]
    assert pinned == [f"xlwings=={version('xlwings')}"]


PROJECT = REVISION["project"]
DEPENDENCIES = [Requirement(line) for line in PROJECT["dependencies"]]
TEST_TOOLS = [
    Requirement(line)
    for extra in ("test", "build")
    for line in PROJECT["optional-dependencies"][extra]
    if not line.startswith("revmentor-xl")
]


def locked(name: str) -> dict[str, set[str]]:
    """Versions by package in a file of requirements/; more than one where Pythons differ."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines():
        package, is_pin, rest = line.partition("==")
        if is_pin and not line.startswith((" ", "#")):
            found.setdefault(package, set()).add(rest.split()[0])
    return found


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("constraints.txt", [*DEPENDENCIES, *TEST_TOOLS]),
        ("run.txt", DEPENDENCIES),
        ("test.txt", [*DEPENDENCIES, *TEST_TOOLS]),
        ("oldest.txt", DEPENDENCIES),
    ],
)
def test_what_is_locked_is_what_the_project_allows(name: str, wanted: list[Requirement]) -> None:
    pinned = locked(name)
    for one in wanted:
        versions = pinned[one.name.lower()]
        assert all(one.specifier.contains(each) for each in versions), (one, versions)


def test_the_oldest_versions_are_those_at_which_the_ranges_begin() -> None:
    begins = {
        one.name.lower(): Version(part.version)
        for one in DEPENDENCIES
        for part in one.specifier
        if part.operator in (">=", "==")
    }
    oldest = {name: Version(*versions) for name, versions in locked("oldest.txt").items()}
    assert oldest == begins


@pytest.mark.parametrize(
    ("name", "hashed"), [("constraints.txt", 0), ("run.txt", 1), ("test.txt", 1)]
)
def test_hashes_stand_where_they_help(name: str, hashed: int) -> None:
    """pip refuses a project of one's own as soon as one line has a hash."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    pins = [part for part in text.split("\n") if "==" in part and not part.startswith(" ")]
    assert len(pins) > 10
    for pin, following in zip(pins, [*pins[1:], ""], strict=True):
        block = text[text.index(pin) : text.index(following) if following else len(text)]
        assert ("--hash=sha256:" in block) is bool(hashed), pin


def test_hashed_files_agree_with_the_constraints() -> None:
    constraints = locked("constraints.txt")
    for name in ("run.txt", "test.txt"):
        assert {k: v for k, v in locked(name).items() if constraints[k] != v} == {}


def test_ci_begins_with_the_readme_s_test_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    begins, ends = "python -m pip install", "&& python -m pytest"
    (command,) = (
        line for line in readme.splitlines() if line.startswith(begins) and line.endswith(ends)
    )
    ran = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert command == next(line for line in ran if "pytest" in line and not line.startswith("#"))
    assert readme.count("pip install -c requirements/constraints.txt") == 2
