"""The tables of pairing: rules, pairs, their proof, other plans, why not, who waits."""

from __future__ import annotations

from revmentor_xl.schema.model import Column, Kind, Table
from revmentor_xl.schema.tabs.columns import HR, INT, PAIR, SPONSOR, L, N, T, asks, tells

RULES = Table(
    "rules",
    "Rules",
    (
        asks("mentor", "Mentor", T, HR, "ID, e-mail address or name.", required=True, width=28),
        asks("leader", "Leader", T, HR, "ID, e-mail address or name.", required=True, width=28),
        asks(
            "rule",
            "Rule",
            Kind.CHOICE,
            HR,
            "Must pair, or must not pair.",
            choices=("Must pair", "Must not pair"),
            strict=True,
            required=True,
            width=16,
        ),
        asks("reason", "Reason", L, HR, "For your own record.", width=50),
    ),
    identity=("mentor", "leader", "rule"),
)


def _part(key: str, header: str, help: str) -> Column:
    return tells(key, header, N, HR, help, least=0, most=100, width=10)


REJECTIONS: tuple[str, ...] = (
    "Conflict of interest",
    "Too close at work",
    "Know each other well",
    "Goals do not fit",
    "Calendars do not fit",
    "One of them said no",
    "Another reason",
)
"""Why HR rejected a proposed pair."""

PAIRS = Table(
    "pairs",
    "Pairs",
    (
        tells("pair_id", "Pair", T, HR, "The pair's ID.", width=14),
        tells("mentor_id", "Mentor ID", T, HR, "From the Mentors tab.", width=10),
        tells("mentor", "Mentor", T, PAIR, "Name.", width=22),
        tells("mentor_department", "Mentor's department", T, SPONSOR, "Department.", width=20),
        tells("leader_id", "Leader ID", T, HR, "From the Leaders tab.", width=10),
        tells("leader", "Leader", T, PAIR, "Name.", width=22),
        tells("leader_department", "Leader's department", T, SPONSOR, "Department.", width=20),
        tells("score", "Score", N, HR, "0 to 100, by your weights.", least=0, most=100, width=9),
        tells("reason", "Why this pair", L, PAIR, "In plain words; may be shared.", width=64),
        _part("mentor_teaches", "Mentor teaches", "0 to 100"),
        _part("leader_teaches", "Leader teaches", "0 to 100"),
        _part("perspective", "Perspective", "0 to 100"),
        _part("rapport", "Rapport", "0 to 100"),
        _part("preference", "Wishes", "0 to 100"),
        _part("time", "Easy to meet", "0 to 100"),
        asks(
            "status",
            "Status",
            Kind.CHOICE,
            HR,
            "Proposed by the tool; you approve it. Approved and active pairs are kept when you "
            "press Suggest pairs again; ended and rejected pairs are never repeated.",
            choices=("Proposed", "Approved", "Active", "Ended", "Rejected"),
            strict=True,
            width=12,
        ),
        asks("keep", "Keep", Kind.YES_NO, HR, "Yes keeps this pair on the next run.", width=8),
        asks(
            "rejected_because",
            "Rejected because",
            Kind.CHOICE,
            HR,
            "For a pair with the status Rejected; the next run takes it into account.",
            choices=REJECTIONS,
            strict=True,
            width=26,
        ),
        asks("note", "HR note", L, HR, "Yours; carried over on every run.", width=36),
    ),
    identity=("pair_id",),
)

PROOF = Table(
    "proof",
    "Proof",
    (  # as wide as the columns of PAIRS, which stands beneath
        tells("status", "Result", T, HR, "Proven best, or how far it may be from it.", width=14),
        tells("pairs", "Pairs found", INT, HR, "The largest possible number.", width=10),
        tells("aim", "Aim", T, HR, "What the best plan is, from Settings.", width=22),
        tells("total", "Total score", N, HR, "Of all pairs that run or are proposed.", width=20),
        tells("gap", "Gap, percent", N, HR, "0 is proven best.", width=10),
        tells("bound", "At most", N, HR, "No such plan can have a higher total.", width=22),
        tells("seconds", "Search time", T, HR, "How long the search took.", width=20),
        tells("possible", "Possible pairs", INT, HR, "That no rule forbids.", width=9),
        tells("solver", "Solver", T, HR, "Name and version, for the record.", width=64),
    ),
    one_row=True,
)

RULE_EFFECTS = Table(
    "rule_effects",
    "RuleEffects",
    (
        tells("rule", "Rule", T, HR, "The hard rule.", width=44),
        tells("removed", "Pairs removed", INT, HR, "Whatever the other rules do.", width=10),
        tells("alone", "By it alone", INT, HR, "Possible without this rule.", width=10),
        tells("mentors_without", "Mentors left alone", INT, HR, "Without any partner.", width=12),
        tells("leaders_without", "Leaders left alone", INT, HR, "Without any partner.", width=12),
        tells("remedy", "What would help", L, HR, "In plain words.", width=44),
    ),
    identity=("rule",),
)

PLANS = Table(
    "plans",
    "Plans",
    (
        tells("plan", "Plan", T, HR, "The aim, or how it differs.", width=26),
        tells("pairs", "Pairs", INT, HR, "How many.", width=8),
        tells("total", "Total", N, HR, "Of all scores.", width=10),
        tells("mean", "Mean", N, HR, "Per pair.", width=9),
        tells("worst", "Worst pair", N, HR, "The lowest score.", width=9),
        tells("spread", "Spread", N, HR, "Best pair minus worst pair.", width=9),
        tells("bound", "At most", N, HR, "No such plan can have a higher total.", width=10),
        tells("gap", "Gap, percent", N, HR, "0 is proven best.", width=9),
        tells("different", "Other pairs", INT, HR, "Pairs not on the Pairs tab.", width=9),
        tells("what", "What it is", L, HR, "In plain words.", width=60),
        asks(
            "use",
            "Use this plan",
            Kind.YES_NO,
            HR,
            "Yes, then press Compare plans once more: its pairs go to the Pairs tab.",
            width=11,
        ),
    ),
    identity=("plan",),
)

PLAN_PAIRS = Table(
    "plan_pairs",
    "PlanPairs",
    (
        tells("plan", "Plan", T, HR, "As on the left.", width=26),
        tells("change", "Against Pairs", T, HR, "Added or dropped.", width=12),
        tells("mentor", "Mentor", T, HR, "Name.", width=22),
        tells("leader", "Leader", T, HR, "Name.", width=22),
        tells("score", "Score", N, HR, "0 to 100.", width=9),
    ),
)

PRICES = Table(
    "prices",
    "Prices",
    (
        tells("kind", "Kind", T, HR, "Rule, pin, guard or private wishes.", width=16),
        tells("what", "Without this", T, HR, "What is left out to find its price.", width=46),
        tells("points", "Price, points", N, HR, "The total would be higher by so much.", width=10),
        tells("pairs", "More pairs", INT, HR, "How many more would be possible.", width=9),
        tells("note", "How to read it", L, HR, "In plain words.", width=50),
    ),
)

QUESTIONS = Table(
    "questions",
    "Questions",
    (
        asks("mentor", "Mentor", T, HR, "ID, e-mail address or name.", required=True, width=26),
        asks("leader", "Leader", T, HR, "ID, e-mail address or name.", required=True, width=26),
        tells("answer", "Why, or why not", L, HR, "In plain words.", width=70),
        tells("cost", "Cost, points", N, HR, "What forcing this pair would cost.", width=10),
    ),
    identity=("mentor", "leader"),
)

RUNNERS_UP = Table(
    "runners_up",
    "RunnersUp",
    (
        tells("person_id", "ID", T, HR, "Of the person.", width=9),
        tells("name", "Name", T, HR, "Of the person.", width=22),
        tells("role", "Role", T, HR, "Mentor or leader.", width=10),
        tells("now", "Now with", T, HR, "Partner or partners, with the score.", width=34),
        tells("place", "Place", INT, HR, "1 is the best of the others.", width=8),
        tells("other", "Runner-up", T, HR, "A partner they might have instead.", width=22),
        tells("score", "Score", N, HR, "0 to 100.", width=9),
        tells("cost", "Cost, points", N, HR, "What this pair would cost all.", width=10),
        tells("why", "Why not", L, HR, "In plain words.", width=60),
    ),
)

WHAT_IF = Table(
    "what_if",
    "WhatIf",
    (  # as wide as the columns of WHAT_IF_ANSWERS, which stands beneath
        asks("mentor", "Mentor", T, HR, "Choose a mentor, or type an ID or e-mail.", width=30),
        asks("leader", "Leader", T, HR, "Choose a leader, or type an ID or e-mail.", width=26),
    ),
    one_row=True,
)

WHAT_IF_ANSWERS = Table(
    "what_if_answers",
    "WhatIfAnswers",
    (
        tells("question", "Question", T, HR, "What was asked.", width=30),
        tells("mentor", "Mentor", T, HR, "As chosen above at that time.", width=26),
        tells("leader", "Leader", T, HR, "As chosen above at that time.", width=26),
        tells("answer", "Answer", L, HR, "In plain words.", width=70),
        tells("points", "Points", N, HR, "0 to 100; beside “Why not”, the cost.", width=10),
    ),
)

WAITING = Table(
    "waiting",
    "WaitingList",
    (
        tells("person_id", "ID", T, HR, "Of the person.", width=9),
        tells("name", "Name", T, HR, "Of the person.", width=22),
        tells("role", "Role", T, HR, "Mentor or leader.", width=10),
        tells("department", "Department", T, HR, "Of the person.", width=20),
        tells("why", "Why no partner now", L, HR, "In plain words.", width=50),
        tells("change", "The smallest change that helps", L, HR, "In plain words.", width=56),
        tells("later", "Best later partners", L, HR, "With the score they would have.", width=56),
        asks("note", "HR note", L, HR, "Yours; carried over on every run.", width=30),
    ),
    identity=("person_id",),
)

REMATCH = Table(
    "rematch",
    "Rematch",
    (
        tells("option", "Option", T, HR, "How much may change.", width=30),
        tells("most", "Other pairs, at most", INT, HR, "May be disturbed.", width=11),
        tells("disturbed", "Other pairs ended", INT, HR, "Are disturbed.", width=11),
        tells("pairs", "Pairs", INT, HR, "How many then.", width=8),
        tells("total", "Total", N, HR, "Of all scores.", width=10),
        tells("bound", "At most", N, HR, "No such plan can have a higher total.", width=10),
        tells("gain", "Gain, points", N, HR, "Against disturbing nobody.", width=10),
        tells("changes", "What changes", L, HR, "New pairs, and pairs that end.", width=70),
        asks(
            "use",
            "Use this option",
            Kind.YES_NO,
            HR,
            "Yes, then press Rematch once more: its pairs go to the Pairs tab.",
            width=11,
        ),
    ),
    identity=("option",),
)


POINTS, WHY, WHY_NOT, NEXT_BEST = "Points", "Why", "Why not", "Next best partner {}"
PARTNERS = 3
"""So many next best partners of the mentor are listed."""
