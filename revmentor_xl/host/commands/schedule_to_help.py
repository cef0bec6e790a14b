"""The commands from the schedule on: schedule, run, review, share, help."""

from __future__ import annotations

from revmentor_xl.host.commands.command import Asks, Command, importing

_PAIRS = ("pairs",)

RUNNING: tuple[Command, ...] = (
    Command(
        "schedule",
        "Make schedule",
        "Schedule",
        "ViewAppointmentInCalendar",
        "Give every pair an hour every two weeks inside both calendars, and place the common "
        "events. Sessions in the past stay as they are. Needs pairs and a start date on Settings.",
        "revmentor_xl.steps.scheduling.schedule:schedule",
        needs=_PAIRS,
        key="MS",
    ),
    Command(
        "reschedule",
        "Plan changes",
        "Schedule",
        "Recurrence",
        "After any change (somebody is away, left or missed a session): the fewest sessions that "
        "have to move, proven, each with its reason, on the Changes tab. The Schedule tab stays "
        "as it is until you press Write changes.",
        "revmentor_xl.steps.scheduling.reschedule:reschedule",
        large=False,
        needs=("schedule",),
        key="PC",
    ),
    Command(
        "apply-changes",
        "Write changes",
        "Schedule",
        "FileSave",
        "Write what stands on the Changes tab to the Schedule tab. If anything has changed since "
        "Plan changes, the new changes are shown first and nothing is written.",
        "revmentor_xl.steps.scheduling.reschedule:apply_changes",
        large=False,
        needs=("changes",),
        key="WC",
    ),
    Command(
        "invitations",
        "Invitations",
        "Schedule",
        "NewAppointment",
        "Write calendar files (.ics) for each pair, each person and everybody, beside this file. "
        "People who were invited before get the change or the cancellation. Needs a schedule.",
        "revmentor_xl.host.files:invitations",
        large=False,
        needs=("schedule",),
        key="IT",
        writes_beside=True,
    ),
    Command(
        "sessions",
        "Prepare sessions",
        "Run",
        "NewTask",
        "Write topic, agenda and what each side can teach for every session. What you noted stays.",
        "revmentor_xl.steps.meeting.sessions:sessions",
        needs=("schedule",),
        key="PS",
    ),
    Command(
        "check-in",
        "Check in",
        "Run",
        "ReviewNewComment",
        "List the questions that are due for everybody, and show which pairs need a call and why. "
        "Answers and your decisions stay.",
        "revmentor_xl.steps.health.check_in:check_in",
        large=False,
        needs=_PAIRS,
        key="CI",
    ),
    importing(
        "checkins",
        "import-check-in",
        "Import check-in",
        "IC",
        "Bring in the answers of the start or three-month questions.",
        "Run",
    ),
    Command(
        "rematch",
        "Rematch",
        "Run",
        "RecurrenceEdit",
        "For pairs that ended: the best new pairs when no, one, two or three other pairs may be "
        "disturbed, side by side. The Pairs tab stays as it is, unless an option is marked Use.",
        "revmentor_xl.steps.pairing.plans.rematch:rematch",
        large=False,
        needs=_PAIRS,
        key="RE",
    ),
    Command(
        "review",
        "Review",
        "Review",
        "ReviewTrackChanges",
        "List the six-month questions for everybody and compare the answers with the start. "
        "Answers that came stay.",
        "revmentor_xl.steps.reviewing.review:review",
        needs=_PAIRS,
        key="RV",
    ),
    importing(
        "review",
        "import-review",
        "Import review",
        "IV",
        "Bring in the answers of the six-month questions.",
        "Review",
    ),
    Command(
        "report",
        "Impact report",
        "Review",
        "SendStatusReport",
        "Write the impact report: what changed, with intervals, and stories with consent. Needs "
        "answers on the Review tab.",
        "revmentor_xl.steps.reviewing.report:report",
        large=False,
        needs=("review",),
        key="RP",
    ),
    Command(
        "dashboard",
        "Refresh dashboard",
        "Share",
        "RefreshAll",
        "Bring the tables and charts of Dashboard, Calendar and Load up to date. Nothing you typed "
        "changes.",
        "revmentor_xl.steps.overview.dashboard:dashboard",
        large=False,
        key="RD",
    ),
    Command(
        "sponsor-copy",
        "Sponsor copy",
        "Share",
        "FileSaveAs",
        "Write a new workbook that is safe to share with sponsors: totals only, small groups "
        "hidden, no names. Asks where to write it and replaces no file; this file stays with you.",
        "revmentor_xl.host.files:sponsor_copy",
        large=False,
        asks=Asks.NEW_FILE,
        needs=_PAIRS,
        key="SC",
    ),
    Command(
        "undo",
        "Undo last step",
        "Help",
        "Undo",
        "Put the tables back as they were before the last step. What you typed since then stays.",
        "revmentor_xl.books.journal.undo:undo",
        large=False,
        needs=("undo",),
        key="UN",
    ),
    Command(
        "undo-steps",
        "Undo...",
        "Help",
        "BrowsePrevious",
        "Put the tables back as they were before several steps: choose from the list how far back. "
        "What you typed since then stays.",
        "revmentor_xl.books.journal.undo:undo",
        on_cli=False,
        large=False,
        asks=Asks.STEPS,
        needs=("undo",),
        key="US",
    ),
    Command(
        "forget-steps",
        "Forget undo steps",
        "Help",
        "EmptyTrash",
        "Throw away what is kept for undoing, before you hand the file on. Nothing else changes.",
        "revmentor_xl.books.journal.undo:forget_steps",
        large=False,
        confirm="The steps so far can then not be undone any more. Forget them?",
        needs=("undo",),
        key="FU",
    ),
)
