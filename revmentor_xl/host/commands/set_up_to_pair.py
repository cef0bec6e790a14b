"""The commands up to the pairs: set up, enroll, pair."""

from __future__ import annotations

from revmentor_xl.host.commands.command import IMPORT, Asks, Command, importing

_PEOPLE = ("mentors", "leaders")
_PAIRS = ("pairs",)

BEGINNING: tuple[Command, ...] = (
    Command(
        "check-setup",
        "Check my setup",
        "Set up",
        "PropertySheet",
        "Look at everything that the buttons rest on (Excel add-in, Python, settings, folder) and "
        "say on the My setup tab what is fine, what is not and the remedy. Nothing else changes.",
        "revmentor_xl.host.setup.doctor.doctor:check_setup",
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
        IMPORT,
        on_ribbon=False,
        asks=Asks.FILE,
    ),
    importing(
        "mentors", "import-mentors", "Import mentors", "IM", "Bring in the juniors' survey answers."
    ),
    importing(
        "leaders", "import-leaders", "Import leaders", "IL", "Bring in the leaders' survey answers."
    ),
    importing(
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
        "revmentor_xl.steps.checking.check:check",
        key="CH",
    ),
    importing(
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
        "revmentor_xl.steps.pairing.select_cohort:select",
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
        "revmentor_xl.steps.pairing.pair:pair",
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
        "revmentor_xl.steps.pairing.plans.plans:plans",
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
)
