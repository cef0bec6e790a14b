"""XML parts as text: safely parsed to read, patched in place to write.

Parsing and serialising a part again would reorder namespaces, lose
`mc:Ignorable` prefixes and rewrite what belongs to Excel. So a part is parsed
only to learn from it, and is changed as text, at the spot that changes.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

from revmentor_xl.errors import UnreadableWorkbook

_DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ATTRIBUTE = re.compile(r"""([^\s=/<>"']+)\s*=\s*("[^"]*"|'[^']*')""")
_REFERENCE = re.compile(r"&(#x[0-9A-Fa-f]+|#[0-9]+|lt|gt|amp|quot|apos);")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
ATTRIBUTES = r"""(?:[^>"']|"[^"]*"|'[^']*')*?"""
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_COMMENT = re.compile(r"<!--.*?-->", re.S)

_ESCAPED_TWICE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_EXCEL_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def safe_tree(data: bytes, part: str, book: str) -> etree._Element:
    """The parsed part. Raises `UnreadableWorkbook` for broken XML and for any DTD.

    No workbook program writes a DTD, so one is there only to make the reader
    expand entities or fetch something.
    """
    text = decoded(data, part, book)[0]
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UnreadableWorkbook(
            f"{book} was not opened: its part {part} declares entities, which workbooks never do.",
            "Ask where the file comes from, and save it again from Excel.",
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise UnreadableWorkbook(
            f"{book} is damaged: its part {part} is not valid ({broken}).",
            "Open it in Excel, let Excel repair it, and save it; or go back to its backup copy.",
        ) from broken


def decoded(data: bytes, part: str, book: str) -> tuple[str, str]:
    """The part's text, and the encoding to write it back in."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
        encoding = declared.group(1).decode("ascii") if declared else "utf-8"
    try:
        return data.decode(encoding), encoding
    except (UnicodeDecodeError, LookupError) as broken:
        raise UnreadableWorkbook(
            f"{book} is damaged: its part {part} is not readable text.",
            "Open it in Excel and save it again.",
        ) from broken


def without_comments(text: str) -> str:
    """The same XML with comments left out and CDATA written as ordinary text."""
    if "<!" not in text:
        return text
    return _CDATA.sub(lambda found: escaped(found.group(1)), _COMMENT.sub("", text))


@lru_cache(maxsize=256)
def opening_tag(name: str) -> re.Pattern[str]:
    """Finds the element's opening tag, whatever its prefix."""
    return re.compile(rf"<((?:[\w.-]+:)?){name}(?=[\s/>])({ATTRIBUTES})(/?)>")


def attributes(tag: str) -> dict[str, str]:
    """The attributes in an opening tag, unescaped."""
    return {key: unescaped(quoted[1:-1]) for key, quoted in _ATTRIBUTE.findall(tag)}


def with_attribute(tag: str, name: str, value: str | None) -> str:
    """The opening tag with one attribute set, or removed when `value` is None."""
    for found in _ATTRIBUTE.finditer(tag):
        if found.group(1) == name:
            before, after = tag[: found.start()], tag[found.end() :]
            if value is None:
                return before.rstrip() + after
            return f'{before}{name}="{escaped(value, quote=True)}"{after}'
    if value is None:
        return tag
    end = len(tag) - (2 if tag.endswith("/>") else 1)
    return f'{tag[:end].rstrip()} {name}="{escaped(value, quote=True)}"{tag[end:]}'


def escaped(text: str, quote: bool = False) -> str:
    """Text as XML writes it."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace('"', "&quot;") if quote else plain


def unescaped(text: str) -> str:
    """Text as an XML reader gives it."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" not in text:
        return text
    return _REFERENCE.sub(_referred, text)


def _referred(found: re.Match[str]) -> str:
    name = found.group(1)
    if name.startswith("#x"):
        return chr(int(name[2:], 16))
    return chr(int(name[1:])) if name.startswith("#") else _NAMED[name]


def excel_escaped(text: str) -> str:
    """Text with what XML cannot carry written Excel's way, as `_x0008_`."""
    text = _ESCAPED_TWICE.sub("_x005F_", text)
    return _FORBIDDEN.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def excel_unescaped(text: str) -> str:
    """The reverse of `excel_escaped`."""
    if "_x" not in text:
        return text
    plain = _EXCEL_ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text)
    # An emoji may be written as the two halves that UTF-16 makes of it.
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
