"""Calendar files (.ics): each invitation to be sent, and calendars to be imported.

What is sent has a METHOD, as RFC 5546 wants it: a request or a cancellation of
one UID. What is imported has none and asks for no answer: calendars then show
the same appointments with their guests, under the same UIDs, and mail nobody.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vUri
from icalendar.prop import vRecur

from revmentor_xl.exports.invitations.time_zones import vtimezone
from revmentor_xl.steps.calendars.free_time import local, moment
from revmentor_xl.steps.invitations.filenames import distinct, safe
from revmentor_xl.steps.invitations.invitation import (
    Appointment,
    Guest,
    Invitation,
    Meeting,
    moment_of,
)

PRODUCT = "-//revmentor-xl//Reverse mentoring//EN"
EVERYBODY = "everybody.ics"
_NAMED = {"PARTSTAT": "NEEDS-ACTION"}
_ASKED = {**_NAMED, "RSVP": "TRUE"}
_UNFIT = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000))),
    **dict.fromkeys(map(ord, "\t\x0b\x0c\x85\u2028\u2029"), " "),
    ord("\n"): "\n",
}
"""What takes the place of controls, half characters and other ends of line."""
_CROWD = 100  # guests; with more of them everybody's own file would hold everybody


def calendar_files(invitations: Iterable[Invitation]) -> dict[str, bytes]:
    """Every file by its path in the folder: to send, to import, and all for HR."""
    every = list(invitations)
    files: dict[str, bytes] = {}
    for one in every:
        guests = _reached(one)
        if one.is_cancelled:
            guests += [left.guest for left in one.gone if left.guest not in guests]
            files |= {one.file: _cancellation(one, guests, whole=True)} if guests else {}
            continue
        if guests:
            files[one.file] = _request(one, guests)
        for left in one.gone:
            version = replace(one, sequence=left.sequence, written=left.written)
            files[left.file] = _cancellation(version, [left.guest])
    valid = [one for one in every if not one.is_cancelled]
    full = {one.key: _entries(one, _reached(one)) for one in valid}
    for name, (person, theirs) in _by_person(valid).items():
        entries = [
            full[one.key] if len(one.appointment.guests) <= _CROWD else _entries(one, [person])
            for one in theirs
        ]
        files[f"people/{name}.ics"] = _calendar(theirs, entries)
    files[EVERYBODY] = _calendar(valid, full.values())
    return files


def _reached(one: Invitation) -> list[Guest]:
    """The guests with an e-mail address."""
    return [guest for guest in one.appointment.guests if guest.email]


def _by_person(invitations: Iterable[Invitation]) -> dict[str, tuple[Guest, list[Invitation]]]:
    """Each person and what they are invited to, by the name of the person's file."""
    people: dict[str, tuple[Guest, list[Invitation]]] = {}
    for one in invitations:
        for guest in one.appointment.guests:
            people.setdefault(guest.key, (guest, []))[1].append(one)
    taken: set[str] = set()
    return {
        distinct(safe(guest.name), guest.id or key, taken): (guest, theirs)
        for key, (guest, theirs) in sorted(people.items())
    }


# --- calendars ------------------------------------------------------------


def _request(one: Invitation, guests: Sequence[Guest]) -> bytes:
    return _calendar([one], [_entries(one, guests, asked=True)], "REQUEST")


def _cancellation(one: Invitation, guests: Sequence[Guest], *, whole: bool = False) -> bytes:
    """The end of an event for everybody, or only for some of its guests."""
    event = next(_events(one, bare=True))
    _invite(event, one, guests)
    if whole:  # RFC 5546, 3.2.5: without a status only those named are uninvited
        event.add("STATUS", "CANCELLED")
    return _calendar([one], [event.to_ical()], "CANCEL")


def _entries(one: Invitation, guests: Sequence[Guest], *, asked: bool = False) -> bytes:
    """The event with its exceptions; without an address among the guests it is one's own."""
    reached = [guest for guest in guests if guest.email]
    events = list(_events(one))
    for event in events:
        if reached:
            _invite(event, one, reached, **(_ASKED if asked else _NAMED))
        event.add("STATUS", "CONFIRMED")
    return b"".join(event.to_ical() for event in events)


def _calendar(
    invitations: Sequence[Invitation], entries: Iterable[bytes], method: str = ""
) -> bytes:
    """A whole file. Its parts are joined as text: an event stands in up to four files."""
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    if method:
        calendar.add("METHOD", method)
    head, end, _ = calendar.to_ical().partition(b"END:VCALENDAR")
    zones = [_zone(zone, *years) for zone, years in sorted(_years(invitations).items())]
    return b"".join([head, *zones, *entries, end, b"\r\n"])


@lru_cache(maxsize=512)
def _zone(zone: str, first: int, last: int) -> bytes:
    return bytes(vtimezone(zone, first, last).to_ical())


def _years(invitations: Iterable[Invitation]) -> dict[str, tuple[int, int]]:
    """The years that each zone's clock is needed for."""
    found: dict[str, tuple[int, int]] = {}
    for one in invitations:
        zone = one.appointment.zone
        tz = ZoneInfo(zone)
        first, last = found.get(zone, (9999, 0))
        begin = local(tz, one.appointment.meeting.start).year
        end = local(tz, one.appointment.last).year
        found[zone] = (min(first, begin), max(last, end))
    return found


# --- events ---------------------------------------------------------------


def _events(one: Invitation, *, bare: bool = False) -> Iterator[Event]:
    """The event or series, then what takes place at another time than the series says."""
    appointment = one.appointment
    tz, series = ZoneInfo(appointment.zone), appointment.series
    main = _event(one, appointment.meeting, bare)
    if series is not None:
        # not by COUNT, of which some programs take off what is left out
        until = _utc(moment_of(appointment.regular(series.count - 1)) + appointment.meeting.minutes)
        rule = {"FREQ": "WEEKLY", "INTERVAL": series.every, "UNTIL": until}
        main.add("RRULE", vRecur(rule))
        for number in series.left_out:  # each on its own line: some programs read only the first
            main.add("EXDATE", appointment.regular(number))
    yield main
    for number, meeting in series.moved if series is not None and not bare else ():
        event = _event(one, meeting, bare)
        event.add("RECURRENCE-ID", appointment.regular(number).replace(tzinfo=tz))
        yield event


def _event(one: Invitation, meeting: Meeting, bare: bool) -> Event:
    appointment, tz = one.appointment, ZoneInfo(one.appointment.zone)
    event = Event()
    event.add("UID", one.uid)
    event.add("SEQUENCE", one.sequence)
    day = date.fromisoformat(one.written)
    event.add("DTSTAMP", datetime(day.year, day.month, day.day, tzinfo=UTC))
    event.add("DTSTART", _clock(tz, meeting.start))
    event.add("DTEND", _clock(tz, meeting.start + meeting.minutes))
    event.add("SUMMARY", clean(appointment.title))
    if meeting.place:
        event.add("LOCATION", clean(meeting.place))
    if bare:
        return event
    event.add("DESCRIPTION", clean(meeting.text))
    event.add("TRANSP", "OPAQUE")
    if appointment.link:
        event.add("URL", vUri(clean(appointment.link)))
        parameters = {"VALUE": "URI", "FEATURE": "VIDEO"}
        event.add("CONFERENCE", vUri(clean(appointment.link)), parameters=parameters)
    if appointment.reminder:
        event.add_component(_alarm(appointment))
    return event


def _clock(tz: ZoneInfo, at: int) -> datetime:
    """The local time; in UTC when clocks show it twice and the second time is meant."""
    shown = local(tz, at)
    again = moment(tz, shown.date(), shown.hour * 60 + shown.minute)
    return shown.replace(fold=0) if again == at else _utc(at)


def _utc(at: int) -> datetime:
    return datetime.fromtimestamp(at * 60, UTC)


def _alarm(appointment: Appointment) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", clean(appointment.title))
    alarm.add("TRIGGER", timedelta(minutes=-appointment.reminder))
    return alarm


def _invite(event: Event, one: Invitation, guests: Sequence[Guest], **more: str) -> None:
    """Name who invites and who is invited; `more` are parameters of every guest."""
    event.add("ORGANIZER", _address(one.appointment.organizer))
    for guest in guests:
        address = _address(guest)
        address.params["CUTYPE"] = "INDIVIDUAL"
        address.params["ROLE"] = "CHAIR" if guest.leads else "REQ-PARTICIPANT"
        address.params.update(more)
        event.add("ATTENDEE", address)


def _address(guest: Guest) -> vCalAddress:
    address = vCalAddress(f"mailto:{clean(guest.email)}")
    address.params["CN"] = " ".join(clean(guest.name).split()).replace('"', "'")
    return address


def clean(text: str) -> str:
    """The text without characters that no calendar file may hold; line breaks stay."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return lines.translate(_UNFIT)
