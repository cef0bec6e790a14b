"""Who answered more than once in a file: what the person has said in all."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from revmentor_xl.schema.cells import as_text, fold, is_blank
from revmentor_xl.steps.importing.respondents.replies import Reply
from revmentor_xl.steps.importing.upsert import Landing
from revmentor_xl.steps.people.identities import name_as_compared

NEVER_DROPPED = ("not_with", "topics_declined")
"""Private lists: what was once said there is dropped by nobody but HR."""

_TELLS_APART = ("level", "department")


def latest_per_person(answers: list[Reply], landing: Landing) -> list[Reply]:
    """One reply per person: a finished one before others, then the latest.

    What it leaves empty is filled from the person's other replies, and its
    private lists hold what any of them says. A name alone makes two replies
    one person's only when level and department do not speak against it.
    """
    chosen = []
    for group in _groups(answers):
        group.sort(key=_precedence)
        chosen.append(_together(group))
        for earlier in group[:-1]:
            landing.note("repeated_answer", None, "", earlier.source, value=earlier.label)
    return chosen


def _groups(answers: list[Reply]) -> list[list[Reply]]:
    groups: list[list[Reply]] = []
    group_of: dict[tuple[str, str], list[Reply]] = {}
    named: dict[str, list[Reply]] = {}
    for reply in sorted(answers, key=lambda r: (not (r.id and r.email), r.order)):
        marks = [mark for mark in (("id", fold(reply.id)), ("email", reply.email)) if mark[1]]
        if not marks:
            named.setdefault(name_as_compared(reply.name), []).append(reply)
            continue
        group = next((group_of[mark] for mark in marks if mark in group_of), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(reply)
        for mark in marks:
            group_of.setdefault(mark, group)
    bearers: dict[str, list[list[Reply]]] = {}
    for group in groups:
        for name in {name_as_compared(reply.name) for reply in group}:
            bearers.setdefault(name, []).append(group)
    for name, replies in sorted(named.items()):
        others = bearers.get(name, []) if name else []
        if len(others) == 1 and _may_be_one([*others[0], *replies]):
            others[0].extend(replies)
        else:
            groups += _told_apart(replies)
    return groups


def _told_apart(replies: list[Reply]) -> list[list[Reply]]:
    """Replies under one name: one person's, unless their level or department differ."""
    if _may_be_one(replies):
        return [replies]
    apart: dict[tuple[str, ...], list[Reply]] = {}
    for reply in replies:
        apart.setdefault(tuple(_said(reply, key) for key in _TELLS_APART), []).append(reply)
    return [apart[said] for said in sorted(apart)]


def _may_be_one(replies: Sequence[Reply]) -> bool:
    return all(len({_said(reply, key) for reply in replies} - {""}) <= 1 for key in _TELLS_APART)


def _said(reply: Reply, key: str) -> str:
    return fold(as_text(reply.cells.get(key)))


def _precedence(reply: Reply) -> tuple[bool, datetime, int]:
    return reply.finished, reply.at or datetime.min, reply.index


def _together(group: list[Reply]) -> Reply:
    """The last of the replies, with what the others add to it; they are in order."""
    latest = group[-1]
    if len(group) == 1:
        return latest
    latest.all = [replace(r) for r in sorted(group, key=lambda r: (r.at or datetime.min, r.index))]
    own = latest.cells
    latest.cells = _in_all(group, [reply.cells for reply in group])
    latest.said = _in_all(group, [reply.said for reply in group])
    latest.has_earlier_private = any(
        _items(latest.cells.get(key)).keys() - _items(own.get(key)).keys() for key in NEVER_DROPPED
    )
    for earlier in reversed(group[:-1]):
        taken = {k for k in own if is_blank(own[k]) or k in NEVER_DROPPED}
        latest.problems += [one for one in earlier.problems if one[0] in taken]
        latest.id, latest.email = latest.id or earlier.id, latest.email or earlier.email
        latest.name = latest.name or earlier.name
    return latest


def since(reply: Reply, seen: Callable[[Mapping[str, object]], set[str]]) -> dict[str, object]:
    """The reply's cells without what its row was told by an earlier import.

    `seen` gives the columns of an answer that the row knows already. HR may
    have corrected those since, so only the replies that came later fill them.
    """
    for count in range(len(reply.all) - 1, 0, -1):
        before, after = reply.all[:count], reply.all[count:]
        known = seen(_in_all(before, [one.said for one in before]))
        if known:
            new = _in_all(after, [one.cells for one in after])
            old = {id(one) for one in before}
            return {
                key: new.get(key)
                if key in known and (key in NEVER_DROPPED or id(_who_said(reply, key)) in old)
                else cell
                for key, cell in reply.cells.items()
            }
    return dict(reply.cells)


def _who_said(reply: Reply, key: str) -> Reply | None:
    """Whose answer fills a column."""
    spoken = [one for one in reply.all if not is_blank(one.cells.get(key))]
    return max(spoken, key=_precedence, default=None)


def _in_all(replies: Sequence[Reply], cells: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """The cells of several replies as one."""
    together: dict[str, object] = {}
    ranked = sorted(zip(map(_precedence, replies), cells), key=lambda one: one[0])
    for _, said in ranked:
        for key, cell in said.items():
            old = together.get(key)
            if key in NEVER_DROPPED:
                items = {**_items(old), **_items(cell)}
                together[key] = "; ".join(items.values()) or None
            elif key not in together or not (is_blank(cell) or is_name_turned(key, old, cell)):
                together[key] = cell
    return together


def is_name_turned(key: str, old: object, new: object) -> bool:
    """Is the new name nothing but the old one written as “Last, First”?"""
    return (
        key == "name"
        and "," in as_text(new)
        and "," not in as_text(old)
        and name_as_compared(old) == name_as_compared(new)
    )


def _items(cell: object) -> dict[str, str]:
    items = (item.strip() for item in re.split(r"[;\n]+", as_text(cell)))
    return {fold(item): item for item in items if item}
