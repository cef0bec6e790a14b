"""The docs page of the custom functions: `python -m revmentor_xl.host.template.functions_page`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from revmentor_xl.books.disk.whole import write_whole
from revmentor_xl.host.template.function_wrappers import Function, custom_functions
from revmentor_xl.schema.tabs.columns import TAB_LABEL

PAGE = Path(__file__).parents[3] / "docs" / "functions.md"

_BASE = "Mentors[#All], Leaders[#All], Settings[#All]"
_LISTS = "Skills[#All], Levels[#All], TimeBlocks[#All], ReportingLines[#All]"
_RULED = f"{_BASE}, Rules[#All], Pairs[#All], {_LISTS}, Nominations[#All]"
EXAMPLES: Mapping[str, Sequence[tuple[str, str]]] = {
    "RM_SCORE": (
        (
            f'=RM_SCORE("Ana Li", "Lee Roe", {_BASE}, {_LISTS}, Pairs[#All])',
            "The points of two people, exactly as Pairs shows them.",
        ),
        (
            f"=RM_SCORE(Pairs[Mentor ID], Pairs[Leader ID], {_BASE}, {_LISTS}, Pairs[#All])",
            "A column: the points of every pair, in one call.",
        ),
        (
            f"=RM_SCORE(Mentors[ID], TRANSPOSE(Leaders[ID]), {_BASE}, {_LISTS}, Pairs[#All])",
            "A grid: everybody with everybody, mentors down and leaders across.",
        ),
    ),
    "RM_WHY": (
        (
            f'=RM_WHY("Ana Li", "Lee Roe", {_BASE}, {_LISTS}, Pairs[#All])',
            "What the two could give each other; both of them may read it.",
        ),
    ),
    "RM_WHYNOT": (
        (
            f'=RM_WHYNOT("Ana Li", "Kim Tan", {_RULED})',
            "The rule in the way and what would lift it, or the price and who would move. Of a "
            "private wish it says only that something private stands in the way.",
        ),
    ),
    "RM_BEST": (
        (
            f'=RM_BEST("Ana Li", 3, {_RULED})',
            "Three partners whom she might have instead, with their points.",
        ),
        (
            f'=INDEX(RM_BEST("Ana Li", 1, {_RULED}), 1, 1)',
            "The name of the very next one, in a single cell.",
        ),
    ),
    "RM_COMMON_TIMES": (
        (
            '=RM_COMMON_TIMES("Ana Li", "Lee Roe", Mentors[#All], Leaders[#All], '
            "TimeBlocks[#All], Settings[#All])",
            "The hours that both have free, each in their own time zone, such as "
            "“Mon 09:00-12:00”.",
        ),
    ),
    "RM_NEXT_SESSION": (
        (
            '=RM_NEXT_SESSION("Ana Li", Sessions[#All], TODAY())',
            "Her next date. Format the cell as a date. With TODAY() it is new every morning.",
        ),
        (
            "=RM_NEXT_SESSION(Pairs[Pair], Sessions[#All], TODAY())",
            "The next date of every pair.",
        ),
    ),
    "RM_HEALTH": (
        ('=RM_HEALTH("Ana Li", Health[#All])', "What the Health tab says of her pair."),
        (
            "=RM_HEALTH(Pairs[Pair], Pairs[#All], Sessions[#All], CheckIns[#All], "
            "Settings[#All], TODAY())",
            "What it would say today of every pair, before Check in is pressed.",
        ),
    ),
    "RM_SKILL_GAP": (
        (
            "=RM_SKILL_GAP(Leaders[#All], Mentors[#All], Skills[#All])",
            "What leaders want to learn and mentors can teach; the largest gap first.",
        ),
        (
            "=RM_SKILL_GAP(Mentors[#All], Leaders[#All], Skills[#All])",
            "The other way round: what mentors want and leaders offer.",
        ),
    ),
    "RM_TURNOVER_COST": (
        ("=RM_TURNOVER_COST(60000)", "One person who earns 60,000 a year: 12,600."),
        ("=RM_TURNOVER_COST(60000, 50%, 3)", "Three such people at half a salary each: 90,000."),
    ),
}

_INTRO = f"""# Functions

Custom functions put into any cell what the buttons write on their tabs: points and reasons of two
people, who else would fit, shared hours, the next session, a pair's health. Excel's function
wizard lists them under *{TAB_LABEL}*. The tab *What if* uses them: choose two people there.

They work in **Excel on Windows with the xlwings add-in** (`revmentor-xl setup`). On a Mac, or
without the add-in or Python, a cell shows `#N/A`; the same answers come from the buttons: *Explain
pairs* (What if, Why not, runner-ups), *Suggest pairs*, *Check in*, *Refresh dashboard*. Copies for
sponsors hold values and no functions.

**How to give the arguments.** Where a table is asked for, give all of it with its headers:
`Mentors[#All]`. Excel then calculates again whenever something in it changes. Tables in square
brackets may be left out: the function then looks at the table as it stands in the program file (in
a formula about other people than those of the file it takes that of a new workbook). But Excel
does not know that it did, and does not calculate again when that table changes; so give all of
them. Give tables and columns themselves, such as `Mentors[Name]`: a worked-out array in which a
text has more than 255 characters is `#VALUE!` to Excel. A person is a name, an ID or an e-mail
address. Give a whole column and one formula answers for all of it; a column of mentors and a row of
leaders makes a grid. That is much faster than a formula in each cell. In Excel 2019 and earlier
mark the cells of the answer first and finish with Ctrl+Shift+Enter. The table's totals row must be
switched off.

**Long texts.** Excel takes no text of more than 255 characters in an answer of several cells. There
a longer one ends after a word with “…”; a formula for the two people alone gives all of it, and so
do the tabs that the buttons write.

**When the file opens**, Excel may calculate before Python can be reached. A cell then shows `#N/A`
(on What if: what was kept) until the file is open, and is calculated then. The same holds for the
preview in the function wizard. A function looks at no other workbook than the program file whose
macros it is part of, whichever is in front.

**When something is wrong** the cell says so in words: “Ana” is not in Mentors.

In Excel set to a comma as the decimal sign, write `;` between arguments.

## At a glance

"""


def functions_page(functions: Sequence[Function]) -> str:
    """The page: a table of all functions, then each with its arguments and examples to copy."""
    rows = [f"| [`{one.excel_name}`](#{one.name}) | {_first(one)} |" for one in functions]
    table = "\n".join(["| function | what it gives |", "| --- | --- |", *rows])
    return _INTRO + table + "\n" + "".join("".join(_section(one)) for one in functions)


def _section(function: Function) -> Iterator[str]:
    yield f"\n## {function.excel_name}\n\n{' '.join(function.doc.split())}\n\n"
    yield f"`{function.syntax}`\n\n| argument | what to give |\n| --- | --- |\n"
    for one in function.arguments:
        may = " (may be left out)" if one.optional else ""
        yield f"| `{one.name}`{may} | {one.doc}. |\n"
    for formula, meaning in EXAMPLES[function.excel_name]:
        yield f"\n```\n{formula}\n```\n\n{meaning}\n"


def _first(function: Function) -> str:
    return function.doc.splitlines()[0]


if __name__ == "__main__":
    write_whole(PAGE, functions_page(custom_functions()).encode())
