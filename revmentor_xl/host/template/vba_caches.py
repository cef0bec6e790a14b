"""A macro project as text alone, so that every Excel compiles it anew.

Beside the source, a project may hold what one version of Excel compiled from
it. Whoever writes a project without being that Excel must leave these caches
out and mark the project as of no version, or an Excel of the same version
would trust them ([MS-OVBA] 1.6). pyopenvba starts from a project of one
version, and keeps its mark and some of its caches.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from

_NO_VERSION = bytes.fromhex("CC61FFFF000000")  # [MS-OVBA] 2.3.4.1
_NO_COOKIE = b"\xff\xff"
_PROJECTCOOKIE, _MODULECOOKIE = 0x0013, 0x002C
_VERSION, _STREAM_NAME, _SOURCE_OFFSET, _END = 0x0009, 0x001A, 0x0031, 0x0010
_HEAD = 6  # bytes of a record's kind and size


def without_caches(project: bytes) -> bytes:
    """The `vbaProject.bin` with nothing in it that depends on a version of Excel."""
    from pyopenvba.cfb import CFB  # only where a template is built
    from pyopenvba.vba import compress, decompress

    container = CFB.from_bytes(project)
    described = decompress(container.get_stream_in_storage("VBA", "dir"))
    changed, stream = bytearray(described), ""
    for kind, start, end in _records(described):
        if kind in (_PROJECTCOOKIE, _MODULECOOKIE):
            changed[start:end] = _NO_COOKIE
        elif kind == _STREAM_NAME:
            stream = described[start:end].decode("ascii")
        elif kind == _SOURCE_OFFSET:  # a module's cache stands before its source
            source = container.get_stream_in_storage("VBA", stream)
            (cached,) = unpack_from("<I", described, start)
            container.write_stream_in_storage("VBA", stream, source[cached:])
            changed[start:end] = bytes(end - start)
    container.write_stream_in_storage("VBA", "dir", compress(bytes(changed)))
    container.write_stream_in_storage("VBA", "_VBA_PROJECT", _NO_VERSION)
    return bytes(container.to_bytes())


def _records(described: bytes) -> Iterator[tuple[int, int, int]]:
    """The records of a dir stream ([MS-OVBA] 2.3.4.2): kind, where it starts and ends."""
    place, kind = 0, 0
    while kind != _END:
        kind, size = unpack_from("<HI", described, place)
        start = place + _HEAD
        place = start + size + 2 * (kind == _VERSION)  # its minor part is not counted
        yield kind, start, place
