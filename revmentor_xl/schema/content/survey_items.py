"""The questions asked at the start, at three months and at six months.

Pure data, worded for this tool. ``leans_on`` names a published instrument whose
idea an item adapts; adapted items are not the instrument, and its norms and
reliability figures do not carry over.
"""

from __future__ import annotations

from typing import NamedTuple

MOMENTS: tuple[str, ...] = ("Start", "Month 3", "Month 6")

_START_AND_END = ("Start", "Month 6")
_MIDDLE = ("Month 3",)
_MIDDLE_AND_END = ("Month 3", "Month 6")
_END = ("Month 6",)


class Item(NamedTuple):
    """One survey question.

    ``moments`` are taken from MOMENTS; ``asked_of`` is "both", "mentor" or
    "leader"; ``kind`` is "rating" (1 disagree to 5 agree), "text", "choice"
    or "score10" (0 to 10).
    """

    key: str
    moments: tuple[str, ...]
    asked_of: str
    header: str
    question: str
    kind: str
    choices: tuple[str, ...] = ()
    leans_on: str = ""


ITEMS: tuple[Item, ...] = (
    Item(
        key="chose_to_take_part",
        moments=_START_AND_END,
        asked_of="both",
        header="Chose to take part",
        question="I am in this program because I chose to be.",
        kind="rating",
    ),
    Item(
        key="know_what_to_offer",
        moments=_START_AND_END,
        asked_of="both",
        header="Know what I can offer",
        question="I know what I have to offer the other person in my pair.",
        kind="rating",
    ),
    Item(
        key="ready_for_discomfort",
        moments=_START_AND_END,
        asked_of="leader",
        header="Ready for discomfort",
        question="I am ready to hear things about this organization, or about me, that sting.",
        kind="rating",
    ),
    Item(
        key="can_decline_topic",
        moments=_START_AND_END,
        asked_of="mentor",
        header="Can decline a topic",
        question="I can say no to any topic, and nothing bad will follow for me.",
        kind="rating",
    ),
    Item(
        key="visibility",
        moments=_START_AND_END,
        asked_of="mentor",
        header="Visibility",
        question="Senior people outside my own team know what I do and what I am good at.",
        kind="rating",
        leans_on="MFQ-9, career support (adapted)",
    ),
    Item(
        key="confidence",
        moments=_START_AND_END,
        asked_of="mentor",
        header="Confidence",
        question="When senior people are in the room, I say what I think.",
        kind="rating",
    ),
    Item(
        key="leadership",
        moments=_START_AND_END,
        asked_of="mentor",
        header="Sees self as able to lead",
        question="I see myself as someone who can lead others here.",
        kind="rating",
    ),
    Item(
        key="skill_level",
        moments=_START_AND_END,
        asked_of="leader",
        header="At ease with new skills",
        question="I am at ease using the skills that I named as the ones I came to learn.",
        kind="rating",
    ),
    Item(
        key="understands_juniors",
        moments=_START_AND_END,
        asked_of="leader",
        header="Understands juniors",
        question="I understand how junior colleagues experience working in this organization.",
        kind="rating",
        leans_on="MCA-21, addressing diversity (adapted)",
    ),
    Item(
        key="meets_as_planned",
        moments=_MIDDLE,
        asked_of="both",
        header="We meet as planned",
        question="Our sessions take place as planned, or are moved and then held.",
        kind="rating",
    ),
    Item(
        key="talks_useful",
        moments=_MIDDLE,
        asked_of="both",
        header="Our talks are useful",
        question="I usually leave our sessions with something that I can use.",
        kind="rating",
    ),
    Item(
        key="can_raise_hard_point",
        moments=_MIDDLE,
        asked_of="both",
        header="Can raise a hard point",
        question="I can bring up a difficult point with the other person in my pair.",
        kind="rating",
        leans_on="Edmondson, psychological safety, seven items made for teams (adapted)",
    ),
    Item(
        key="heard_as_professional",
        moments=_MIDDLE,
        asked_of="mentor",
        header="Heard as a professional",
        question=(
            "My leader listens to me for what I know and can do, not as the voice of a group."
        ),
        kind="rating",
        leans_on="Edmondson, psychological safety, seven items made for teams (adapted)",
    ),
    Item(
        key="workload_fair",
        moments=_MIDDLE,
        asked_of="mentor",
        header="Workload is fair",
        question=(
            "The time that mentoring takes is reasonable, and it is recognized as part of my work."
        ),
        kind="rating",
    ),
    Item(
        key="changed_one_thing",
        moments=_MIDDLE,
        asked_of="leader",
        header="Changed one thing",
        question="I now do at least one thing differently because of what my mentor showed me.",
        kind="rating",
    ),
    Item(
        key="pairing_wish",
        moments=_MIDDLE,
        asked_of="both",
        header="Wish for the pairing",
        question=(
            "What would you like for your pairing from here? Keep it as it is, adjust how you "
            "work together, or change to another partner. You need not give a reason; your "
            "answer goes to HR only."
        ),
        kind="choice",
        choices=("Keep", "Adjust", "Change"),
    ),
    Item(
        key="help_wanted",
        moments=_MIDDLE,
        asked_of="both",
        header="Help wanted",
        question=(
            "What would make the next three months easier or better? HR reads your answer and "
            "passes nothing on without asking you."
        ),
        kind="text",
    ),
    Item(
        key="success_story",
        moments=_MIDDLE_AND_END,
        asked_of="both",
        header="Success story",
        question=(
            "Tell us about one moment when these sessions made a difference: what happened, and "
            "what was different afterwards? Please leave out anything said in confidence."
        ),
        kind="text",
    ),
    Item(
        key="story_consent",
        moments=_MIDDLE_AND_END,
        asked_of="both",
        header="May we share the story?",
        question=(
            "May HR share your story outside the program? No: HR alone keeps it. Anonymous: "
            "without names or telling details. Named: with your own name; anyone else "
            "you mention is asked first."
        ),
        kind="choice",
        choices=("No", "Anonymous", "Named"),
    ),
    Item(
        key="skills_gained",
        moments=_END,
        asked_of="both",
        header="Skills gained",
        question=(
            "Which skills did you gain or strengthen in these six months? Separate them with "
            "commas."
        ),
        kind="text",
    ),
    Item(
        key="decision_influenced",
        moments=_END,
        asked_of="leader",
        header="A decision influenced",
        question=(
            "Describe one decision that you took differently because of your mentor. What was "
            "decided, and what would you have done before?"
        ),
        kind="text",
    ),
    Item(
        key="recommend",
        moments=_END,
        asked_of="both",
        header="Would recommend (0-10)",
        question=(
            "How likely are you to recommend this program to a colleague? 0 means not at all, "
            "10 means without hesitation."
        ),
        kind="score10",
    ),
    Item(
        key="continue_wish",
        moments=_END,
        asked_of="both",
        header="Wish to go on",
        question=(
            "What would you like to do after the review? Continue with the same partner, take "
            "part again with a new partner, or stop here. Every answer is welcome and none needs "
            "a reason."
        ),
        kind="choice",
        choices=("Continue", "New partner", "Stop"),
    ),
)
