"""What the 2006 customUI schema lets our ribbon say, as [MS-CUSTOMUI] describes it.

Only the elements that the product uses. Written down in our own form: for each
element its children, the attributes it must and may have, and each attribute's form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
ID = r"[A-Za-z_][\w.\-]{0,1023}"
TEXT = r"(?s).{1,1024}"
FORMS = {
    "id": ID,
    "idQ": r"[\w.\-]+:[\w.\-]+",
    "imageMso": ID,
    "keytip": r"[A-Za-z0-9]{1,3}",
    "size": "normal|large",
    **dict.fromkeys(("visible", "enabled", "showLabel", "showImage"), "true|false|1|0"),
    **dict.fromkeys(("onLoad", "onAction", "getEnabled"), TEXT),
    **dict.fromkeys(("label", "screentip", "supertip", "tag", "description"), TEXT),
}


@dataclass(frozen=True)
class Element:
    children: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    either: tuple[tuple[str, str], ...] = ()  # not both of them


_SHOWN = ("visible", "label", "keytip")
SCHEMA = {
    "customUI": Element(("ribbon",), (), ("onLoad", "loadImage")),
    "ribbon": Element(("tabs",), (), ("startFromScratch",)),
    "tabs": Element(("tab",)),
    "tab": Element(("group",), ("id",), (*_SHOWN, "tag")),
    "group": Element(("button",), ("id",), (*_SHOWN, "tag", "imageMso", "screentip", "supertip")),
    "button": Element(
        (),
        ("id",),
        (
            *(*_SHOWN, "tag", "imageMso", "screentip", "supertip", "size", "onAction"),
            *("enabled", "getEnabled", "description", "showLabel", "showImage"),
        ),
        (("enabled", "getEnabled"),),
    ),
}


def objections(xml: str) -> list[str]:
    """What Office would refuse in a customUI part; it then shows no ribbon of ours at all."""
    root = etree.fromstring(xml)
    ids = [str(node.get("id")) for node in root.iter("{*}*") if node.get("id")]
    doubled = {one for one in ids if ids.count(one) > 1}
    return [*_objections(root, ("customUI",)), *(f"id {one} twice" for one in sorted(doubled))]


def _objections(node: etree._Element, allowed: tuple[str, ...]) -> Iterator[str]:
    name = etree.QName(node)
    if name.namespace != NAMESPACE or name.localname not in allowed:
        yield f"element {node.tag} is not allowed here"
        return
    rules = SCHEMA[name.localname]
    given = {str(key): str(value) for key, value in node.attrib.items()}
    for missing in set(rules.must) - set(given):
        yield f"{name.localname} has no {missing}"
    for key, value in given.items():
        if key not in (*rules.must, *rules.may):
            yield f"{name.localname} may have no {key}"
        elif not re.fullmatch(FORMS[key], value):
            yield f"{key}={value!r} has the wrong form"
    for one, other in rules.either:
        if one in given and other in given:
            yield f"{name.localname} has both {one} and {other}"
    for child in node:
        yield from _objections(child, rules.children)
