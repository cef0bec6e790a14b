"""Public holidays, from the library `holidays`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache


@lru_cache(maxsize=1024)
def public_holidays(country: str, region: str, years: tuple[int, ...]) -> Mapping[date, str]:
    """The public holidays of a country and region in these years, each with its name.

    `country` and `region` are codes as `steps.lands.countries` gives them. Days on
    which a holiday is observed instead count; half days, school and bank
    holidays do not. Names are in English where the library has them. Empty
    when nothing is known of the country.
    """
    import holidays

    try:
        known = holidays.country_holidays(
            country,
            subdiv=region or None,
            years=years,
            language="en_US",  # else the computer's own would decide
            categories=holidays.PUBLIC,
        )
    except NotImplementedError:
        return {}
    return {day: " / ".join(known.get_list(day)) for day in sorted(known)}
