"""Which country and region is meant by what people type, and the country of a time zone.

Countries are known by their two-letter codes (ISO 3166-1), regions by those
that the library `holidays` uses. Case, accents and punctuation do not count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple
from unicodedata import combining, normalize

from revmentor_xl.schema.cells import Choices, fold, nearest

# letters that Unicode does not take apart into a plain one and an accent
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i"})


class Land(NamedTuple):
    """A country and, where holidays differ, a region of it; empty when unknown."""

    country: str
    region: str


@lru_cache(maxsize=4096)
def land_of(country: str, region: str, zone: str) -> Land:
    """Where somebody works: as typed, else the country that the time zone lies in.

    A region that is none of that country's counts as not typed.
    """
    code, part = _code(country).partition("-")[::2]
    code = code or country_of_zone(zone)
    return Land(code, region_of(code, region) or part)


def country_of(text: str) -> str:
    """The code of the country that a name or code stands for; empty when there is none."""
    return _code(text).partition("-")[0]


def country_name(code: str) -> str:
    """The country's short English name."""
    return _iso_names().get(code, code)


def nearest_country(text: str) -> str | None:
    """The name of the country that was probably meant by a misspelled one."""
    code = _nearest(text, _spelled_countries())
    return country_name(code.partition("-")[0]) if code else None


@cache
def country_of_zone(name: str) -> str:
    """The code of the country that a time zone lies in; empty for Etc/UTC and the like.

    Older names, such as US/Pacific or Asia/Calcutta, have the country that
    they name, else the only one of the zone they stand for now.
    """
    asked = fold(name)
    named = _spelled_countries().get(_plain(name.partition("/")[0]), "")
    return _zones().get(asked) or named or (_only_country(asked) if "/" in asked else "")


@cache
def regions_of(country: str) -> Mapping[str, str]:
    """The regions of a country that have holidays of their own: code and name."""
    entity = _entity(country)
    names = {code: code for code in entity.subdivisions} if entity else {}
    for name, code in entity.subdivisions_aliases.items() if entity else ():
        if names.get(code, code) == code:
            names[code] = name
    return names


@lru_cache(maxsize=4096)
def region_of(country: str, text: str) -> str:
    """The code of the region of that country; empty when it has none of that name."""
    asked = _plain(text).removeprefix(f"{country.lower()} ")  # DE-BY is BY
    spelled = _spelled_regions(country)
    return spelled.get(asked) or spelled.get(_without_digraphs(asked), "")


def nearest_region(country: str, text: str) -> str | None:
    """The name of the region of that country that was probably meant."""
    code = _nearest(text, _spelled_regions(country))
    return regions_of(country)[code] if code else None


def _code(text: str) -> str:
    asked = _plain(text)
    if not asked:
        return ""
    spelled = _spelled_countries()
    return (
        spelled.get(asked)
        or spelled.get(_without_digraphs(asked))
        or _library_countries().get(asked, "")
    )


def _nearest(text: str, spelled: Mapping[str, str]) -> str:
    names = [name for name in spelled if len(name) > 3]  # any two letters are near each other
    return spelled.get(nearest(_plain(text), Choices.of(names)) or "", "")


def _plain(text: str) -> str:
    """Text as it is compared: “The U.S.A.” is “usa”, “Côte d'Ivoire” is “cote divoire”."""
    apart = normalize("NFKD", fold(text).translate(_LETTERS))
    letters = "".join(letter for letter in apart if not combining(letter))
    words = re.findall(r"\w+", re.sub(r"[.']", "", letters).replace("&", " and "))
    return " ".join(words).removeprefix("the ")


def _without_digraphs(text: str) -> str:
    """“oesterreich” as “osterreich”: how ö is written without the key for it."""
    return re.sub(r"([aou])e", r"\1", text)


def _rows(name: str) -> list[list[str]]:
    """The lines of a table in `tzdata`, each as its columns."""
    table = resources.files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in table.splitlines() if not line.startswith("#")]


@cache
def _iso_names() -> Mapping[str, str]:
    return {code: name for code, name, *_ in _rows("iso3166.tab")}


@cache
def _spelled_countries() -> Mapping[str, str]:
    """Codes by the spellings that need no library."""
    names = _iso_names()
    short = {code: re.sub(r" \(.*\)", "", name) for code, name in names.items()}
    count = Counter(short.values())  # two countries are called Congo
    spelled = {_plain(name): code for code, name in short.items() if count[name] == 1}
    spelled |= {_plain(name): code for code, name in names.items()}
    spelled |= COUNTRIES
    spelled |= {code.lower(): code for code in names}
    return spelled


@cache
def _library_countries() -> Mapping[str, str]:
    """Codes by the library's names and the codes of three letters; slow to import."""
    from holidays.registry import COUNTRIES as KNOWN

    return {
        _plain(spelled.replace("_", " ")): codes[1]
        for name, codes in KNOWN.items()
        for spelled in (name, *codes)
    }


def _entity(country: str) -> Any:
    """The library's class for a country; None when there is none."""
    import holidays

    return getattr(holidays, country, None) if country else None


@cache
def _spelled_regions(country: str) -> Mapping[str, str]:
    entity = _entity(country)
    if entity is None or not entity.subdivisions:
        return {}
    names = {**entity.subdivisions_aliases, **{code: code for code in entity.subdivisions}}
    spelled = {**{_plain(name): code for name, code in names.items()}, **REGIONS.get(country, {})}
    spelled |= {_plain(code): code for code in entity.subdivisions}
    return {**{_without_digraphs(name): code for name, code in spelled.items()}, **spelled}


@cache
def _zones() -> Mapping[str, str]:
    return {**ZONES, **{fold(zone): country for country, _, zone, *_ in _rows("zone.tab")}}


@cache
def _links() -> Mapping[str, str]:
    """The zone that each older name stands for."""
    lines = (line[0].split(" ") for line in _rows("tzdata.zi"))
    return {fold(words[2]): words[1] for words in lines if words[0] == "L"}


@cache
def _shared_zones() -> Mapping[str, str]:
    return {fold(zone): countries for countries, _, zone, *_ in _rows("zone1970.tab")}


def _only_country(name: str) -> str:
    """The country of the zone behind an older name, unless several countries share it."""
    countries = _shared_zones().get(fold(_links().get(name, "")), "")
    return "" if "," in countries else countries


COUNTRIES: Mapping[str, str] = {
    "argentine republic": "AR", "belgie": "BE", "belgien": "BE",
    "belgique": "BE", "brasil": "BR", "brasilien": "BR", "burma": "MM", "cape verde": "CV",
    "ceska republika": "CZ", "cesko": "CZ", "czech republic": "CZ", "danmark": "DK",
    "deutschland": "DE", "eesti": "EE", "eire": "IE", "ellada": "GR", "england": "GB-ENG",
    "espana": "ES", "federal republic of germany": "DE", "frankreich": "FR",
    "great britain": "GB", "griechenland": "GR", "grossbritannien": "GB", "holland": "NL",
    "hrvatska": "HR", "island": "IS", "italia": "IT", "italien": "IT", "japon": "JP",
    "korea": "KR", "republic of korea": "KR", "latvija": "LV", "lietuva": "LT", "macao": "MO",
    "macedonia": "MK", "hongkong": "HK",
    "magyarorszag": "HU", "mainland china": "CN", "maroc": "MA", "nederland": "NL",
    "niederlande": "NL", "nippon": "JP", "norge": "NO", "northern ireland": "GB-NIR",
    "norwegen": "NO", "osterreich": "AT", "pays bas": "NL", "peoples republic of china": "CN",
    "polen": "PL", "polska": "PL", "prc": "CN", "republic of ireland": "IE",
    "royaume uni": "GB", "romania": "RO", "russian federation": "RU", "schweden": "SE",
    "schweiz": "CH", "scotland": "GB-SCT", "slovenija": "SI", "slovensko": "SK",
    "spanien": "ES", "srbija": "RS", "state of israel": "IL", "suisse": "CH", "suomi": "FI",
    "sverige": "SE", "svizzera": "CH", "swaziland": "SZ", "tschechien": "CZ", "turkei": "TR",
    "turkiye": "TR", "uae": "AE", "uk": "GB", "ungarn": "HU", "united states of america": "US",
    "usa": "US", "vereinigte staaten": "US", "vereinigtes konigreich": "GB", "viet nam": "VN",
    "wales": "GB-WLS",
}  # fmt: skip
"""A country, or a part of one, by another name: its code in ISO 3166."""

REGIONS: Mapping[str, Mapping[str, str]] = {
    "AT": {
        "carinthia": "2", "lower austria": "3", "upper austria": "4", "styria": "6",
        "tyrol": "7", "vienna": "9",
    },
    "AU": {"nsw": "NSW", "act": "ACT", "tassie": "TAS"},
    "BE": {"flanders": "Flemish", "vlaanderen": "Flemish", "wallonia": "French",
           "wallonie": "French"},
    "CA": {"newfoundland": "NL", "pei": "PE"},
    "CH": {
        "geneva": "GE", "genf": "GE", "lucerne": "LU", "st gallen": "SG", "saint gallen": "SG",
        "grisons": "GR", "basel": "BS", "basle": "BS", "basel city": "BS", "tessin": "TI",
        "waadt": "VD", "neuenburg": "NE", "city of zurich": "Stadt Zurich",
    },
    "DE": {
        "bavaria": "BY", "hesse": "HE", "lower saxony": "NI", "saxony": "SN",
        "saxony anhalt": "ST", "thuringia": "TH", "north rhine westphalia": "NW", "nrw": "NW",
        "rhineland palatinate": "RP", "mecklenburg western pomerania": "MV",
        "mecklenburg west pomerania": "MV",
    },
    "ES": {
        "andalusia": "AN", "catalonia": "CT", "basque country": "PV", "euskadi": "PV",
        "balearic islands": "IB", "canary islands": "CN", "castile and leon": "CL",
        "castile la mancha": "CM", "navarre": "NC", "aragon": "AR", "valencia": "VC",
        "valencian community": "VC", "community of madrid": "MD",
    },
    "FR": {"alsace moselle": "6AE", "reunion": "974", "french guiana": "973"},
    "IT": {
        "rome": "RM", "milan": "MI", "turin": "TO", "florence": "FI", "venice": "VE",
        "naples": "NA", "genoa": "GE", "padua": "PD", "mantua": "MN", "south tyrol": "BZ",
        "sudtirol": "BZ", "bozen": "BZ", "syracuse": "SR",
    },
    "PT": {"lisbon": "11", "azores": "20", "acores": "20", "madeira": "30", "oporto": "13"},
    "US": {"washington dc": "DC", "washington state": "WA", "new york state": "NY"},
}  # fmt: skip
"""A region by its English name or in short: its code, by the country's."""

ZONES: Mapping[str, str] = {
    "africa/asmera": "ER", "africa/timbuktu": "ML", "america/coral_harbour": "CA",
    "america/montreal": "CA", "america/nipigon": "CA", "america/thunder_bay": "CA",
    "america/virgin": "VI", "asia/rangoon": "MM", "atlantic/jan_mayen": "SJ",
    "europe/belfast": "GB", "kwajalein": "MH", "navajo": "US", "nz-chat": "NZ",
    "pacific/ponape": "FM", "pacific/samoa": "AS", "pacific/truk": "FM", "pacific/yap": "FM",
    "roc": "TW", "rok": "KR", "w-su": "RU",
}  # fmt: skip
"""Older time zones that now stand for one that several countries share: their country."""
