"""A library that is not there, or damaged, said so that somebody can mend it."""

from __future__ import annotations

from revmentor_xl.errors import RevmentorError


def said_of_missing(error: ImportError) -> RevmentorError:
    """In the user's words: which part could not be loaded, and how to get it back."""
    part = f" “{error.name.partition('.')[0]}”" if error.name else ""
    return RevmentorError(
        f"A part{part} that revmentor-xl needs is missing or damaged on this computer. "
        "Nothing was changed.",
        "Run in a terminal: revmentor-xl doctor. It says what to install.",
    )
