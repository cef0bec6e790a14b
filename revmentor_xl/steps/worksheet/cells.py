"""One formula for many cells: how ranges of arguments are laid over each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from revmentor_xl.errors import RevmentorError
from revmentor_xl.schema.cells import as_text

Cells = Sequence[Sequence[object]]
Answers = list[list[object]]


class Unanswered(RevmentorError):
    """One cell cannot be answered; the others can. Its message stands in the cell."""


def laid_over(*arguments: Cells) -> list[list[tuple[object, ...]]]:
    """The arguments of every cell of the answer.

    As with Excel's own operators, a single cell goes with every other one and
    a row against a column makes a grid. Raises `Unanswered` when the sizes do
    not go together.
    """
    heights, widths = ({len(a) for a in arguments}, {len(a[0]) for a in arguments})
    height, width = max(heights), max(widths)
    if not heights <= {1, height} or not widths <= {1, width}:
        raise Unanswered(
            "These ranges differ in size.",
            "Give ranges of the same size, or a column and a row.",
        )
    return [
        [tuple(a[i % len(a)][j % len(a[0])] for a in arguments) for j in range(width)]
        for i in range(height)
    ]


def answered(answer: Callable[..., object], *arguments: Cells) -> Answers:
    """The answer to every cell; where the first argument is empty, an empty text.

    What stops one cell's answer (a `RevmentorError`) is said in that cell.
    """

    def one(cells: tuple[object, ...]) -> object:
        if as_text(cells[0]) == "":
            return ""
        try:
            return answer(*cells)
        except RevmentorError as stopped:
            return str(stopped)

    return [[one(cells) for cells in row] for row in laid_over(*arguments)]
