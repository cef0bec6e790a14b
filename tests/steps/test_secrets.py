"""Finding what must not be shared in a text that is to be shared."""

from __future__ import annotations

import pytest

from revmentor_xl.steps.sharing.secrets import Secrets, Vocabulary
from tests.programs import program

PEOPLE = program(
    mentors=[
        {"id": "M001", "name": "Tom Wu", "not_with": "Kim Roe"},
        {"id": "M002", "name": "Annika Stone", "topics_declined": "Faith at work"},
    ],
    leaders=[{"id": "L001", "name": "In Do"}],
)
LABELS = Vocabulary.of(["In their own words"])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tom taught me to listen.", "a name"),
        ("It was tom who said it.", ""),  # “tom” may be anything
        ("Annika taught me to listen.", "a name"),
        ("I spoke to annika stone.", "a name"),
        ("Kim never came.", "a name"),
        ("Write to m002@example.com.", "an e-mail address"),
        ("See M001.", "an ID"),
        ("We did not speak of faith at work.", "a private answer"),
        ("In the end we changed it.", ""),  # the copy's own labels say “In”
        ("We changed the first week.", ""),
    ],
)
def test_a_text_is_searched_for_what_it_must_not_tell(text: str, kind: str) -> None:
    assert Secrets.of(PEOPLE).found_in(text, LABELS) == kind
