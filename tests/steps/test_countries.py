"""Given what people type, which country and region is meant; and the country of a time zone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.steps.calendars.absences import public_holidays
from revmentor_xl.steps.people import countries
from revmentor_xl.steps.people.countries import (
    country_of,
    country_of_zone,
    land_of,
    nearest_country,
    region_of,
    regions_of,
)
from tests.tries import tries

ALL_OF_2026 = {date(2026, 1, 1) + timedelta(days=ahead) for ahead in range(365)}

COUNTRIES = {
    "DE": ("DE", "de", "DEU", "Germany", " germany ", "Deutschland", "Federal Republic of Germany"),
    "GB": ("UK", "U.K.", "GB", "GBR", "United Kingdom", "Great Britain", "Britain", "Britain (UK)"),
    "US": ("US", "USA", "U.S.A.", "United States", "United States of America", "the USA"),
    "NL": ("Netherlands", "The Netherlands", "Holland", "Nederland"),
    "AT": ("Austria", "Österreich", "Oesterreich", "ÖSTERREICH", "Osterreich"),
    "CI": ("Côte d'Ivoire", "Cote d’Ivoire", "Ivory Coast"),
    "CZ": ("Czechia", "Czech Republic", "Česko"),
    "KR": ("South Korea", "Korea (South)", "Republic of Korea"),
    "LC": ("St. Lucia", "Saint Lucia"),
    "BA": ("Bosnia & Herzegovina", "Bosnia and Herzegovina"),
    "XK": ("Kosovo",),
    "TR": ("Turkey", "Türkiye"),
    "": ("", "Narnia", "Europe", "Remote", "-", "D", "America"),
}


@pytest.mark.parametrize(("code", "typed"), [(c, t) for c, all_ in COUNTRIES.items() for t in all_])
def test_countries(code: str, typed: str) -> None:
    assert country_of(typed) == code


REGIONS = {
    ("DE", "BY"): ("BY", "by", "DE-BY", "Bayern", "Bavaria", "BAYERN"),
    ("DE", "BW"): ("Baden-Württemberg", "Baden Wurttemberg", "Baden-Wuerttemberg"),
    ("DE", "ST"): ("Sachsen-Anhalt", "Saxony-Anhalt"),
    ("AT", "9"): ("Wien", "Vienna", "W", "9", "AT-9"),
    ("CH", "ZH"): ("Zürich", "Zurich", "Zuerich", "ZH"),
    ("CH", "SG"): ("St. Gallen", "Sankt Gallen"),
    ("US", "CA"): ("California", "CA", "US-CA"),
    ("GB", "SCT"): ("Scotland", "SCT", "GB-SCT"),
    ("CA", "QC"): ("Québec", "Quebec"),
    ("PL", "24"): ("Śląskie", "Slaskie"),
    ("DE", ""): ("Ontario", "", "Germany"),
    ("DK", ""): ("Jutland",),
    ("", ""): ("Bayern",),
}


@pytest.mark.parametrize(
    ("country", "code", "typed"), [(*k, t) for k, all_ in REGIONS.items() for t in all_]
)
def test_regions(country: str, code: str, typed: str) -> None:
    assert region_of(country, typed) == code


ZONES = {
    "Europe/Berlin": "DE",
    "europe/berlin": "DE",
    "Europe/Oslo": "NO",  # one zone with Berlin in the database, and another country
    "US/Eastern": "US",
    "Asia/Calcutta": "IN",
    "America/Montreal": "CA",
    "Canada/Pacific": "CA",
    "Europe/Kiev": "UA",
    "Iceland": "IS",  # stands for Africa/Abidjan now
    "GB": "GB",
    "Singapore": "SG",
    "EST": "",  # not Estonia
    "CET": "",
    "UTC": "",
    "Etc/GMT+5": "",
    "Mars/Base": "",
}


@pytest.mark.parametrize(("zone", "country"), ZONES.items())
def test_countries_of_zones(zone: str, country: str) -> None:
    assert country_of_zone(zone) == country


LANDS = [  # country, region, time zone; what is meant
    ("Germany", "Bavaria", "Asia/Tokyo", ("DE", "BY")),
    ("", "Bavaria", "Europe/Berlin", ("DE", "BY")),
    ("", "Bavaria", "Asia/Tokyo", ("JP", "")),
    ("", "", "Asia/Tokyo", ("JP", "")),
    ("Narnia", "", "Europe/Paris", ("FR", "")),
    ("England", "", "Europe/Paris", ("GB", "ENG")),
    ("England", "Wales", "Europe/Paris", ("GB", "WLS")),
    ("Germany", "Ontario", "Europe/Berlin", ("DE", "")),
    ("", "Bavaria", "Etc/UTC", ("", "")),
]


@pytest.mark.parametrize(("country", "region", "zone", "meant"), LANDS)
def test_where_somebody_works(country: str, region: str, zone: str, meant: tuple[str, str]) -> None:
    assert land_of(country, region, zone) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Germny", "Germany"),
        ("Deutchland", "Germany"),
        ("Swizerland", "Switzerland"),
        ("Narnia", None),
    ],
)
def test_the_nearest_country(typed: str, meant: str | None) -> None:
    assert nearest_country(typed) == meant


@pytest.mark.parametrize("country", ["DE", "CH", "US", "IT"])
def test_every_region_is_found_by_its_code_and_name(country: str) -> None:
    for code, name in regions_of(country).items():
        assert (region_of(country, code), region_of(country, name)) == (code, code)


@settings(max_examples=tries(100), deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_any_text_is_a_known_country_or_none(country: str, region: str) -> None:
    land = land_of(country, region, "Europe/Berlin")
    assert land.country == (country_of(country) or "DE")
    assert land.region in {"", *regions_of(land.country)}
    assert not public_holidays(*land, (2026,)).keys() - ALL_OF_2026


def test_every_spelling_we_know_is_of_a_place_with_holidays() -> None:
    for spelled, code in countries.COUNTRIES.items():
        assert public_holidays(*land_of(spelled, "", "Etc/UTC"), (2026,)), (spelled, code)
    for country, regions in countries.REGIONS.items():
        assert set(regions.values()) <= set(regions_of(country)), country
        assert {region_of(country, spelled) for spelled in regions} == set(regions.values())
