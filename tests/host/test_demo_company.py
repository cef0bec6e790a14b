"""The demo's company: invented, the same for the same seed, and fit to be paired."""

from __future__ import annotations

import pytest

from revmentor_xl.host.demo.company.company import Company, Employee, invent_company
from revmentor_xl.host.demo.company.names import Deck, plain_ascii
from revmentor_xl.host.demo.company.texts import worded
from revmentor_xl.schema.content import defaults

RANK = dict(defaults.LEVELS)
SKILLS = {skill.name for skill in defaults.SKILLS}
TOPICS = {topic.title for topic in defaults.TOPICS}
BLOCKS = {block[0] for block in defaults.TIME_BLOCKS}


@pytest.fixture(scope="module")
def company() -> Company:
    return invent_company(10, 7)


def chain(company: Company, person: Employee) -> list[str]:
    by_id = {one.id: one for one in company.employees}
    line = []
    while person.manager:
        person = by_id[person.manager]
        line.append(person.id)
    return line


@pytest.mark.parametrize(
    ("pairs", "mentors", "leaders"), [(2, 3, 3), (4, 6, 5), (10, 14, 12), (500, 700, 600)]
)
def test_it_has_more_nominees_and_leaders_than_pairs(pairs, mentors, leaders):
    company = invent_company(pairs, 1)
    assert len(company.mentors) == mentors
    assert len(company.leaders) == leaders


def test_the_same_seed_gives_the_same_company_and_another_seed_another():
    assert invent_company(6, 3) == invent_company(6, 3)
    assert invent_company(6, 3) != invent_company(6, 4)


@pytest.mark.parametrize("seed", range(12))
def test_addresses_can_belong_to_nobody(seed):
    company = invent_company(10, seed)
    addresses = [one.email for one in company.employees]
    assert all(address.isascii() and address.endswith(".example") for address in addresses)
    assert len(set(addresses)) == len(addresses)


def test_everybody_reports_up_to_one_chief(company):
    chief = company.employees[0]
    for one in company.employees[1:]:
        assert chain(company, one)[-1] == chief.id


def test_some_mentors_would_meet_somebody_of_their_own_line(company):
    leaders = {one.person.id for one in company.leaders}
    assert sum(bool(leaders & set(chain(company, m.person))) for m in company.mentors) >= 5


def test_every_mentor_stands_two_ranks_below_every_leader(company):
    highest = max(RANK[one.person.level] for one in company.mentors)
    lowest = min(RANK[one.person.level] for one in company.leaders)
    assert lowest - highest >= 2


def test_answers_use_the_programs_own_lists(company):
    for one in (*company.mentors, *company.leaders):
        said = one.answers
        assert {*said.strengths, *said.learning_goals} <= SKILLS
        assert not set(said.strengths) & set(said.learning_goals)
        assert {*said.topics_offered, *said.topics_declined} <= TOPICS
        assert not set(said.topics_offered) & set(said.topics_declined)
        assert set(said.availability) <= BLOCKS
        assert len(said.availability) >= 3
        assert set(defaults.LANGUAGES) >= set(said.languages)
        assert set(defaults.PERSPECTIVES) >= set(said.perspectives)
        assert set(defaults.VALUES) >= set(said.values)
        assert set(defaults.WORKING_STYLES) >= set(said.styles)


def test_there_is_something_private_to_protect(company):
    people = (*company.mentors, *company.leaders)
    assert any(one.answers.not_with for one in people)
    assert any(one.answers.topics_declined for one in people)
    assert any(one.answers.ergs for one in people)
    for one in people:
        assert not set(one.answers.not_with) & set(one.answers.preferred)


def test_ten_nominations_do_not_repeat_a_sentence(company):
    reasons = [nomination.why for nomination in company.nominations]
    assert len(set(reasons)) == len(reasons)
    goals = [one.answers.career_goals for one in company.mentors]
    assert len(set(goals)) == len(goals)


def test_a_deck_deals_every_card_before_any_comes_again():
    import random

    deck = Deck(random.Random(1), "abcde")
    assert sorted(deck.deal() for _ in range(5)) == list("abcde")
    assert deck.deal() in "abcde"


@pytest.mark.parametrize(
    ("template", "skill", "sentence"),
    [
        ("Get better at {skill}.", "Public speaking", "Get better at public speaking."),
        ("{skill} first", "Public speaking", "Public speaking first"),
        ("We tried {skill}.", "Generative AI", "We tried generative AI."),
        ("We tried {skill}.", "SQL", "We tried SQL."),
        ("We tried {skill}.", "Power BI", "We tried Power BI."),
        ("We tried {skill}.", "C#", "We tried C#."),
        ("We tried {skill}.", "E-commerce", "We tried e-commerce."),
        ("We tried {skill}.", "R programming", "We tried R programming."),
        ("We tried {skill}.", "LinkedIn presence", "We tried LinkedIn presence."),
    ],
)
def test_a_skill_stands_in_a_sentence_as_people_write_it(template, skill, sentence):
    assert worded(template, skill) == sentence


def test_addresses_are_plain():
    assert plain_ascii("Zoë Lindenlöv") == "zoe lindenlov"
