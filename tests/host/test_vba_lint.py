"""The macros, read by a VBA linter that knows what Excel's compiler refuses."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.macrobook import template, with_modules

# What the compiler knows on each machine, for the branches of #If.
MACHINES = {
    "Windows, 64 bit": {},
    "Windows, 32 bit": {"Win64": 0},
    "Mac": {"Mac": 1, "MacOffice16": 1, "Win32": 0, "Win64": 0},
}
# None of the macros asks for Win64 or declares a function, so 32 bits compile the same lines.
SLOW = {"Windows, 32 bit"}
ON_EACH = [pytest.param(one, marks=[pytest.mark.slow] * (one in SLOW)) for one in MACHINES]
KNOWN = {
    # Application.Run is a function, whose answer must go somewhere; RunPython's says nothing
    # (0 also when no Python was found), so nobody reads it.
    ("Running", "variable-never-read", "ignored"),
}


Problem = tuple[str, str, str]
"""The module, the kind of problem and the text it is about."""


def problems(package: bytes, machine: str, only: tuple[str, ...] = ()) -> set[Problem]:
    """What the linter finds in a macro workbook, in all modules or in some."""
    from pyvbaanalysis import analyze_office_file
    from pyvbaanalysis.conditional import ConditionalCompilationEnvironment
    from pyvbaanalysis.reader.workbook import read_workbook_modules

    with TemporaryDirectory() as folder:
        path = Path(folder) / "program.xlsm"
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


@cache
def built(machine: str) -> set[Problem]:
    return problems(template(), machine)


@pytest.mark.parametrize("machine", ON_EACH)
def test_the_linter_finds_nothing_but_what_is_known(machine: str) -> None:
    assert built(machine) - KNOWN == set()


def test_nothing_is_listed_as_known_that_is_gone() -> None:
    assert built("Windows, 64 bit") >= KNOWN


ODD = {
    "unknown-call": "Sub Added()\n    RunComand\nEnd Sub\n",
    "undeclared-variable": "Sub Added()\n    count = 1\nEnd Sub\n",
    "assignment-type-mismatch": 'Sub Added()\n    Dim n As Long\n    n = "many"\nEnd Sub\n',
    "declare-missing-ptrsafe": 'Declare Function Tone Lib "x" (ByVal n As Long) As Long\n',
    # VBA takes the next line into a comment that ends in space and underscore.
    "statement-outside-procedure": "' spaces, - and _\nSub Added()\n    Beep\nEnd Sub\n",
    "runtime-member-not-found": "Sub Added()\n    Application.StatusBarr = 1\nEnd Sub\n",
    "argument-count": "Sub Added()\n    rm_pair 1\nEnd Sub\n",
}
"""A module for each kind of problem, by the linter's word for it."""


@pytest.fixture(scope="module")
def odd() -> set[Problem]:
    """What the linter finds when all of them are added."""
    head = 'Attribute VB_Name = "{}"\nOption Explicit\n'
    names = dict(zip(ODD, (f"Odd{number}" for number in range(len(ODD)))))
    sources = {names[code]: head.format(names[code]) + added for code, added in ODD.items()}
    found = problems(with_modules(template(), sources), "Windows, 64 bit", tuple(sources))
    codes = {name: code for code, name in names.items()}
    return {(codes[name], code, text) for name, code, text in found}


@pytest.mark.parametrize("code", ODD)
def test_the_linter_would_say_so(odd: set[Problem], code: str) -> None:
    assert code in {kind for added, kind, _ in odd if added == code}
