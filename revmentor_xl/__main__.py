"""`python -m revmentor_xl`: the command line, also where revmentor-xl is not on the PATH."""

from __future__ import annotations

from revmentor_xl.host.cli import main

main(prog_name="revmentor-xl")
