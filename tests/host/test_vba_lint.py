"""The macros, read by a VBA linter that knows what Excel's compiler refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.macrobook import template, with_modules

# What the compiler knows on each machine, for the branches of #If.
MACHINES = {
    "Windows, 64 bit": {},
    "Windows, 32 bit": {"Win64": 0},
    "Mac": {"Mac": 1, "MacOffice16": 1, "Win32": 0, "Win64": 0},
}
KNOWN = {
    # Application.Run is a function, whose answer must go somewhere; RunPython's says nothing
    # (0 also when no Python was found), so nobody reads it.
    ("Running", "variable-never-read", "ignored"),
}


def problems(
    package: bytes, folder: Path, machine: str = "Windows, 64 bit", only: tuple[str, ...] = ()
) -> set[tuple[str, ...]]:
    """What the linter finds: the module, the kind of problem and the text it is about."""
    from pyvbaanalysis import analyze_office_file
    from pyvbaanalysis.conditional import ConditionalCompilationEnvironment
    from pyvbaanalysis.reader.workbook import read_workbook_modules

    path = folder / "program.xlsm"
    path.write_bytes(package)
    sources = {module.name: module.source for module in read_workbook_modules(path)}
    found = analyze_office_file(
        path,
        only=only or None,
        inline_suppression=False,
        conditional_compilation=ConditionalCompilationEnvironment(MACHINES[machine]),
    )
    assert set(found) == (set(only) or set(sources))
    return {
        (name, one.code, sources[name][one.span.start : one.span.end])
        for name, all_of_it in found.items()
        for one in all_of_it
    }


@pytest.mark.parametrize("machine", MACHINES)
def test_the_linter_finds_nothing_but_what_is_known(tmp_path: Path, machine: str) -> None:
    assert problems(template(), tmp_path, machine) - KNOWN == set()


def test_nothing_is_listed_as_known_that_is_gone(tmp_path: Path) -> None:
    assert problems(template(), tmp_path) >= KNOWN


@pytest.mark.parametrize(
    ("added", "code"),
    [
        ("Sub Added()\n    RunComand\nEnd Sub\n", "unknown-call"),
        ("Sub Added()\n    count = 1\nEnd Sub\n", "undeclared-variable"),
        ('Sub Added()\n    Dim n As Long\n    n = "many"\nEnd Sub\n', "assignment-type-mismatch"),
        ('Declare Function Tone Lib "x" (ByVal n As Long) As Long\n', "declare-missing-ptrsafe"),
        # VBA takes the next line into a comment that ends in space and underscore.
        ("' spaces, - and _\nSub Added()\n    Beep\nEnd Sub\n", "statement-outside-procedure"),
        ("Sub Added()\n    Application.StatusBarr = 1\nEnd Sub\n", "runtime-member-not-found"),
        ("Sub Added()\n    rm_pair 1\nEnd Sub\n", "argument-count"),
    ],
)
def test_the_linter_would_say_so(tmp_path: Path, added: str, code: str) -> None:
    odd = f'Attribute VB_Name = "Odd"\nOption Explicit\n{added}'
    found = problems(with_modules(template(), {"Odd": odd}), tmp_path, only=("Odd",))
    assert code in {kind for _, kind, _ in found}
