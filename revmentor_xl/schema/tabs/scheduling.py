"""The tables of scheduling: absences, facilitators, rooms, schedule, changes, invitations."""

from __future__ import annotations

from revmentor_xl.schema.model import Kind, Table
from revmentor_xl.schema.tabs.columns import HR, INT, PAIR, L, N, T, asks, tells

AWAY = Table(
    "away",
    "Away",
    (
        asks(
            "person",
            "Person",
            T,
            HR,
            "ID, e-mail address or full name of a mentor, leader or facilitator.",
            required=True,
            width=36,
        ),
        asks("first", "From", Kind.DATE, HR, "The first day away.", required=True, width=13),
        asks("last", "To", Kind.DATE, HR, "The last day away; empty is one day.", width=13),
        asks("note", "HR note", L, HR, "Yours; a reason is not needed.", width=36),
    ),
)

CLOSURES = Table(
    "closures",
    "Closures",
    (
        asks("what", "Company closure", T, PAIR, "Such as Year-end break.", width=30),
        asks("first", "From", Kind.DATE, HR, "The first day.", required=True, width=13),
        asks("last", "To", Kind.DATE, HR, "The last day; empty is one day.", width=13),
        asks(
            "location",
            "Location",
            T,
            HR,
            "Only people of this location; empty means everybody.",
            width=20,
        ),
    ),
)

FACILITATORS = Table(
    "facilitators",
    "Facilitators",
    (
        asks("name", "Facilitator", T, PAIR, "Who leads kick-offs.", required=True, width=26),
        asks("email", "E-mail", Kind.EMAIL, PAIR, "Work address.", width=36),
        asks(
            "time_zone",
            "Time zone",
            T,
            HR,
            "Such as Europe/Berlin; empty means the program's time zone.",
            width=18,
        ),
        asks("country", "Country", T, HR, "For public holidays, Germany or DE.", width=14),
        asks("region", "Region", T, HR, "For regional holidays; may be empty.", width=14),
        asks(
            "availability",
            "Weekly availability",
            Kind.LIST,
            HR,
            "Blocks from the Time blocks tab, separated by ; Empty means Monday to Friday, "
            "9:00 to 17:00.",
            choices_from="time_blocks.block",
            width=34,
        ),
        asks("note", "HR note", L, HR, "Yours; the tool never changes it.", width=30),
    ),
    identity=("name",),
)

ROOMS = Table(
    "rooms",
    "Rooms",
    (
        asks("room", "Room", T, PAIR, "Its name.", required=True, width=24),
        asks(
            "location",
            "Location",
            T,
            HR,
            "As on the Mentors and Leaders tabs: the two of a pair who both work there meet in a "
            "room there; empty is for everybody.",
            width=20,
        ),
        asks("note", "HR note", L, HR, "Yours; the tool never changes it.", width=30),
    ),
    identity=("room",),
)

SCHEDULE = Table(
    "schedule",
    "Schedule",
    (
        tells("event_id", "Event", T, HR, "The event's ID.", width=20),
        tells(
            "kind",
            "Kind",
            Kind.CHOICE,
            PAIR,
            "Session, kick-off of a pair, or a common event.",
            choices=(
                "Kick-off",
                "Session",
                "Mid-program gathering",
                "Final review",
                "Celebration",
            ),
            width=22,
        ),
        tells("number", "No.", INT, PAIR, "The session's number.", width=8),
        tells("pair_id", "Pair", T, HR, "Empty for common events.", width=14),
        tells("mentor", "Mentor", T, PAIR, "Name.", width=22),
        tells("leader", "Leader", T, PAIR, "Name.", width=22),
        tells(
            "day",
            "Date",
            Kind.DATE,
            PAIR,
            "In the program's time zone. You may type another date: it is checked and kept.",
            width=13,
        ),
        tells(
            "start",
            "Start",
            Kind.TIME,
            PAIR,
            "In the program's time zone. You may type another time: it is checked and kept.",
            width=9,
        ),
        tells("end", "End", Kind.TIME, PAIR, "In the program's time zone.", width=9),
        tells("mentor_time", "Mentor's time", T, PAIR, "In the mentor's time zone.", width=27),
        tells("leader_time", "Leader's time", T, PAIR, "In the leader's time zone.", width=27),
        tells("topic", "Topic", T, PAIR, "What the hour is about.", width=32),
        tells("room", "Room", T, PAIR, "Where the two meet; empty is online.", width=16),
        tells("facilitator", "Facilitator", T, PAIR, "Who leads the kick-off.", width=18),
        tells(
            "status",
            "Status",
            Kind.CHOICE,
            HR,
            "Planned at the regular time, moved from it, fixed by HR, not placed, or over.",
            choices=("Planned", "Moved", "Fixed", "Not placed", "Held", "Missed", "Cancelled"),
            width=12,
        ),
        tells("regular", "Regular slot", Kind.YES_NO, PAIR, "No when it had to move.", width=9),
        tells(
            "why",
            "Moved because",
            L,
            HR,
            "Why it moved, or who cannot come.",
            width=44,
            aliases=("Remark",),
        ),
        asks(
            "fixed",
            "Fixed",
            Kind.YES_NO,
            HR,
            "Yes keeps this date and time, whatever else has to move.",
            width=8,
        ),
        asks("note", "HR note", L, HR, "Yours; carried over on every run.", width=30),
        tells(
            "planned",
            "Planned",
            Kind.MARK,
            HR,
            "The date and time as the tool wrote them; by this it sees what you changed.",
            width=16,
        ),
    ),
    identity=("event_id",),
)

SCHEDULE_PROOF = Table(
    "schedule_proof",
    "ScheduleProof",
    (  # as wide as the columns of SCHEDULE, which stands beneath
        tells("result", "Result", T, HR, "Proven best, or how far it may be from it.", width=20),
        tells("aim", "Aim", T, HR, "What the best schedule is.", width=22),
        tells("sessions", "To come", INT, HR, "Sessions to come.", width=8),
        tells("placed", "Placed", INT, HR, "Sessions with a date.", width=14),
        tells("most_placed", "Placed, at most", INT, HR, "No schedule places more.", width=22),
        tells("regular", "At regular time", INT, HR, "Sessions.", width=22),
        tells(
            "most_regular",
            "Regular, at most",
            INT,
            HR,
            "No schedule that places as many has more. A regular time begins on the half hour or "
            "with a free stretch.",
            width=13,
        ),
    ),
    one_row=True,
)

CHANGE_PROOF = Table(
    "change_proof",
    "ChangeProof",
    (  # as wide as the columns of CHANGES, which stands beneath
        tells("result", "Result", T, HR, "Proven fewest, or how far from it.", width=20),
        tells("moved", "Moved", INT, HR, "Sessions that cannot stay where they are.", width=22),
        tells("least", "At least", INT, HR, "No schedule moves fewer.", width=22),
        tells("kept", "Stay", INT, HR, "Sessions to come that stay.", width=8),
        tells("placed", "New dates", INT, HR, "Sessions that had none before.", width=14),
        tells("lost", "Not placed", INT, HR, "Sessions without a date.", width=30),
    ),
    one_row=True,
)

CHANGES = Table(
    "changes",
    "Changes",
    (
        tells("event_id", "Event", T, HR, "The event's ID.", width=20),
        tells("mentor", "Mentor", T, HR, "Name.", width=22),
        tells("leader", "Leader", T, HR, "Name.", width=22),
        tells("number", "No.", INT, HR, "The session's number.", width=8),
        tells(
            "what",
            "What",
            Kind.CHOICE,
            HR,
            "What would change.",
            choices=(
                "Moves",
                "New date",
                "Not placed",
                "Falls away",
                "Other room",
                "Other details",
            ),
            width=14,
        ),
        tells("before", "Is now", T, HR, "In the program's time zone.", width=30),
        tells("after", "Would be", T, HR, "In the program's time zone.", width=30),
        tells("why", "Because", L, HR, "In plain words.", width=60),
    ),
    identity=("event_id",),
)

WEEKS_ACROSS = 32
"""Weeks that stand beside each other in the calendar; longer programs go on beneath."""

CALENDAR = Table(
    "calendar",
    "Calendar",
    (
        tells("pair_id", "Pair", T, HR, "Empty in the row with the dates.", width=13),
        tells("mentor", "Mentor", T, PAIR, "Name.", width=17),
        tells("leader", "Leader", T, PAIR, "Name.", width=17),
        *(
            tells(f"week_{n}", f"W{n}", T, PAIR, "What takes place in this week.", width=8)
            for n in range(1, WEEKS_ACROSS + 1)
        ),
        tells("part", "Part", Kind.MARK, HR, "The weeks of this row, such as 1-32.", width=7),
    ),
    identity=("part", "pair_id"),
)

LEADER_LOAD = Table(
    "leader_load",
    "LeaderLoad",
    (
        tells("leader_id", "Leader ID", T, HR, "From the Leaders tab.", width=10),
        tells("leader", "Leader", T, HR, "Name.", width=24),
        tells("pairs", "Mentors", INT, HR, "Running pairs.", width=9),
        tells("sessions", "Sessions", INT, HR, "With a date, all in all.", width=10),
        tells("held", "Held", INT, HR, "So far.", width=8),
        tells("missed", "Missed", INT, HR, "So far.", width=8),
        tells("to_come", "To come", INT, HR, "From today on.", width=9),
        tells("hours", "Hours to come", N, HR, "Sessions and common events.", width=10),
        tells("most", "Most in a week", INT, HR, "Sessions in the fullest week.", width=10),
        tells("busiest", "Fullest week", Kind.DATE, HR, "The Monday of that week.", width=13),
    ),
    identity=("leader_id",),
)

HELD_SO_FAR = Table(
    "held_so_far",
    "HeldSoFar",
    (
        tells("week", "Week", INT, HR, "Of the program.", width=8),
        tells("until", "Until", Kind.DATE, HR, "The last day of that week.", width=13),
        tells("planned", "Planned until then", Kind.ANY, HR, "Counted live.", width=12),
        tells("held", "Held until then", Kind.ANY, HR, "Counted live.", width=12),
        tells("missed", "Missed until then", Kind.ANY, HR, "Counted live.", width=12),
    ),
    identity=("week",),
)

INVITATIONS = Table(
    "invitations",
    "Invitations",
    (
        tells("event", "Event", T, HR, "The pair's sessions, or an event.", width=26),
        tells("what", "What", T, HR, "As people see it in their calendar.", width=44),
        tells("people", "Invited", L, HR, "Names.", width=30),
        tells(
            "state",
            "State",
            Kind.CHOICE,
            HR,
            "New, changed, as before or cancelled when the files were last written.",
            choices=("New", "Changed", "As before", "Cancelled"),
            width=12,
        ),
        tells("sequence", "Version", INT, HR, "Goes up with every change.", width=9),
        tells("written", "Written on", Kind.DATE, HR, "When it last changed.", width=15),
        tells("file", "File", T, HR, "The file to send.", width=40),
        tells("uid", "UID", Kind.MARK, HR, "By this calendars know the event again.", width=20),
        tells("content", "Content", Kind.MARK, HR, "What was last written.", width=20),
    ),
    identity=("event",),
)
