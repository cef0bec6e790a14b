"""Names that nobody bears: invented surnames, a company, and a deck to deal from."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

FIRST_NAMES: tuple[str, ...] = (
    "Ada", "Amara", "Amir", "Anouk", "Arjun", "Aroha", "Aylin", "Benedikt", "Bianca", "Caio",
    "Chiara", "Chidi", "Dalia", "Dario", "Edda", "Eluned", "Emeka", "Esra", "Farid", "Fenna",
    "Fiona", "Gaspar", "Giulia", "Hana", "Haruka", "Hedda", "Ibrahim", "Ilka", "Imani", "Ines",
    "Isandro", "Ivo", "Jamila", "Jonas", "Joaquín", "Kaito", "Kalina", "Kenji", "Kwame", "Laila",
    "Leif", "Linh", "Lorcan", "Lucía", "Mads", "Mara", "Mateo", "Meera", "Mirela", "Nadia",
    "Naledi", "Nikhil", "Noor", "Oisín", "Olena", "Omar", "Petra", "Priya", "Rafael", "Ravi",
    "René", "Rosa", "Sakura", "Samir", "Signe", "Sofía", "Stellan", "Tadeo", "Tamsin", "Tarek",
    "Thabo", "Tove", "Ugo", "Valentina", "Vikram", "Wanjiru", "Xenia", "Yara", "Yusuf", "Zofia",
)  # fmt: skip

# Each row is one sound: beginnings, middles and ends that go together.
_SOUNDS: tuple[tuple[str, str, str], ...] = (
    ("Mar Bel Cor Tal Vel Lus", "av ond est ir", "ino aro essi"),
    ("Kesz Dob Wir Zal Brod Mel", "an ow esz ur", "icki ny ak"),
    ("Nor Hal Svart Lind Eld", "en var os", "gaard löv mark stedt"),
    ("Oka Ade Ife Nwa Che", "dun bo lu ri", "wale ndu moye ka"),
    ("Tana Mori Hoshi Kuro", "sa ne to ya", "keno mura shiro da"),
    ("Ram Vish Kal Sun Dev", "an esh av or", "akar wani dhra athi"),
    ("Fen Thorn Quill Marl Ash", "er el in", "wick combe thwaite dale"),
    ("Bou Has Raf Zah Kar", "ir el am ou", "ani adi oune iri"),
    ("Var Ol Pér Gal Mont", "in ar eg", "uela edo oz ande"),
)

_COMPANY_STARTS = ("Norr", "Velt", "Halv", "Osk", "Lum", "Tess", "Brae", "Quor")
_COMPANY_ENDS = ("ella", "avia", "orno", "idor", "ana", "exa", "ilio", "emar")
_COMPANY_TRADES = ("Instruments", "Home Goods", "Mobility", "Foods", "Energy Systems", "Retail")


class Deck(Generic[T]):
    """Deals from a shuffled pool, and shuffles anew only when all were dealt."""

    def __init__(self, rng: random.Random, pool: Sequence[T]) -> None:
        self._rng = rng
        self._pool = tuple(pool)
        self._left: list[T] = []

    def deal(self) -> T:
        """The next card."""
        if not self._left:
            self._left = list(self._pool)
            self._rng.shuffle(self._left)
        return self._left.pop()


def surname(rng: random.Random) -> str:
    """An invented surname that can be pronounced."""
    return "".join(rng.choice(parts.split()) for parts in rng.choice(_SOUNDS))


def company_name(rng: random.Random) -> str:
    """An invented company such as “Veltorno Mobility”."""
    return f"{rng.choice(_COMPANY_STARTS)}{rng.choice(_COMPANY_ENDS)} {rng.choice(_COMPANY_TRADES)}"


def plain_ascii(text: str) -> str:
    """Text without accents, for the left part of an e-mail address."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ø", "o").replace("ı", "i"))
    return decomposed.encode("ascii", "ignore").decode().lower()
