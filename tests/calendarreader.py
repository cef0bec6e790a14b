"""A small reader of calendar files of its own, strict where RFC 5545 and 5546 are.

It shares nothing with the library that writes them: bytes become content
lines, lines components, and events the moments at which something takes place.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from dateutil.tz import tzical

Times = list[tuple[datetime, datetime]]


@dataclass
class Line:
    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def one(self, name: str) -> Line:
        (line,) = self.all(name)
        return line

    def text(self, name: str) -> str:
        value = self.one(name).value
        return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)

    def named(self, name: str) -> list[Component]:
        return [part for part in self.parts if part.name == name]


def unfolded(data: bytes) -> list[str]:
    """The content lines. Fails where the bytes are no calendar file."""
    assert data.endswith(b"\r\n")
    physical = data.split(b"\r\n")[:-1]
    for line in physical:
        assert len(line) <= 75, line
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line), line
        line.decode("utf-8")  # a character is not torn apart by folding
    text = data.decode("utf-8").removesuffix("\r\n")
    return text.replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")


_PARAMETER = re.compile(r';([A-Z-]+)=("[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*)')


def _line(text: str) -> Line:
    match = re.match(r"[A-Z-]+", text)
    assert match, text
    at, parameters = match.end(), {}
    while text[at] == ";":
        found = _PARAMETER.match(text, at)
        assert found, text
        assert found[1] not in parameters, text
        parameters[found[1]] = found[2].strip('"')
        at = found.end()
    assert text[at] == ":", text
    return Line(match[0], parameters, text[at + 1 :])


def read(data: bytes) -> Component:
    """The calendar in a file, which holds one and nothing else."""
    stack = [Component("")]
    for line in map(_line, unfolded(data)):
        if line.name == "BEGIN":
            stack.append(Component(line.value))
        elif line.name == "END":
            done = stack.pop()
            assert done.name == line.value
            stack[-1].parts.append(done)
        else:
            stack[-1].lines.append(line)
    (calendar,) = stack.pop().parts
    assert calendar.name == "VCALENDAR"
    assert not stack
    return calendar


# --- the rules ------------------------------------------------------------

_ONCE = ("PRODID", "VERSION", "METHOD", "CALSCALE")
_EVENT_ONCE = (
    *("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "DESCRIPTION", "LOCATION"),
    *("ORGANIZER", "STATUS", "TRANSP", "URL", "RRULE", "RECURRENCE-ID"),
)
_DEMANDED = {  # RFC 5546, 3.2.2 and 3.2.5
    "REQUEST": ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "ORGANIZER"),
    "CANCEL": ("UID", "DTSTAMP", "SEQUENCE", "ORGANIZER"),
    "": ("UID", "DTSTAMP", "DTSTART"),
}


def faults(calendar: Component) -> Iterator[str]:
    """What RFC 5545 or 5546 forbid in a calendar of this method."""
    method = next((line.value for line in calendar.all("METHOD")), "")
    yield from (f"{n} repeated" for n in _ONCE if len(calendar.all(n)) > 1)
    yield from (f"{n} missing" for n in ("PRODID", "VERSION") if not calendar.all(n))
    events = calendar.named("VEVENT")
    if method and len({event.one("UID").value for event in events}) != 1:
        yield "one UID in each request"
    zones = [zone.one("TZID").value for zone in calendar.named("VTIMEZONE")]
    if len(zones) != len(set(zones)):
        yield "a zone twice"
    for event in events:
        yield from (f"{n} repeated" for n in _EVENT_ONCE if len(event.all(n)) > 1)
        yield from (f"{n} missing" for n in _DEMANDED[method] if not event.all(n))
        yield from _event_faults(event, method)
        for line in event.lines:
            if line.parameters.get("TZID", zones[0] if zones else "") not in zones:
                yield f"{line.parameters['TZID']} is not defined"
    seen = [(e.one("UID").value, *(x.value for x in e.all("RECURRENCE-ID"))) for e in events]
    if len(seen) != len(set(seen)):
        yield "one meeting twice"


_ASKED = {"REQUEST": ("NEEDS-ACTION", "TRUE"), "": ("NEEDS-ACTION", None), "CANCEL": (None, None)}


def _event_faults(event: Component, method: str) -> Iterator[str]:
    guests = event.all("ATTENDEE")
    if bool(guests) != bool(event.all("ORGANIZER")):
        yield "guests without an organizer, or an organizer without guests"
    if method and not guests:
        yield "no ATTENDEE"
    if method == "CANCEL" and event.named("VALARM"):
        yield "an alarm for what is cancelled"
    if event.all("RRULE") and event.all("RECURRENCE-ID"):
        yield "an exception that recurs"
    if len({guest.value.lower() for guest in guests}) != len(guests):
        yield "a guest twice"
    for guest in guests:
        if not re.fullmatch(r"mailto:[^\s@]+@[^\s@]+", guest.value):
            yield f"no address: {guest.value}"
        wanted = _ASKED[method]
        if (guest.parameters.get("PARTSTAT"), guest.parameters.get("RSVP")) != wanted:
            yield f"PARTSTAT and RSVP of {guest.value}"
    for alarm in event.named("VALARM"):
        if {line.name for line in alarm.lines} != {"ACTION", "TRIGGER", "DESCRIPTION"}:
            yield "an alarm that says nothing"


# --- when it takes place --------------------------------------------------


def moment(line: Line) -> datetime:
    """The UTC time of a DTSTART, DTEND, EXDATE or RECURRENCE-ID."""
    naive = datetime.strptime(line.value.removesuffix("Z"), "%Y%m%dT%H%M%S")
    if line.value.endswith("Z"):
        return naive.replace(tzinfo=UTC)
    return naive.replace(tzinfo=ZoneInfo(line.parameters["TZID"])).astimezone(UTC)


def meetings(calendar: Component) -> dict[str, list[tuple[datetime, datetime, Component]]]:
    """When each UID takes place, in UTC, with the event that says so."""
    found: dict[str, dict[datetime, tuple[datetime, datetime, Component]]] = {}
    events = calendar.named("VEVENT")
    for event in sorted(events, key=lambda one: bool(one.all("RECURRENCE-ID"))):
        own = found.setdefault(event.one("UID").value, {})
        start, end = moment(event.one("DTSTART")), moment(event.one("DTEND"))
        if event.all("RECURRENCE-ID"):
            stands_for = moment(event.one("RECURRENCE-ID"))
            assert stands_for in own, "an exception to nothing"
            own[stands_for] = start, end, event
            continue
        for begin in _recurring(event) if event.all("RRULE") else [start]:
            own[begin] = begin, begin + (end - start), event
        for line in event.all("EXDATE"):
            del own[moment(line)]
    return {uid: sorted(own.values(), key=lambda one: one[0]) for uid, own in found.items()}


def _recurring(event: Component) -> list[datetime]:
    line = event.one("DTSTART")
    naive = datetime.strptime(line.value, "%Y%m%dT%H%M%S")
    zone = ZoneInfo(line.parameters["TZID"])
    rule, _, until = event.one("RRULE").value.partition(";UNTIL=")
    until, _, more = until.partition(";")
    last = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    found = []
    for one in rrulestr(";".join(filter(None, (rule, more))), dtstart=naive):
        if one.replace(tzinfo=zone) > last:
            return found
        found.append(one.replace(tzinfo=zone).astimezone(UTC))
    return found


def told_zones(data: bytes) -> dict[str, object]:
    """The zones as a file itself defines them, read by dateutil."""
    text = "\n".join(unfolded(data))
    blocks = re.findall(r"BEGIN:VTIMEZONE\n.*?END:VTIMEZONE\n", text, re.DOTALL)
    told = tzical(io.StringIO("".join(blocks)))
    return {str(key): told.get(key) for key in told.keys()}  # noqa: SIM118
