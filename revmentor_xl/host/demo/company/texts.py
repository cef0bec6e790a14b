"""What people write in their own words: pools of sentences to deal from.

`{skill}` becomes a skill in lower case where it may be, see `worded`.
"""

from __future__ import annotations

NOMINATION_REASONS: tuple[str, ...] = (
    "Explains new tools so patiently that half the floor goes there first.",
    "Asked the best question at the last town hall.",
    "Runs the lunch sessions on automation and has ideas for more.",
    "New to the company and sees what the rest of us no longer notice.",
    "Said in the last one-to-one that teaching is what gives energy.",
    "Knows our young customers better than any study we have bought.",
    "Quiet in large rounds, very clear in a conversation of two.",
    "Has built a small dashboard that three departments now use.",
    "Would gain a lot from meeting people outside the own department.",
    "Helped two colleagues through their first months without being asked.",
    "Honest, kind, and not impressed by titles.",
    "Brought video into our campaigns and can show how.",
    "Would like to be seen beyond the team, and deserves it.",
    "Good at saying hard things so that people can hear them.",
    "Works on two sites and knows how both of them tick.",
    "Started a reading circle on responsible use of AI.",
    "Wants to learn how decisions are made further up.",
    "Turned the onboarding guide from forty pages into six.",
    "Writes the clearest messages in the whole unit.",
    "Always the one who tries the beta version first.",
    "Volunteered twice last year when there was no place left.",
    "Speaks up for the night shift when nobody else does.",
    "Has taught spreadsheets to apprentices and loved it.",
    "Comes from another industry and compares without complaining.",
    "Would be a fair and lively partner for anyone.",
)

SELF_NOMINATION_REASONS: tuple[str, ...] = (
    "I think I could show a leader how our work really looks. And I am curious.",
    "I like to teach, and I would like to know how things look from above.",
    "My manager does not know yet, but is fine with such things.",
    "I read about the program and could think of three things to show at once.",
    "Nobody asked me, so I ask myself.",
)

MENTOR_GOALS: tuple[str, ...] = (
    "Lead a small project of my own within a year.",
    "Find out whether I would rather be an expert or lead people; {skill} will matter either way.",
    "Get better at {skill} and use it outside my team.",
    "Move into a role with more contact with customers.",
    "Understand how budgets are decided, so that my proposals stand a chance.",
    "Be somebody whom other departments ask for advice.",
    "Present my own work to senior people without shaking knees.",
    "Work at another site for half a year.",
    "Build something that is still in use in five years.",
    "A team lead role in three years; {skill} is my biggest gap.",
    "I do not have a plan yet. I want to meet people who made unusual moves.",
    "Grow in {skill} and mentor the next intake myself.",
    "Change from support into product work.",
    "Take over a region or a product line one day.",
    "Learn to say no, to prioritize and still be liked.",
    "Become the person here who knows most about {skill}.",
    "Finish my part-time degree and use it here.",
    "See my ideas through to the end instead of handing them over.",
    "Work closer to strategy, less on tickets.",
    "Stay hands-on, yet have a say in how we work.",
    "Find my voice in meetings with twenty people.",
    "Prepare for a first leadership course next spring.",
)

LEADER_GOALS: tuple[str, ...] = (
    "Understand what our youngest colleagues expect before they leave, not after.",
    "Get to know {skill} at first hand instead of in slides.",
    "Hear early what does not reach me any more.",
    "Stop being the last one to learn about a new tool.",
    "Hand over a department in which people speak openly.",
    "Find out how our customers under thirty really choose.",
    "Make our meetings shorter and better.",
    "Get honest feedback from somebody who does not report to me.",
    "Bring {skill} into my unit without another big project.",
    "Learn how people who work remotely see us in the head office.",
    "Decide faster, with better data and fewer rounds.",
    "Be a sponsor for people who are not like me.",
    "Prepare the unit for the next five years; {skill} is part of it.",
    "Keep learning. The last ten years went by too fast.",
    "Understand why good people turn down our offers.",
    "See my own blind spots; others surely do.",
    "Learn enough about {skill} to ask better questions.",
    "Take part as a learner for once.",
)

MENTOR_TAUGHT: tuple[str, ...] = (
    "{skill}: the basics, with a real task",
    "A tour of {skill}, on the leader's own screen",
    "{skill}, second part; the leader led this time",
    "Three small things about {skill} that few know",
    "What {skill} means in my team every day",
    "{skill}: what to trust and what to check",
    "{skill} with an example from our department",
    "{skill}: two schools, and what each is good for",
    "Went through the questions that came up since last time ({skill})",
    "A quarter of an hour of {skill}, then practice",
)

LEADER_TAUGHT: tuple[str, ...] = (
    "{skill}: how I prepare, with last week's case",
    "What I got wrong about {skill}, and what I do now",
    "{skill} in practice: sat in on a meeting together",
    "A story about {skill} and what it cost",
    "{skill}, rehearsed with an example of the mentor's",
    "Who decides what, and where {skill} comes in",
    "Feedback on a draft; {skill}",
    "{skill}: three questions that I always ask",
    "Introduced a colleague who is strong in {skill}",
    "How {skill} looks from the executive floor",
)

HELP_WANTED_GOOD: tuple[str, ...] = (
    "",
    "",
    "",
    "Nothing at the moment.",
    "A list of topics that other pairs found useful.",
    "A quiet room that is not on the executive floor.",
    "Half an hour with all mentors, just to compare notes.",
    "It would help if the dates could not be overwritten by the weekly board round.",
    "Some material for a beginner would be good.",
    "A reminder a day before, please.",
    "We would like to visit a customer together. Is there a budget?",
    "Perhaps a short text on how to end a session well.",
)

HELP_WANTED_TROUBLE: tuple[str, ...] = (
    "We have hardly met. I would like somebody to talk to both of us.",
    "The hour is always the first thing to be moved. Help with a fixed time, please.",
)

MENTOR_STORIES: tuple[str, ...] = (
    "We rebuilt a weekly overview together. It used to take two hours, now it is twenty minutes, "
    "and I presented it to the whole department.",
    "I said that nobody reads the monthly letter. Two weeks later it was one page long, and "
    "people answered it.",
    "I was asked to tell a round of directors what we had done in our sessions. I was nervous, "
    "and it went well.",
    "After we had talked about how projects get their money I wrote my first business case. It "
    "was sent back once and then accepted.",
    "I showed how our sign-up looks on a small phone. The next release had the fix in it.",
    "I was invited to a customer meeting and not only as the one who takes notes.",
    "For the first time I understood why a decision that annoyed all of us was taken. I could "
    "explain it to my team.",
    "I practiced a difficult talk with my leader and then had it. It was fine.",
    "The sessions on {skill} were the best part for me; I have used it three times since.",
    "I now chair our team meeting every other week; that was an idea from our sessions.",
    "Somebody whom I met through my leader has asked me to join a project group.",
    "I learned to put my point first and the reasons after it. My mails get answers now.",
    "I told how the shift change works in truth. The plan was altered in the same month.",
    "We swapped calendars for a day. Both of us dropped a meeting afterwards.",
    "I asked for time to learn more about {skill}, and for the first time I got a plain yes.",
    "My leader named me when the idea was presented. I had not expected that.",
    "When I did not know an answer I said so, and we looked it up together. That took away a "
    "lot of fear.",
    "I have turned down one task with good reasons. Before, I would have worked late.",
    "We wrote down what a new colleague needs in week one. It is used in two teams now.",
    "I had prepared slides and we did not need them. I prepare questions now.",
)

LEADER_STORIES: tuple[str, ...] = (
    "I told my own team that I am a beginner in {skill}. Since then three of them have shown me "
    "what they are trying out.",
    "My mentor asked why we need three signatures for a small purchase. I had no answer, and "
    "now we need one.",
    "I had thought that our new colleagues want more events. They want earlier answers. We "
    "changed the first week.",
    "I read a draft aloud and saw my mentor's face. The announcement that we sent was another one.",
    "We watched how a customer orders on the phone. I had never seen it. It changed what we "
    "build first.",
    "I stopped speaking first in my Monday round. It takes five minutes longer and we hear twice "
    "as much.",
    "I can now look up our numbers myself instead of asking for a report. My assistant is "
    "relieved.",
    "I was told, kindly, that my door is open but my calendar is not. There is now an hour a "
    "week for anybody.",
    "A job advertisement that we wrote together brought answers from people we had not reached.",
    "I learned more about our night shift in an hour than in a year of reports.",
    "After two sessions on {skill} I knew which offer we do not need. It saved us a large order.",
    "I asked for feedback after a presentation and got an honest piece. I have used it twice.",
    "I did a small task with a tool I had only ever approved. Now I know what I had approved.",
    "We agreed that I say nothing for twenty minutes. I heard of two problems that nobody had "
    "written down.",
    "A sentence of my mentor's is on my desk: who is this meeting for? I ask it every day.",
    "I brought {skill} into our leadership round, with my mentor as the one who explained it.",
    "I tried out our own travel form. It is being rebuilt.",
    "I have begun to send short voice messages to the sites. They answer, which letters never "
    "managed.",
)

DECISIONS: tuple[str, ...] = (
    "We test a tool with five users before we buy it. Before, we would have gone by the slides "
    "of the vendor.",
    "The spring campaign starts with short videos and a third of the print budget. I would have "
    "kept the old split.",
    "New people get their laptop and a named colleague before the first day. I had not known "
    "that they waited for a week.",
    "I postponed the change of the shift plan by a month and asked the teams first.",
    "Two open positions were advertised without the degree requirement.",
    "I gave the pilot to a mixed group instead of to the usual experts.",
    "We cancelled a report that nobody read. I would have added a page to it.",
    "The monthly call is recorded and kept to twenty minutes, because half of the people "
    "could never join.",
    "We kept the small supplier that our customers talk about. On paper it was the dearer one.",
    "I moved part of the budget for an agency into training our own people in {skill}.",
    "Our meeting rules were rewritten: written round first, then talk.",
    "I said no to a product idea after we had looked at what people under thirty really do.",
)

NO_DECISION: tuple[str, ...] = ("", "None yet.", "Too early to say.")

DECISION_NOTES: tuple[str, ...] = (
    "Spoke with both separately. New fixed slot, shorter sessions; look again in four weeks.",
    "Called both. They agree on a new slot and on who writes the agenda.",
)


def worded(template: str, skill: str) -> str:
    """The sentence with the skill in it, its first letter large at the beginning."""
    shown = skill if _keeps_capital(skill) else skill[0].lower() + skill[1:]
    text = template.format(skill=shown)
    return text[:1].upper() + text[1:]


def _keeps_capital(skill: str) -> bool:
    first = skill.split()[0]
    brands = ("Microsoft", "Google", "Power", "Tableau", "Python", "LinkedIn", "Gen", "Java")
    return (
        first in brands
        or any(letter.isupper() for letter in first[1:])
        or len(first) < 3
        or (first in ("Azure", "Docker", "Kubernetes", "Git", "R"))
    )
