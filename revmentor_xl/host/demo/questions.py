"""How the enrollment forms put their questions."""

from __future__ import annotations

_ASKED_OF_BOTH = {
    "department": "Which department do you work in?",
    "job_title": "What is your job title?",
    "level": "What is your level?",
    "location": "Where do you work?",
    "time_zone": "Which time zone are you in?",
    "languages": "Which languages can you hold a conversation in?",
    "strengths": "What can you teach others?",
    "learning_goals": "What would you like to learn?",
    "career_goals": "What are your career goals?",
    "values": "Three values that matter to you at work",
    "styles": "How do you like to work?",
    "interests": "What are your interests?",
    "availability": "When are you usually available?",
    "preferred": "Is there anyone you would like to be paired with?",
    "not_with": "Is there anyone you would rather not be paired with?",
    "volunteered": "Do you volunteer?",
}
MENTOR_QUESTIONS = {
    **_ASKED_OF_BOTH,
    "manager": "Who is your manager?",
    "ergs": "Are you a member of an Employee Resource Group?",
    "generation": "Age group",
    "perspectives": "Which perspectives are you happy to bring?",
    "topics_offered": "Which personal topics are you happy to talk about?",
    "topics_declined": "Which topics would you rather not talk about?",
}
LEADER_QUESTIONS = {
    "name": "Your name",
    **_ASKED_OF_BOTH,
    "generation": "Age group",
    "perspectives": "Which perspectives would you like to hear?",
    "circle": "Where do the people you ask for advice come from?",
    "capacity": "How many partners could you take?",
}
"""Column of the program -> the question as the form puts it."""

LUNCH = "Anything we should know for the kick-off lunch?"
"""A question that no column is made for."""
