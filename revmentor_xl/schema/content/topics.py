"""Thirteen fortnightly session topics, about six months of conversations.

Pure data. Topics that touch on identity or on a person's own experience of the
culture are opt-in. Each of them carries an alternative of the same length and
worth, and its two skill-exchange prompts fit both versions, so that nothing in
a session plan shows which version a pair was first offered.
"""

from __future__ import annotations

from typing import NamedTuple


class Topic(NamedTuple):
    """One 60-minute session: the agenda, and what each side teaches the other.

    ``agenda`` holds three timed steps separated by newlines. The alternative
    fields are filled for opt-in topics only.
    """

    number: int
    title: str
    agenda: str
    opt_in: bool
    alternative_title: str
    alternative_agenda: str
    mentor_teaches: str
    leader_teaches: str


TOPICS: tuple[Topic, ...] = (
    Topic(
        number=1,
        title="Our agreement and our stories",
        agenda=(
            "0-20 min: Each tells the story of three turning points at work and their lesson.\n"
            "20-45 min: Read the ground rules together. Agree how to disagree, where to meet, "
            "and what stays in the room.\n"
            "45-60 min: Each names two skills to learn and two to teach. Put the next three "
            "dates in the calendar."
        ),
        opt_in=False,
        alternative_title="",
        alternative_agenda="",
        mentor_teaches=(
            "Show the one app, channel or source that keeps you up to date, and how you chose it."
        ),
        leader_teaches=(
            "Share how you prepare for a first conversation that matters; let the mentor try it."
        ),
    ),
    Topic(
        number=2,
        title="A day in my job",
        agenda=(
            "0-25 min: The mentor walks through last Tuesday hour by hour: what moved, what "
            "waited, what was done twice.\n"
            "25-45 min: The leader does the same for one of their own days. Compare where the "
            "time goes.\n"
            "45-60 min: Choose one small obstacle that the leader could remove, and agree who "
            "hears about it and how."
        ),
        opt_in=False,
        alternative_title="",
        alternative_agenda="",
        mentor_teaches=(
            "Demonstrate a shortcut or tool that saves you an hour a week, on the leader's screen."
        ),
        leader_teaches=(
            "Explain how you decide what not to do, with last week's calendar as the example."
        ),
    ),
    Topic(
        number=3,
        title="My own experience of our culture",
        agenda=(
            "0-25 min: The mentor picks two moments that show what it is like to work here, one "
            "that gave energy and one that cost it.\n"
            "25-45 min: The leader listens, asks open questions only, then says what was new.\n"
            "45-60 min: Together, name one habit here worth keeping and one worth changing."
        ),
        opt_in=True,
        alternative_title="How decisions reach us",
        alternative_agenda=(
            "0-25 min: The mentor picks two recent decisions and tells how each arrived: who "
            "said it, when, and what was left unclear.\n"
            "25-45 min: The leader tells how the same decisions looked from above, and why.\n"
            "45-60 min: Together, rewrite one announcement so that it answers the real questions."
        ),
        mentor_teaches=(
            "Teach the leader to read between the lines: what people hear when a message goes out."
        ),
        leader_teaches=(
            "Teach how to raise an observation with senior people so that it is heard and used."
        ),
    ),
    Topic(
        number=4,
        title="Digital habits and tools",
        agenda=(
            "0-20 min: Each shows their real phone or desktop: what is open all day, what is "
            "never used.\n"
            "20-45 min: The mentor gives a tour of three digital trends and says which one will "
            "matter to this organization, and why.\n"
            "45-60 min: The leader chooses one habit to change for two weeks. Note how you will "
            "both know that it helped."
        ),
        opt_in=False,
        alternative_title="",
        alternative_agenda="",
        mentor_teaches=(
            "Set up one useful tool with the leader, from sign-in to first result, hands off "
            "the keyboard."
        ),
        leader_teaches=(
            "Show how you judge whether a new technology deserves money: three questions, one "
            "true case."
        ),
    ),
    Topic(
        number=5,
        title="Try one tool together",
        agenda=(
            "0-10 min: Pick one real task of the leader's, small enough to finish today and free "
            "of confidential data.\n"
            "10-45 min: The leader does it with a tool the mentor knows well. The mentor guides "
            "with words only.\n"
            "45-60 min: Compare with the old way: time, quality, risk. Decide whether a team "
            "should try it too."
        ),
        opt_in=False,
        alternative_title="",
        alternative_agenda="",
        mentor_teaches=(
            "Teach how to ask a tool a good question, check the answer, and spot a confident "
            "mistake."
        ),
        leader_teaches=(
            "Explain how a pilot becomes a project here: who must say yes, and what convinces them."
        ),
    ),
    Topic(
        number=6,
        title="Belonging and small slights",
        agenda=(
            "0-20 min: Each recalls a moment of feeling at home in a group, and what somebody "
            "did to make it so.\n"
            "20-45 min: Talk about small remarks or habits that push people to the edge. Tell "
            "only what you wish to tell.\n"
            "45-60 min: The leader writes down one thing to do when it happens in their presence."
        ),
        opt_in=True,
        alternative_title="What makes a good first year",
        alternative_agenda=(
            "0-20 min: Each recalls the first year in a job, and what somebody did that made it "
            "easier.\n"
            "20-45 min: Talk through the first day, month and year here. Where do people find "
            "their feet, and where do they stall?\n"
            "45-60 min: The leader writes down one thing to do for the next person who joins."
        ),
        mentor_teaches=(
            "Teach two or three phrases that make people feel welcome, and two that have had "
            "their day."
        ),
        leader_teaches=(
            "Teach how to put things right in the moment, calmly and early, without shaming anyone."
        ),
    ),
    Topic(
        number=7,
        title="Check-in: how are we doing?",
        agenda=(
            "0-20 min: Each says what has been most useful so far, and one thing to do differently "
            "from now on.\n"
            "20-40 min: Look back at the skills you named at the start. Which have moved, and "
            "which need another way?\n"
            "40-60 min: Choose the emphasis of the coming sessions and confirm the dates. HR's "
            "check-in is answered alone, afterwards."
        ),
        opt_in=False,
        alternative_title="",
        alternative_agenda="",
        mentor_teaches=(
            "Give the leader one piece of honest feedback: what you saw, what it did, what you "
            "suggest."
        ),
        leader_teaches=(
            "Show how to take feedback well: thank, ask one question, and come back with an answer."
        ),
    ),
    Topic(
        number=8,
        title="Who gets heard",
        agenda=(
            "0-20 min: Each sketches a recent meeting: who spoke first, who was cut short, whose "
            "idea was picked up.\n"
            "20-45 min: Look for the pattern. What helps a new or quiet voice to count, and what "
            "gets in its way?\n"
            "45-60 min: Agree on one change to a meeting the leader runs in the next two weeks."
        ),
        opt_in=True,
        alternative_title="Meetings worth the time",
        alternative_agenda=(
            "0-20 min: Each sketches a recent meeting: what it was for, who prepared, and what "
            "was different afterwards.\n"
            "20-45 min: Look for the pattern. Which meetings move work forward, and which could "
            "be a message or a page?\n"
            "45-60 min: Agree on one change to a meeting the leader runs in the next two weeks."
        ),
        mentor_teaches=(
            "Teach a way to gather ideas without talking, such as a shared board or written round."
        ),
        leader_teaches=(
            "Teach how to enter a conversation among senior people and hold the floor for two "
            "minutes."
        ),
    ),
    Topic(
        number=9,
        title="A live problem of the leader's",
        agenda=(
            "0-15 min: The leader lays open a challenge that is not solved yet, with the doubts "
            "left in.\n"
            "15-45 min: The mentor questions the assumptions, adds what colleagues and customers "
            "see, and sketches two options.\n"
            "45-60 min: The leader says what has changed in their thinking, and the next step "
            "they will take."
        ),
        opt_in=False,
        alternative_title="",
        alternative_agenda="",
        mentor_teaches=(
            "Bring one fresh method to the problem, such as a quick test with five users."
        ),
        leader_teaches=(
            "Think aloud about a trade-off: what you weigh, what you cannot know, when you decide."
        ),
    ),
    Topic(
        number=10,
        title="How this organization really works",
        agenda=(
            "0-25 min: The leader draws the organization as it works in practice: where money, "
            "influence and information flow.\n"
            "25-45 min: The mentor adds the view from the ground and marks where things stick.\n"
            "45-60 min: Follow one idea of the mentor's across the drawing: whose support it "
            "needs, and in which order."
        ),
        opt_in=False,
        alternative_title="",
        alternative_agenda="",
        mentor_teaches=(
            "Show the informal channels where colleagues really ask for help and get answers."
        ),
        leader_teaches=(
            "Explain one page of the budget or the strategy until the mentor can explain it back."
        ),
    ),
    Topic(
        number=11,
        title="Tomorrow's customers and talent",
        agenda=(
            "0-20 min: The mentor shows three examples of how people at the start of their careers "
            "now choose, buy or apply.\n"
            "20-45 min: Visit your own careers page or shop as a stranger would. Note every moment "
            "of delight and of doubt.\n"
            "45-60 min: Turn the notes into one proposal with an owner, a first step and a date."
        ),
        opt_in=False,
        alternative_title="",
        alternative_agenda="",
        mentor_teaches=(
            "Teach how to read a trend online: who started it, who follows it, and whether it "
            "will last."
        ),
        leader_teaches=(
            "Teach how to turn an observation into a business case: size, cost, risk, first test."
        ),
    ),
    Topic(
        number=12,
        title="Act and report back",
        agenda=(
            "0-20 min: The leader reports what they have done with what they learned, including "
            "what did not work.\n"
            "20-45 min: Pick the change with the most promise and plan how to make it last "
            "beyond the two of you.\n"
            "45-60 min: Agree whose ideas are credited, where and with whose consent. Draft two "
            "sentences for the review."
        ),
        opt_in=False,
        alternative_title="",
        alternative_agenda="",
        mentor_teaches=(
            "Help the leader tell the change as a short story or post that colleagues would read."
        ),
        leader_teaches=(
            "Coach the mentor in presenting a result to executives in three minutes, with one "
            "request."
        ),
    ),
    Topic(
        number=13,
        title="Review and thanks",
        agenda=(
            "0-25 min: Go back to the stories and skills of the first session. Each says what "
            "has changed since.\n"
            "25-45 min: Name one decision that was better because of these conversations, and "
            "one question still open.\n"
            "45-60 min: Thank each other for something specific, and decide whether and how to "
            "stay in touch."
        ),
        opt_in=False,
        alternative_title="",
        alternative_agenda="",
        mentor_teaches=(
            "Leave the leader a list of three things to read, follow or try in the coming months."
        ),
        leader_teaches=(
            "Offer one introduction or open door, and explain how to make the most of it."
        ),
    ),
)


SPARE_TOPICS: tuple[Topic, ...] = (
    Topic(
        number=14,
        title="Learning something new",
        agenda=(
            "0-20 min: Each tells how they last learned something difficult: what helped, and "
            "what was a waste of time.\n"
            "20-45 min: Pick one thing that both want to learn. Find the best source and work "
            "through its first part side by side.\n"
            "45-60 min: Each writes down a plan for two weeks, and how the other will see "
            "progress."
        ),
        opt_in=False,
        alternative_title="",
        alternative_agenda="",
        mentor_teaches=(
            "Show where you look first to learn something, and how you tell good sources from bad."
        ),
        leader_teaches=(
            "Tell which of your skills has served you longest, and how you would learn it today."
        ),
    ),
    Topic(
        number=15,
        title="Writing that gets read",
        agenda=(
            "0-15 min: Each brings one message of their own that worked well, and one that nobody "
            "ever answered.\n"
            "15-45 min: Rewrite the second one together, first for a phone screen, then for a "
            "busy executive.\n"
            "45-60 min: Agree on three rules for your own messages and try them until you meet "
            "again."
        ),
        opt_in=False,
        alternative_title="",
        alternative_agenda="",
        mentor_teaches=(
            "Teach how to say something in one short post: the first line, the picture, the ask."
        ),
        leader_teaches=(
            "Teach how to write half a page on which somebody can decide: choice, cost, advice."
        ),
    ),
    Topic(
        number=16,
        title="A customer's journey",
        agenda=(
            "0-15 min: Choose one thing a customer or colleague must do here, such as ordering, "
            "applying or asking for help.\n"
            "15-45 min: Do it yourselves, step by step, as if for the first time. Note each "
            "wait, detour and surprise.\n"
            "45-60 min: Pick the smallest repair with the largest effect, and who could make it."
        ),
        opt_in=False,
        alternative_title="",
        alternative_agenda="",
        mentor_teaches=(
            "Show how you compare services before you choose one, and what makes you leave."
        ),
        leader_teaches=(
            "Explain which promises to customers are hard to keep, and what stands in the way."
        ),
    ),
    Topic(
        number=17,
        title="Time and attention",
        agenda=(
            "0-20 min: Each draws a usual week: when the best work gets done, and what breaks "
            "into it.\n"
            "20-45 min: Compare notes on messages, meetings and deep work. Where do the two of "
            "you cost other people time?\n"
            "45-60 min: Each changes one default, such as an alert or a standing meeting, for "
            "two weeks."
        ),
        opt_in=False,
        alternative_title="",
        alternative_agenda="",
        mentor_teaches=(
            "Set up one filter, rule or automatic step that gives the leader ten minutes a day."
        ),
        leader_teaches=(
            "Explain how you guard an hour for thinking when everybody wants a piece of it."
        ),
    ),
)
