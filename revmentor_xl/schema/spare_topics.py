"""Session topics in reserve: of the same length and worth as the thirteen.

They serve longer programs, and stand in wherever another topic is wanted.
Written exactly like ``topics.py``, so that a session plan reads as one piece.
"""

from __future__ import annotations

from revmentor_xl.schema.topics import Topic

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
