"""The one table of commands.

The ribbon, the VBA subs, the buttons, the command line, the Home tab and the
docs are derived from it. To add a command, add one entry here and the step it
names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module

from revmentor_xl.program import Program


@dataclass(frozen=True)
class Command:
    """One thing that HR can do.

    `step` is where its function lives, `module:function`; it takes a Program
    and the options and gives a Program, and is imported only when it is used,
    so that a button answers quickly. `asks_file` commands are given a path.
    `preset` are options that a ribbon button fixes.
    """

    name: str
    label: str
    group: str
    image: str
    tip: str
    step: str
    on_ribbon: bool = True
    on_cli: bool = True
    asks_file: bool = False
    preset: Mapping[str, str] = field(default_factory=dict)

    @property
    def function(self) -> str:
        """The name of the button's function and of its VBA sub."""
        return self.name.replace("-", "_")

    def load(self) -> Callable[..., Program]:
        module, _, function = self.step.partition(":")
        step: Callable[..., Program] = getattr(import_module(module), function)
        return step


_IMPORT = "revmentor_xl.host.files:import_answers"


def _import(into: str, name: str, label: str, image: str, tip: str, group: str) -> Command:
    return Command(
        name=name,
        label=label,
        group=group,
        image=image,
        tip=tip + " Choose a .csv or .xlsx file as your survey tool exports it. Answers that "
        "came before are updated; nobody is listed twice.",
        step=_IMPORT,
        on_cli=False,
        asks_file=True,
        preset={"into": into},
    )


COMMANDS: tuple[Command, ...] = (
    Command(
        "import",
        "Import answers",
        "Enroll",
        "ImportTextFile",
        "Read a survey export into the program file.",
        _IMPORT,
        on_ribbon=False,
        asks_file=True,
    ),
    _import(
        "mentors",
        "import-mentors",
        "Import mentors",
        "ImportTextFile",
        "Bring in the juniors' survey answers.",
        "Enroll",
    ),
    _import(
        "leaders",
        "import-leaders",
        "Import leaders",
        "ImportExcel",
        "Bring in the leaders' survey answers.",
        "Enroll",
    ),
    _import(
        "reporting",
        "import-reporting-lines",
        "Import reporting lines",
        "OrganizationChartInsert",
        "Bring in who reports to whom from your HR system.",
        "Enroll",
    ),
    Command(
        "check",
        "Check",
        "Enroll",
        "ReviewAcceptChange",
        "Look at every cell and list what needs a look on the Checks tab, with the cell and "
        "the remedy. Nothing you typed is changed; people without an ID get one.",
        "revmentor_xl.steps.checking:check",
    ),
    _import(
        "nominations",
        "import-nominations",
        "Import nominations",
        "ImportTextFile",
        "Bring in a list of nominees.",
        "Select",
    ),
    Command(
        "select",
        "Choose cohort",
        "Select",
        "AccessListContacts",
        "Choose the cohort from the nominated volunteers, as evenly across departments as "
        "possible, with a reason for each person.",
        "revmentor_xl.steps.selection:select",
    ),
    Command(
        "preview",
        "What rules leave",
        "Pair",
        "FilterAdvancedByForm",
        "Count for every rule how many pairs it removes and whom it leaves without any partner, "
        "before any pair is made.",
        "revmentor_xl.steps.pairing.preview:preview",
    ),
    Command(
        "pair",
        "Suggest pairs",
        "Pair",
        "MeetingsWorkspace",
        "Find the best possible pairs under your rules, proven, each with its reason. Pairs "
        "that you approved or marked Keep stay.",
        "revmentor_xl.steps.pairing:pair",
    ),
    Command(
        "plans",
        "Compare plans",
        "Pair",
        "ChartTypeColumnInsertGallery",
        "Work out the other aims, the next-best plans and what every rule, pin and guard costs, "
        "side by side on the Plans tab. A plan marked Use goes to the Pairs tab.",
        "revmentor_xl.steps.pairing.compared.comparing:plans",
    ),
    Command(
        "explain",
        "Explain pairs",
        "Pair",
        "Help",
        "Answer the questions on the Why not tab, and list everybody's runner-ups with what "
        "they would cost.",
        "revmentor_xl.steps.pairing.explained.explaining:explain",
    ),
    Command(
        "schedule",
        "Make schedule",
        "Schedule",
        "CalendarInsert",
        "Give every pair an hour every two weeks inside both calendars, and place the common "
        "events. Sessions in the past stay as they are.",
        "revmentor_xl.steps.scheduling:schedule",
    ),
    Command(
        "sessions",
        "Prepare sessions",
        "Run",
        "AccessListTasks",
        "Write topic, agenda and what each side can teach for every session. What you noted stays.",
        "revmentor_xl.steps.sessions:sessions",
    ),
    Command(
        "check-in",
        "Check in",
        "Run",
        "ReviewNewComment",
        "List the questions that are due for everybody, and show which pairs need a call and why.",
        "revmentor_xl.steps.checkin:check_in",
    ),
    _import(
        "checkins",
        "import-check-in",
        "Import check-in",
        "ImportTextFile",
        "Bring in the answers of the start or three-month questions.",
        "Run",
    ),
    Command(
        "rematch",
        "Rematch",
        "Run",
        "RecurrenceEdit",
        "For pairs that ended: the best new pairs when no, one, two or three other pairs may be "
        "disturbed, side by side. An option marked Use goes to the Pairs tab.",
        "revmentor_xl.steps.pairing.rematch.rematching:rematch",
    ),
    Command(
        "review",
        "Review",
        "Review",
        "ReviewTrackChanges",
        "List the six-month questions for everybody and compare the answers with the start.",
        "revmentor_xl.steps.review:review",
    ),
    _import(
        "review",
        "import-review",
        "Import review",
        "ImportTextFile",
        "Bring in the answers of the six-month questions.",
        "Review",
    ),
    Command(
        "report",
        "Impact report",
        "Review",
        "FileCreateDocumentWorkspace",
        "Write the impact report: what changed, with intervals, and stories with consent.",
        "revmentor_xl.steps.report:report",
    ),
    Command(
        "dashboard",
        "Refresh dashboard",
        "Share",
        "ChartInsert",
        "Bring the dashboard's tables and charts up to date.",
        "revmentor_xl.steps.dashboard:dashboard",
    ),
    Command(
        "sponsor-copy",
        "Sponsor copy",
        "Share",
        "FileSaveAsOtherFormats",
        "Write a new workbook that is safe to share with sponsors: totals only, small groups "
        "hidden, no names. It is written beside this file.",
        "revmentor_xl.host.files:sponsor_copy",
    ),
    Command(
        "undo",
        "Undo last step",
        "Help",
        "Undo",
        "Put the tables back as they were before the last step.",
        "revmentor_xl.books.journal:undo",
    ),
)

BY_NAME: Mapping[str, Command] = {command.name: command for command in COMMANDS}


def labels() -> dict[str, str]:
    """Each command's label by its name, for texts that tell what to press next."""
    return {command.name: command.label for command in COMMANDS}
