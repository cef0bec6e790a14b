"""Finding what must not be shared in a text that is to be shared."""

from __future__ import annotations

import pytest

from revmentor_xl.books.book import Formula
from revmentor_xl.program import Program
from revmentor_xl.schema.content.defaults import ITEMS
from revmentor_xl.steps.sharing.secrets import Secrets, Vocabulary, plain
from revmentor_xl.steps.sharing.wording import LABELS, vocabulary
from tests.programs import filled, program

PEOPLE = program(
    mentors=[
        {"id": "M001", "name": "Tom Wu", "not_with": "Kim Roe"},
        {"id": "M002", "name": "Annika Stone", "topics_declined": "Faith at work"},
    ],
    leaders=[{"id": "L001", "name": "In Do"}],
)
COPY = Vocabulary.of(["In their own words"])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tom taught me to listen.", "a name"),
        ("It was tom who said it.", ""),  # “tom” may be anything
        ("Annika taught me to listen.", "a name"),
        ("I spoke to annika stone.", "a name"),
        ("Kim never came.", "a name"),
        ("Then Wu came.", "a name"),
        ("Then wu came.", ""),
        ("Write to m002@example.com.", "an e-mail address"),
        ("See M001.", "an ID"),
        ("We did not speak of faith at work.", "a private answer"),
        ("In the end we changed it.", ""),  # the copy's own labels say “In”
        ("We changed the first week.", ""),
    ],
)
def test_a_text_is_searched_for_what_it_must_not_tell(text: str, kind: str) -> None:
    assert Secrets.of(PEOPLE).found_in(text, COPY) == kind


def cells_of_every_kind() -> Program:
    """One secret in each way in which a cell can hold one."""
    made = program(
        mentors=[
            {
                "id": "M001",
                "name": "Tom Wu",
                "manager": "boss@corp.example",
                "preferred": "Vera Holm; QX77",
                "not_with": "Ola Gunn; pia@else.example\nXK42",
                "topics_declined": "Faith at work; Grief and loss\nOld age",
                "job_title": "Keeper; of lamps",
                "note": "slow to answer",
            },
            {"id": "1234", "name": "Ada Byrd", "department": "Harbour office"},
            {"id": "12345", "name": "Una Falk"},
        ],
        leaders=[{"id": "L001", "name": Formula("=B9", "Pam Crow")}],
    )
    return filled(
        made,
        "health",
        [{"pair_id": "P0001", "why": "Nothing calls for help.", "decision": "part them in May"}],
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ask boss@corp.example.", "an e-mail address"),
        ("Ask pia@else.example.", "an e-mail address"),
        ("Vera spoke.", "a name"),
        ("Ola Gunn spoke.", "a name"),
        ("Look at QX77.", "an ID"),
        ("Look at XK42.", "an ID"),
        ("Pam Crow spoke.", "a name"),  # what the formula shows
        ("of grief and loss", "a private answer"),
        ("in old age", "a private answer"),
        ("Keeper; of lamps", "a private answer"),
        ("the keeper", ""),  # a title is one text, also with a ;
        ("was slow to answer", "a private answer"),
        ("HR will part them in May", "a private answer"),
        ("the harbour office", ""),
        ("nothing calls for help", ""),  # the tool's own words
        ("1234 people", ""),  # may be a count
        ("number 12345", "an ID"),
        ("at work and in age", ""),
    ],
)
def test_every_cell_about_people_is_looked_at(text: str, kind: str) -> None:
    assert Secrets.of(cells_of_every_kind()).found_in(text) == kind


def test_a_column_that_an_older_file_lacks_hides_none_of_the_others() -> None:
    made = cells_of_every_kind()
    older = made.with_cells("mentors", made.cells("mentors").drop(columns="id"))
    assert Secrets.of(older).found_in("Vera spoke.") == "a name"
    assert Secrets.of(older).found_in("of old age") == "a private answer"


@pytest.mark.parametrize(
    ("text", "fixed", "typed", "kind"),
    [
        # one word of a name is excused by whatever the copy says anyway
        ("the stone age", ["Stone age"], [], ""),
        ("the stone age", [], ["Stone age"], ""),
        ("the stone age", ["Iron age"], ["Bronze age"], "a name"),
        ("Tom", ["Tom and others"], [], ""),
        ("Tom", [], ["Tom and others"], ""),
        # a private answer as well
        ("of faith at work", ["Faith at work"], [], ""),
        ("of faith at work", [], ["Faith at work"], ""),
        ("of faith at work", ["Faith"], ["at work"], "a private answer"),
        # an ID only where the copy's own labels have it
        ("see M001", ["M001 Program"], [], ""),
        ("see M001", [], ["M001"], "an ID"),
        # a full name only as the name of the program or company
        ("Annika Stone Works", ["Annika Stone Works"], [], ""),
        ("Annika Stone", ["Annika", "Stone"], ["Annika Stone"], "a name"),
        # an e-mail address never
        ("m002@example.com", ["m002@example.com"], ["m002@example.com"], "an e-mail address"),
    ],
)
def test_what_the_copy_says_anyway_is_no_secret(
    text: str, fixed: list[str], typed: list[str], kind: str
) -> None:
    assert Secrets.of(PEOPLE).found_in(text, Vocabulary.of(fixed, typed)) == kind


def test_a_text_with_consent_is_no_secret_any_more() -> None:
    secrets = Secrets.of(PEOPLE)
    assert secrets.without(["Faith at work!"]).found_in("of faith at work") == ""
    assert secrets.without(["Annika Stone"]).found_in("Annika Stone") == "a name"


def test_the_words_of_the_sponsor_copy() -> None:
    made = program(
        mentors=[{"id": "M1", "department": "Harbour office"}],
        leaders=[{"id": "L1", "department": "Night shift"}],
        program_name="Lighthouse",
        company="Nordlicht Works",
        cohort="Autumn 2026",
    )
    made = filled(made, "skills", [{"skill": "Short-form video"}])
    fixed = {
        *("Lighthouse", "Nordlicht Works", "Autumn 2026", "A label of the caller's"),
        *("Not stated", "at the start", "after six months", "more than half", "half or fewer"),
        *LABELS,
        *(item.header for item in ITEMS),
        "Higher by 1.0 on average; between +0.5 and +1.5 is plausible. Without a comparison group "
        "other causes are possible.",
        "Lower by 1.0 on average; between −1.5 and −0.5 is plausible. Without a comparison group "
        "other causes are possible.",
        "No clear change: anything between −0.5 and +0.5 fits these answers.",
        "Everybody changed by the same amount, so no interval can be given; take it as a hint.",
    }
    known = vocabulary(made, ["A label of the caller's"])
    typed = {"Short-form video", "Harbour office", "Night shift"}
    assert (known.fixed, known.typed) == (set(map(plain, fixed)), set(map(plain, typed)))
