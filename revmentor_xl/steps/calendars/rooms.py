"""The rooms there are, and which pairs meet in one.

For the plan all rooms of a site are alike; only their number counts. Their
names are given afterwards (`room_assignment.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.calendars.attendees import Pair
from revmentor_xl.steps.people.participants import id_order

Rooms = Mapping[str, Sequence[str]]
"""The names of the rooms of each site, by the folded location; "" for everybody's."""


def rooms_of(program: Program) -> Rooms:
    """The rooms of the Rooms table by site, each site's in the order of their names."""
    found: dict[str, list[str]] = {}
    for room, location in program.table("rooms")[["room", "location"]].itertuples(index=False):
        if room and room not in found.setdefault(fold(location), []):
            found[fold(location)].append(room)
    return {site: sorted(found[site], key=lambda name: (id_order(name), name)) for site in found}


def site_of(pair: Pair, rooms: Rooms) -> str | None:
    """Where a pair needs a room: the site of both, None when they meet online.

    A site without rooms of its own uses those that are for everybody.
    """
    site = fold(pair.mentor.location)
    if site and site == fold(pair.leader.location) and site in rooms:
        return site
    return "" if "" in rooms else None
