"""The one description of a program file: every sheet, in the order of the tabs.

The tables and columns are written down in `schema/tabs`, a file for each
stage. To add a column, add one line there. The template, the readers and
writers, the checks and their messages, the data dictionary, the sponsor copy
and the property tests follow.
"""

from __future__ import annotations

from revmentor_xl.schema.model import Sheet, Table, Workbook
from revmentor_xl.schema.tabs.columns import HR, L, T, tells
from revmentor_xl.schema.tabs.meeting import (
    CHECKINS,
    HEALTH,
    OUTCOMES,
    REPORT,
    REVIEW,
    SESSIONS,
    STORIES,
)
from revmentor_xl.schema.tabs.overview import (
    ACTIVITY,
    BY_DEPARTMENT,
    BY_HEALTH,
    BY_SESSION,
    CHECKS,
    FIGURES,
    SETUP_CHECKS,
    SKILL_BALANCE,
    SPONSOR_VIEW,
    UNDO,
)
from revmentor_xl.schema.tabs.pairing import (
    PAIRS,
    PLAN_PAIRS,
    PLANS,
    PRICES,
    PROOF,
    QUESTIONS,
    REMATCH,
    RULE_EFFECTS,
    RULES,
    RUNNERS_UP,
    WAITING,
    WHAT_IF,
    WHAT_IF_ANSWERS,
)
from revmentor_xl.schema.tabs.people import IMPORTS, LEADERS, MENTORS, NOMINATIONS, REPORTING
from revmentor_xl.schema.tabs.scheduling import (
    AWAY,
    CALENDAR,
    CHANGE_PROOF,
    CHANGES,
    CLOSURES,
    FACILITATORS,
    HELD_SO_FAR,
    INVITATIONS,
    LEADER_LOAD,
    ROOMS,
    SCHEDULE,
    SCHEDULE_PROOF,
)
from revmentor_xl.schema.tabs.set_up import (
    GROUND_RULES,
    LEVELS,
    SETTINGS_TABLE,
    SKILLS,
    TIME_BLOCKS,
    TOPICS,
)

IMPORTABLE: tuple[str, ...] = (
    "mentors",
    "leaders",
    "checkins",
    "review",
    "reporting",
    "nominations",
    "rules",
)
"""The tables that answers can be imported into."""


# --- Set up ---------------------------------------------------------------

STAGES = Table(
    "stages",
    "Stages",
    (
        tells("stage", "Stage", T, HR, "The stage of the program.", width=12),
        tells("what", "What happens", L, HR, "What HR does in this stage.", width=52),
        tells("state", "State", T, HR, "Where the program stands.", width=16),
        tells("next_step", "Next step", L, HR, "What to do now.", width=60),
        tells("tab", "Tab", T, HR, "Where to look.", width=14),
    ),
    identity=("stage",),
)


# --- Enroll ---------------------------------------------------------------


# --- Select and pair ------------------------------------------------------


# --- Schedule and meet ----------------------------------------------------


# --- Check in and review --------------------------------------------------


# --- Show -----------------------------------------------------------------


# --- What the tool keeps --------------------------------------------------


WORKBOOK = Workbook(
    (
        Sheet(
            "Home",
            "Reverse mentoring",
            "Where the program stands and what to do next.",
            (STAGES,),
            "Set up",
            gridlines=False,
        ),
        Sheet(
            "Settings",
            "Settings",
            "Choose once; change whenever you like. Only the Value column is yours.",
            (SETTINGS_TABLE,),
            "Set up",
        ),
        Sheet(
            "Mentors",
            "Mentors",
            "The juniors. Import a survey or type; every problem is listed on Checks.",
            (MENTORS,),
            "Enroll",
            empty="No mentors yet: press Import mentors, or type the first one here.",
        ),
        Sheet(
            "Leaders",
            "Leaders",
            "The senior leaders who will be mentored.",
            (LEADERS,),
            "Enroll",
            empty="No leaders yet: press Import leaders, or type the first one here.",
        ),
        Sheet(
            "Checks",
            "Checks",
            "Everything that needs a look, with the remedy. The cells are outlined on their tabs: "
            "a full line must be fixed, a broken line is to check.",
            (CHECKS,),
            "Enroll",
            empty="Nothing to mend. Press Check after each change.",
        ),
        Sheet(
            "Nominations",
            "Nominations",
            "Whom Employee Resource Groups and managers propose; the tool chooses a cohort.",
            (NOMINATIONS,),
            "Select",
            empty="No nominations yet: type one per row, then press Choose cohort.",
        ),
        Sheet(
            "Rules",
            "Rules",
            "Pairs that must be, and pairs that must not be. Beside them: what every rule removes.",
            (RULES, RULE_EFFECTS),
            "Pair",
            empty="No rules of your own. None are needed.",
        ),
        Sheet(
            "Pairs",
            "Pairs",
            "The best pairs under your rules, each with its reason.",
            (PAIRS, PROOF),
            "Pair",
            empty="No pairs yet: press Suggest pairs.",
            header_row=9,
        ),
        Sheet(
            "Plans",
            "Plans side by side",
            "The same people under other aims, the next-best plans, and what each rule costs.",
            (PLANS, PRICES, PLAN_PAIRS),
            "Pair",
            empty="Nothing to compare yet: press Compare plans.",
            header_row=23,
        ),
        Sheet(
            "Why not",
            "Why not?",
            "Type two people and press Explain pairs. Beside it: everybody's runner-ups.",
            (QUESTIONS, RUNNERS_UP),
            "Pair",
            empty="No questions yet: type a mentor and a leader, then press Explain pairs.",
        ),
        Sheet(
            "What if",
            "What if these two were a pair?",
            "Choose a mentor and a leader: their points, why, why not, and who else would fit.",
            (WHAT_IF, WHAT_IF_ANSWERS),
            "Pair",
            empty="Nobody chosen yet: choose a mentor and a leader in the table below.",
            gridlines=False,
            header_row=22,
        ),
        Sheet(
            "Waiting list",
            "Waiting list",
            "Who has no partner now, why, what would help, and whom they would fit later.",
            (WAITING,),
            "Pair",
            empty="Nobody is waiting, or no pairs were suggested yet.",
        ),
        Sheet(
            "Schedule",
            "Schedule",
            "One hour every two weeks for every pair, and the common events. A Date or Start that "
            "you overtype is checked and kept.",
            (SCHEDULE, SCHEDULE_PROOF),
            "Schedule",
            empty="No schedule yet: press Make schedule.",
            header_row=9,
        ),
        Sheet(
            "Changes",
            "Changes to the schedule",
            "What would move and why, before anything is written: press Write changes to do so.",
            (CHANGES, CHANGE_PROOF),
            "Schedule",
            empty="No changes are waiting. When somebody is away, left or missed a session, press "
            "Plan changes.",
            header_row=9,
        ),
        Sheet(
            "Calendar",
            "Calendar",
            "Weeks across, pairs down; ready to print.",
            (CALENDAR,),
            "Schedule",
            empty="No schedule yet: press Make schedule.",
            header_row=7,
        ),
        Sheet(
            "Load",
            "Load of the leaders",
            "How many sessions each leader has, and how many were held of those planned.",
            (LEADER_LOAD, HELD_SO_FAR),
            "Schedule",
            empty="No schedule yet: press Make schedule.",
            header_row=30,
        ),
        Sheet(
            "Away",
            "Away",
            "Who is away when, and when the company is closed: sessions move around it.",
            (AWAY, CLOSURES),
            "Schedule",
            empty="Nobody is away. Type one row per absence, then press Plan changes.",
        ),
        Sheet(
            "Facilitators",
            "Facilitators and rooms",
            "Who leads kick-offs, and which rooms there are. May stay empty.",
            (FACILITATORS, ROOMS),
            "Schedule",
            empty="Nobody listed: kick-offs are planned as if HR always had time, and without "
            "rooms.",
        ),
        Sheet(
            "Invitations",
            "Invitations",
            "What was written for people's calendars, and what changed since.",
            (INVITATIONS,),
            "Schedule",
            empty="None yet: press Invitations.",
        ),
        Sheet(
            "Sessions",
            "Sessions",
            "Topic and agenda of each hour. Note what was held and what was exchanged.",
            (SESSIONS,),
            "Meet",
            empty="No sessions yet: press Prepare sessions.",
        ),
        Sheet(
            "Check-ins",
            "Check-ins",
            "Answers at the start and at three months. Confidential to HR.",
            (CHECKINS,),
            "Check in",
            empty="No check-in yet: press Check in.",
        ),
        Sheet(
            "Health",
            "Health of the pairs",
            "Which pairs need a call, and the rule that says so. Confidential to HR.",
            (HEALTH,),
            "Check in",
            empty="Nothing yet: press Check in when answers have come.",
        ),
        Sheet(
            "Rematch",
            "Rematch",
            "New pairs when some have ended: how much better it gets for each pair disturbed.",
            (REMATCH,),
            "Check in",
            empty="Set the status of pairs on the Pairs tab to Ended, then press Rematch.",
        ),
        Sheet(
            "Review",
            "Six-month review",
            "Answers at the end of the program. Confidential to HR.",
            (REVIEW,),
            "Review",
            empty="No review yet: press Review.",
        ),
        Sheet(
            "Dashboard",
            "Dashboard",
            "The program at a glance, counted live.",
            (FIGURES, BY_SESSION, BY_DEPARTMENT, BY_HEALTH, SKILL_BALANCE),
            "Show",
            gridlines=False,
            header_row=50,
        ),
        Sheet(
            "Report",
            "Impact report",
            "What changed, with honest intervals, and stories told with consent.",
            (REPORT, OUTCOMES, STORIES),
            "Review",
            empty="No report yet: press Impact report after the review.",
            gridlines=False,
        ),
        Sheet(
            "Sponsor",
            "What sponsors will see",
            "A preview of the sponsor copy. Small groups are hidden.",
            (SPONSOR_VIEW,),
            "Show",
            empty="Nothing yet: press Sponsor copy.",
            gridlines=False,
        ),
        Sheet("Skills", "Skills", "One name per skill, and how people spell it.", (SKILLS,)),
        Sheet("Levels", "Levels", "Your levels from junior to senior.", (LEVELS,)),
        Sheet(
            "Time blocks",
            "Time blocks",
            "The blocks of the week people choose from.",
            (TIME_BLOCKS,),
        ),
        Sheet("Topics", "Topics", "Thirteen fortnights to start from; make them yours.", (TOPICS,)),
        Sheet("Ground rules", "Ground rules", "Agreed at the kick-off.", (GROUND_RULES,)),
        Sheet(
            "Reporting lines",
            "Reporting lines",
            "Optional: who reports to whom, also for managers who do not take part.",
            (REPORTING,),
        ),
        Sheet(
            "Imports",
            "Imports",
            "Which survey question goes into which column; remembered for the next import.",
            (IMPORTS,),
        ),
        Sheet("Activity", "Activity", "What was done, when and by whom.", (ACTIVITY,)),
        Sheet(
            "My setup",
            "My setup",
            "Whether the buttons have what they rest on, where it was last checked.",
            (SETUP_CHECKS,),
            empty="Not checked yet: press Check my setup.",
        ),
        Sheet("Undo", "Undo", "Kept by the tool.", (UNDO,), very_hidden=True),
    )
)
