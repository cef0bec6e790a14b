"""The buttons that bring in survey answers, all of one kind."""

from __future__ import annotations

from revmentor_xl.host.command import Asks, Command

IMPORT = "revmentor_xl.host.files:import_answers"


def importing(
    into: str,
    name: str,
    label: str,
    key: str,
    tip: str,
    group: str = "Enroll",
    image: str = "TextFromFileInsert",
) -> Command:
    return Command(
        name=name,
        label=label,
        group=group,
        image=image,
        tip=tip + " Asks for the .csv or .xlsx file as your survey tool exports it. Answers that "
        "came before are updated, nobody is listed twice, and what you typed yourself stays.",
        step=IMPORT,
        on_cli=False,
        asks=Asks.FILE,
        large=False,
        key=key,
        preset={"into": into},
    )
