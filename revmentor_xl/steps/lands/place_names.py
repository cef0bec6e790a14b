"""How people write countries and regions beside the names that the libraries know.

All as `countries` compares them: small letters, no accents, no dots, hyphens
as spaces.
"""

from __future__ import annotations

from collections.abc import Mapping

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
