"""Invitations: who gets which version of which event in their calendar.

The Schedule tab says what should be there (`wanted`), the Invitations tab
what was written before (`versions.py`). An event keeps its UID for ever. Its
version goes up when anything that people see has changed, and only then; what
fell away is cancelled once and stays listed. A pair's sessions are one
recurring series with exceptions, where they are one (`series.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pandas as pd

from revmentor_xl.errors import BadSetting, StepTooEarly
from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.findings.sentences import counted
from revmentor_xl.program import Program, need_table
from revmentor_xl.schema.cells import as_text, fold, parse
from revmentor_xl.schema.settings import SETTINGS
from revmentor_xl.schema.tabs.scheduling import FACILITATORS, INVITATIONS
from revmentor_xl.steps.calendars.free_time import local
from revmentor_xl.steps.invitations.context import Context, Wanted
from revmentor_xl.steps.invitations.events import events, kickoffs
from revmentor_xl.steps.invitations.filenames import named
from revmentor_xl.steps.invitations.guests import MEETING, invited_pairs, one_line
from revmentor_xl.steps.invitations.invitation import (
    AS_BEFORE,
    CANCELLED,
    CHANGED,
    NEW,
    Appointment,
    Gone,
    Guest,
    Invitation,
)
from revmentor_xl.steps.invitations.sessions import sessions
from revmentor_xl.steps.invitations.versions import Remembered, content_of, new_uid, remembered
from revmentor_xl.steps.people.participants import id_order

__all__ = ["Guest", "Invitation", "Wanted", "invite", "wanted"]

FOUND_BY = "invitations"
STATES = (NEW, CHANGED, AS_BEFORE, CANCELLED)
MOST_NAMES = 5000  # characters of a cell with names
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+", re.IGNORECASE)


def invite(
    program: Program, written: Mapping[str, int] = MappingProxyType({})
) -> tuple[Program, tuple[Invitation, ...]]:
    """All invitations as they are now, and the program that remembers them.

    `written` are the versions by UID that the files of an earlier time hold.
    They are ahead of what is remembered when the workbook was closed without
    saving; a version that may have been sent is never given out again.
    Raises `StepTooEarly` without a schedule or without approved pairs,
    `BadSetting` when nobody is named to whom answers go, and
    `IncompleteWorkbook` without the tab that remembers them.
    """
    need_table(program, "invitations")  # without it nobody could be told of a change
    organizer = _organizer(program)
    known = {key: _caught_up(one, written) for key, one in remembered(program).items()}
    if not known and not program.table("schedule")["day"].notna().any():
        raise StepTooEarly(
            "There is no schedule yet, so there is nothing to invite to.",
            "Press Make schedule first.",
        )
    if not known and not program.table("pairs")["status"].isin(MEETING).any():
        raise StepTooEarly(
            "No pair is approved yet, so nobody is invited.",
            "Set the Status of the pairs on the Pairs tab to Approved, then press Invitations.",
        )
    link = _link(program)
    now = {one.key: one for one in wanted(program, organizer, link, known)}
    versions = [_version(program, one, known.get(key), written) for key, one in now.items()]
    fallen = [one for key, one in known.items() if key not in now]
    versions += [_cancelled(one, program.today) for one in fallen if _can_fall(one, program.today)]
    invitations = named(sorted(versions, key=lambda one: id_order(one.key)))
    rows = [_row(one, now.get(one.key), known.get(one.key)) for one in invitations]
    rows += [dict(one.row) for one in fallen if not _can_fall(one, program.today)]
    rows.sort(key=lambda row: id_order(str(row["event"])))
    frame = pd.DataFrame(rows, columns=list(INVITATIONS.keys), dtype=object)
    findings = tuple(one for one in program.findings if one.found_by != FOUND_BY)
    new = replace(program, findings=findings).rewrite("invitations", frame)
    new = new.with_findings(_findings(program, invitations, link))
    return new.saying(_said(program, invitations), "Invitations"), tuple(invitations)


# --- settings -------------------------------------------------------------


def _organizer(program: Program) -> Guest:
    settings = program.settings
    address = str(parse(FACILITATORS["email"], settings.organizer_email)[0] or "")
    if not address:
        raise BadSetting(
            f"Organizer's e-mail on the Settings tab{_cell(program, 'organizer_email')} holds no "
            "e-mail address, so nobody could answer an invitation.",
            "Enter the address there that answers should go to, such as hr@company.com.",
        )
    name = one_line(settings.organizer or settings.company or settings.program_name)
    return Guest(name, address)


def _link(program: Program) -> str:
    """The online link when it is an address on the web, otherwise it is only a text."""
    link = program.settings.online_link.strip()
    return link if _WEB.fullmatch(link) else ""


def _cell(program: Program, key: str) -> str:
    where = _where(program, key)["cell"]
    return f" (cell {where})" if where else ""


def _where(program: Program, key: str) -> dict[str, str]:
    label = next(spec.column.header for spec in SETTINGS if spec.key == key)
    for row, name in program.cells("settings")["setting"].items():
        if fold(as_text(name)) == fold(label):
            return program.where("settings", int(str(row)), "value")
    return {"sheet": "Settings", "cell": ""}


# --- versions -------------------------------------------------------------


def _caught_up(before: Remembered, written: Mapping[str, int]) -> Remembered:
    """What is remembered, behind no version that was written: the next one is a new one."""
    latest = written.get(before.uid, 0)
    if latest <= before.sequence:
        return before
    return replace(before, sequence=latest + (before.state == CANCELLED), mark="")


def _version(
    program: Program, one: Wanted, before: Remembered | None, written: Mapping[str, int]
) -> Invitation:
    today, appointment = program.today.isoformat(), one.appointment
    if before is None:
        uid = new_uid(program, one.key, appointment)
        sequence = written.get(uid, -1) + 1
        return Invitation(one.key, one.file, uid, sequence, today, NEW, appointment)
    now = Invitation(
        one.key,
        one.file,
        before.uid,
        before.sequence,
        before.written,
        before.state if before.written == today else AS_BEFORE,
        appointment,
        tuple(then for then in before.gone if not _is_guest(then.guest, appointment.guests)),
    )
    if before.state != CANCELLED and before.mark == appointment.mark:
        return now
    sequence = before.sequence + 1
    is_over = all(_is_over(one, program.today) for one in (before.appointment, appointment))
    if before.state != CANCELLED and is_over:  # another version, which nobody has to be told of
        return replace(now, sequence=sequence, written=today, state=AS_BEFORE)
    left = [
        Gone(guest, sequence, today)
        for guest in before.appointment.guests
        if guest.email and before.state != CANCELLED and not _is_guest(guest, appointment.guests)
    ]
    state = NEW if before.state == NEW and before.written == today else CHANGED
    return replace(now, sequence=sequence, written=today, state=state, gone=(*now.gone, *left))


def _is_guest(one: Guest, guests: Sequence[Guest]) -> bool:
    return any(one.key == guest.key for guest in guests)


def _is_over(one: Appointment, today: date) -> bool:
    return local(ZoneInfo(one.zone), one.last).date() < today


def _can_fall(before: Remembered, today: date) -> bool:
    """Is it cancelled, or does it have to be, because it has not taken place?"""
    return before.state == CANCELLED or not _is_over(before.appointment, today)


def _cancelled(before: Remembered, today: date) -> Invitation:
    """The cancellation of what fell away: one version, however often it is written."""
    was = before.state == CANCELLED
    return Invitation(
        before.key,
        before.file,
        before.uid,
        before.sequence if was else before.sequence + 1,
        before.written if was else today.isoformat(),
        CANCELLED,
        before.appointment,
        before.gone,
    )


# --- the Invitations tab --------------------------------------------------


def _row(one: Invitation, now: Wanted | None, before: Remembered | None) -> dict[str, object]:
    mark = now.appointment.mark if now else before.mark if before else ""
    since = now.since if now else before.since if before else one.written
    ended = now.ended if now else before.ended if before else ""
    return {
        "event": one.key,
        "what": one.appointment.title,
        "people": "; ".join(guest.name for guest in one.appointment.guests)[:MOST_NAMES],
        "state": one.state,
        "sequence": one.sequence,
        "written": date.fromisoformat(one.written),
        "file": "; ".join([one.file, *(gone.file for gone in one.gone if not one.is_cancelled)]),
        "uid": one.uid,
        "content": content_of(one, mark, since, ended),
    }


# --- findings and what is said --------------------------------------------


def _findings(program: Program, invitations: Sequence[Invitation], link: str) -> Iterator[Finding]:
    if program.settings.online_link.strip() and not link:
        yield found("no_web_address", **_where(program, "online_link"), found_by=FOUND_BY)
    invited = {one for item in invitations for one in item.appointment.guests}
    seen = set()
    for pair in invited_pairs(program).values():
        for person in pair.people if pair.meets else ():
            if person.guest in invited and not person.guest.email and person.guest not in seen:
                seen.add(person.guest)
                place = program.where(person.table, person.row, "email") if person.table else {}
                yield found("not_invited", **place, found_by=FOUND_BY, person=person.guest.name)
    for guest in sorted(invited, key=lambda one: one.name):
        if guest.leads and not guest.email:
            yield found("not_invited", sheet="Facilitators", found_by=FOUND_BY, person=guest.name)


def _said(program: Program, invitations: Sequence[Invitation]) -> str:
    count = Counter(one.state for one in invitations)
    parts = [f"{count[state]} {state.lower()}" for state in STATES if count[state]]
    said = f"{counted(len(invitations), 'invitation')}: {', '.join(parts)}"
    if not invitations:
        said = "Everything on the Schedule tab is over, so nobody is invited"
    status = program.table("pairs")["status"]
    waiting = int((status == "Proposed").sum())
    verb = "is not approved yet and was" if waiting == 1 else "are not approved yet and were"
    return said + (f". {counted(waiting, 'pair')} {verb} not invited" if waiting else "")


def wanted(
    program: Program, organizer: Guest, link: str, known: Mapping[str, Remembered]
) -> list[Wanted]:
    """Every appointment of the Schedule tab, by its event.

    What was over before anybody was invited is left out. Raises `BadSetting`
    with an unknown time zone.
    """
    agendas = {
        fold(row["event_id"]): (row["topic"], row["agenda"])
        for row in program.table("sessions").to_dict("records")
    }
    cancelled = {
        fold(row["event_id"])
        for row in program.table("sessions").to_dict("records")
        if row["held"] == CANCELLED
    }
    context = Context(program, organizer, link, invited_pairs(program), known, agendas)
    rows = [
        {str(key): value for key, value in row.items()}
        for row in program.table("schedule").to_dict("records")
    ]
    rows = [
        row
        for row in rows
        if row["day"] is not None
        and row["start"] is not None
        and row["status"] != CANCELLED
        and fold(row["event_id"]) not in cancelled
    ]
    rows.sort(key=lambda row: (row["day"], row["start"], row["event_id"]))
    return [*sessions(context, rows), *kickoffs(context, rows), *events(context, rows)]
