"""The life of a pair: Proposed, Approved, Active, Ended; Rejected only from Proposed.

States that do not go together are told; nothing is changed for HR.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.program import Program
from revmentor_xl.schema.statuses import OVER


def life_findings(program: Program) -> Iterator[Finding]:
    """What does not go together in the rows of Pairs."""
    pairs = program.table("pairs")
    sessions = program.table("sessions")
    met = set(sessions.loc[sessions["held"].eq("Held"), "pair_id"])
    asks_why = "rejected_because" in program.cells("pairs").columns  # older files do not
    columns = ["pair_id", "mentor", "leader", "status", "keep", "rejected_because"]
    pairs = pairs[columns].assign(keep=pairs["keep"].fillna(False).astype(bool))
    for row, pair_id, mentor, leader, status, keep, because in pairs.itertuples():
        told = _told(status, keep, because, pair_id in met)
        for name, column in told:
            if column == "rejected_because" and not asks_why:
                continue
            details: dict[str, Any] = {"mentor": mentor, "leader": leader, "status": status}
            where = program.where("pairs", int(row), column)
            yield found(name, **where, found_by="pair", **details)


def _told(status: str, keep: bool, because: str, has_met: bool) -> Iterator[tuple[str, str]]:
    """Kinds of finding about one row, each with its column."""
    if because and status != "Rejected":
        yield "reason_not_rejected", "rejected_because"
    if status == "Rejected" and not because:
        yield "rejected_without_reason", "rejected_because"
    if status == "Rejected" and has_met:
        yield "rejected_after_meeting", "status"
    if keep and status in OVER:
        yield "kept_but_over", "keep"
