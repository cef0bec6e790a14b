"""An Excel that only knows where its start folder is, for xlwings' own commands.

On the PYTHONPATH of a subprocess Python imports this file at its start; it
registers an xlwings engine, so that `xlwings addin install` runs as it is and
copies the add-in where STAND_IN_START says. STAND_IN_SYSTEM makes xlwings
believe that it runs on another system. The libraries that xlwings would take
along if they were there, and that none of these commands uses, are not there:
importing them takes five times as long as all the rest.
"""

from __future__ import annotations

import os
import sys

sys.modules |= dict.fromkeys(("numpy", "pandas", "matplotlib", "PIL"))
START = os.environ.get("STAND_IN_START")
if START is not None:
    import pathlib
    import shutil
    import subprocess  # before the system is another one: these modules look at it, too

    sys.platform = os.environ.get("STAND_IN_SYSTEM", sys.platform)

    import xlwings as xw
    from xlwings import base_classes

    class _Books(base_classes.Books):
        def __len__(self) -> int:
            return 1

    class _App(base_classes.App):
        pid = 1
        books = _Books()

        @property
        def impl(self) -> _App:
            return self

        @property
        def startup_path(self) -> str:
            folder = pathlib.Path(START)
            folder.mkdir(parents=True, exist_ok=True)
            return str(folder)

        def quit(self) -> None:
            pass

        def kill(self) -> None:
            pass

    class _Apps(base_classes.Apps):
        def __len__(self) -> int:
            return 0

        def __iter__(self):
            return iter(())

        def add(self, spec=None, add_book=None, xl=None, visible=None):
            return _App()

    class _Engine:
        name = "stand-in"
        type = "desktop"
        apps = _Apps()

    del shutil, subprocess
    xw.engines.add(xw.Engine(impl=_Engine()))
    xw.engines["stand-in"].activate()
