"""The one table of commands.

The ribbon, the VBA subs, the buttons, the command line, the Home tab and the
docs are derived from it. To add a command, add one entry here and its step.
Within a group the order is that of the ribbon.
"""

from __future__ import annotations

from collections.abc import Mapping

from revmentor_xl.host.command import GROUPS, Asks, Command

__all__ = ["BY_NAME", "COMMANDS", "GROUPS", "Asks", "Command", "labels"]

_IMPORT = "revmentor_xl.host.files:import_answers"
_PEOPLE = ("mentors", "leaders")
_PAIRS = ("pairs",)


def _import(
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
        step=_IMPORT,
        on_cli=False,
        asks=Asks.FILE,
        large=False,
        key=key,
        preset={"into": into},
    )


COMMANDS: tuple[Command, ...] = (
    Command(
        "check-setup",
        "Check my setup",
        "Set up",
        "PropertySheet",
        "Look at everything that the buttons rest on (Excel add-in, Python, settings, folder) and "
        "say on the My setup tab what is fine, what is not and the remedy. Nothing else changes.",
        "revmentor_xl.host.setup.doctor:check_setup",
        on_cli=False,
        anywhere=True,
        key="CS",
    ),
    Command(
        "import",
        "Import answers",
        "Enroll",
        "TextFromFileInsert",
        "Read a survey export into the program file.",
        _IMPORT,
        on_ribbon=False,
        asks=Asks.FILE,
    ),
    _import(
        "mentors", "import-mentors", "Import mentors", "IM", "Bring in the juniors' survey answers."
    ),
    _import(
        "leaders", "import-leaders", "Import leaders", "IL", "Bring in the leaders' survey answers."
    ),
    _import(
        "reporting",
        "import-reporting-lines",
        "Import reporting lines",
        "IR",
        "Bring in who reports to whom, so that nobody is paired with their own chain.",
        image="OrganizationChartInsert",
    ),
    Command(
        "check",
        "Check",
        "Enroll",
        "ReviewAcceptChange",
        "Look at every cell and list what needs a look on the Checks tab, with the cell and "
        "the remedy. Nothing you typed is changed; people without an ID get one.",
        "revmentor_xl.steps.checking:check",
        key="CH",
    ),
    _import(
        "nominations",
        "import-nominations",
        "Import nominations",
        "IN",
        "Bring in a list of nominees.",
        image="CheckNames",
    ),
    Command(
        "select",
        "Choose cohort",
        "Enroll",
        "InviteAttendees",
        "Choose the cohort from the nominated volunteers, as evenly across departments as "
        "possible, with a reason for each person. Needs nominations; your notes beside them stay.",
        "revmentor_xl.steps.selection:select",
        large=False,
        needs=("nominations",),
        key="CC",
    ),
    Command(
        "pair",
        "Suggest pairs",
        "Pair",
        "AcceptInvitation",
        "Find the best possible pairs under your rules, proven, each with its reason. Pairs "
        "that you approved or marked Keep stay, and so do your notes.",
        "revmentor_xl.steps.pairing:pair",
        needs=_PEOPLE,
        key="SP",
    ),
    Command(
        "preview",
        "What rules leave",
        "Pair",
        "FilterAdvancedByForm",
        "Count for every rule how many pairs it removes and whom it leaves without any partner, "
        "before any pair is made. The Pairs tab stays as it is.",
        "revmentor_xl.steps.pairing.preview:preview",
        large=False,
        needs=_PEOPLE,
        key="WR",
    ),
    Command(
        "plans",
        "Compare plans",
        "Pair",
        "ChartInsert",
        "Work out the other aims, the next-best plans and what every rule, pin and guard costs, "
        "side by side on the Plans tab. The Pairs tab stays as it is, unless a plan is marked Use.",
        "revmentor_xl.steps.pairing.compared.comparing:plans",
        large=False,
        needs=_PEOPLE,
        key="CP",
    ),
    Command(
        "explain",
        "Explain pairs",
        "Pair",
        "Help",
        "Answer the questions on the Why not and What if tabs, and list everybody's runner-ups "
        "with what they would cost. The Pairs tab stays as it is.",
        "revmentor_xl.steps.worksheet.what_if:explain",
        large=False,
        needs=_PAIRS,
        key="EP",
    ),
    Command(
        "schedule",
        "Make schedule",
        "Schedule",
        "ViewAppointmentInCalendar",
        "Give every pair an hour every two weeks inside both calendars, and place the common "
        "events. Sessions in the past stay as they are. Needs pairs and a start date on Settings.",
        "revmentor_xl.steps.scheduling:schedule",
        needs=_PAIRS,
        key="MS",
    ),
    Command(
        "sessions",
        "Prepare sessions",
        "Run",
        "NewTask",
        "Write topic, agenda and what each side can teach for every session. What you noted stays.",
        "revmentor_xl.steps.sessions:sessions",
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
        "revmentor_xl.steps.checkin:check_in",
        needs=_PAIRS,
        key="CI",
    ),
    _import(
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
        "revmentor_xl.steps.pairing.rematch.rematching:rematch",
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
        "revmentor_xl.steps.review:review",
        needs=_PAIRS,
        key="RV",
    ),
    _import(
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
        "revmentor_xl.steps.report:report",
        large=False,
        needs=("review",),
        key="RP",
    ),
    Command(
        "dashboard",
        "Refresh dashboard",
        "Share",
        "RefreshAll",
        "Bring the dashboard's tables and charts up to date. No other tab changes.",
        "revmentor_xl.steps.dashboard:dashboard",
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
        "revmentor_xl.books.journal:undo",
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
        "revmentor_xl.books.journal:undo",
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
        "revmentor_xl.books.journal:forget_steps",
        large=False,
        confirm="The steps so far can then not be undone any more. Forget them?",
        needs=("undo",),
        key="FU",
    ),
)

BY_NAME: Mapping[str, Command] = {command.name: command for command in COMMANDS}


def labels() -> dict[str, str]:
    """Each command's label by its name, for texts that tell what to press next."""
    return {command.name: command.label for command in COMMANDS}
