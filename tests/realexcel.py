"""Real Excel, for the tests that `pytest -m excel` runs on a machine that has one."""

from __future__ import annotations

import atexit
import functools
import sys
from pathlib import Path

import pytest
import xlwings as xw


@functools.cache
def excel() -> xw.App | None:
    """The Excel that the tests start and share, or None where there is none."""
    if sys.platform not in ("win32", "darwin"):
        return None
    try:
        app = xw.engines["excel"].apps.add(add_book=False, visible=False)
        app.display_alerts = False
    except Exception:
        return None
    atexit.register(app.quit)
    return app


def skip_without_excel(config: pytest.Config) -> None:
    """Leave the test out, with a word, where nobody asked for Excel or none answers."""
    if "excel" not in str(config.getoption("markexpr")):
        pytest.skip("needs Excel: run pytest -m excel on a machine that has it")
    if excel() is None:
        pytest.skip("needs Excel on Windows or a Mac")


def in_excel(path: Path) -> xw.Book:
    """The file, open in real Excel; books of earlier tests are closed."""
    app = excel()
    assert app is not None
    for book in list(app.books):
        book.close()
    return app.books.open(str(path))
