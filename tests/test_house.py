"""The house rules, run with the tests: style, types, and imports going one way."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
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


LONGEST = 45
"""Lines of a function's body, beside its docstring: about what fits on a screen."""


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a module and the lines of its body."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            has_more = ast.get_docstring(node) is not None and len(node.body) > 1
            last = node.end_lineno or node.lineno
            yield node.name, last - node.body[1 if has_more else 0].lineno + 1


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_function_can_be_seen_at_once(path: Path) -> None:
    assert [name for name, lines in functions(path) if lines > LONGEST] == []


def imported(path: Path) -> Iterator[str]:
    """The modules of the package that a module imports anywhere, also inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("revmentor_xl"):
            for alias in node.names:
                yield from (str(node.module), f"{node.module}.{alias.name}")
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_no_modules_import_each_other_in_a_circle() -> None:
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in modules()}
    graph = {
        name: {one for one in imported(path) if one in names and one != name}
        for name, path in names.items()
    }
    TopologicalSorter(graph).prepare()  # raises where there is a circle, and says which


def test_a_package_s_own_file_says_one_thing_and_holds_no_code() -> None:
    """Whoever imports one module of a package then loads no other."""
    packages = [path for path in modules() if path.name == "__init__.py"]
    with_code = [
        str(path.relative_to(ROOT).parent)
        for path in packages
        if any(not isinstance(node, ast.Expr) for node in ast.parse(path.read_text()).body)
    ]
    assert with_code == ["revmentor_xl/host"]  # numpy has to be told before it is imported
