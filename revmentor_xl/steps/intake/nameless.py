"""Whom the next import will hardly find: people without an e-mail address or a name."""

from __future__ import annotations

from collections.abc import Sequence

from revmentor_xl.findings.finding import Whole
from revmentor_xl.schema.cells import as_text
from revmentor_xl.steps.intake.landing import Landing, Row, plain
from revmentor_xl.steps.intake.matching import Plan
from revmentor_xl.steps.intake.replies import Reply
from revmentor_xl.steps.intake.survey import Survey

_FEW = 5  # so many people are named


def note_who_is_hard_to_find(
    enrolled: Sequence[tuple[Reply, Row]], survey: Survey, plan: Plan, landing: Landing
) -> None:
    """Say once per file which mentors or leaders have no e-mail address, and who has no name."""
    if landing.into not in ("mentors", "leaders"):
        return
    # An ID that stands in the file finds its person as well.
    no_email = [_label(row) for reply, row in enrolled if not reply.id and _lacks(row, "email")]
    no_name = [_label(row) for _, row in enrolled if _lacks(row, "name")]
    if no_email and "email" not in plan.keys:
        landing.note("no_email_column", None, "", survey.name)
    elif no_email:
        landing.note("no_email", None, "", survey.name, people=_listed(no_email))
    if no_name and "name" in plan.keys:
        landing.note("no_name", None, "", survey.name, people=_listed(no_name))


def _lacks(row: Row, key: str) -> bool:
    return as_text(plain(row.get(key))) == ""


def _label(row: Row) -> str:
    return next((text for key in ("name", "email", "id") if (text := as_text(plain(row[key])))), "")


def _listed(people: Sequence[str]) -> str:
    shown = sorted(people)[:_FEW]
    more = len(people) - len(shown)
    return Whole(", ".join(shown) + (f" and {more} more" if more else ""))
