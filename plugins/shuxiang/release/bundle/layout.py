"""The one way in which a parcel is laid out as a zip: files stored as they are, one after another, nothing else.

Whoever knows the names, the sizes and the check sums knows every other byte. So a parcel is read by comparing it
with what would have been written: no offset, size or flag of a stranger is ever followed. Any program for zips
can unpack it (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.16).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

SIGNATURE = b"PK\x03\x04"
MOST_BYTES = 2**32 - 1
"""Of a whole parcel: beyond it a zip needs fields that not every program understands."""

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION, _MADE_ON_UNIX, _UTF8_NAME, _STORED = 20, 3 << 8 | 20, 0x800, 0
_MIDNIGHT, _FIRST_DAY = 0, 1 << 5 | 1
"""1 January 1980, the first day a zip knows."""
_READABLE = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One file as the zip describes it."""

    path: str
    size: int
    crc: int

    @property
    def header(self) -> bytes:
        """What stands before the file's bytes."""
        name = self.path.encode()
        facts = (_VERSION, _UTF8_NAME, _STORED, _MIDNIGHT, _FIRST_DAY, self.crc, self.size, self.size)
        return _LOCAL.pack(SIGNATURE, *facts, len(name), 0) + name


def crc_and_size(header: bytes) -> tuple[int, int]:
    """The check sum and the size that a header states, wherever it comes from."""
    fields = _LOCAL.unpack(header[: _LOCAL.size])
    return fields[6], fields[8]


def header_size(path: str) -> int:
    """How many bytes stand before a file's own."""
    return _LOCAL.size + len(path.encode())


def directory(entries: list[Entry]) -> bytes:
    """All that follows after the last file."""
    rows, offset = [], 0
    for entry in entries:
        rows.append(_row(entry, offset))
        offset += len(entry.header) + entry.size
    size = sum(map(len, rows))
    end = _END.pack(b"PK\x05\x06", 0, 0, len(rows), len(rows), size, offset, 0)
    return b"".join([*rows, end])


def _row(entry: Entry, offset: int) -> bytes:
    name = entry.path.encode()
    facts = (_VERSION, _UTF8_NAME, _STORED, _MIDNIGHT, _FIRST_DAY, entry.crc, entry.size, entry.size)
    return _CENTRAL.pack(b"PK\x01\x02", _MADE_ON_UNIX, *facts, len(name), 0, 0, 0, 0, _READABLE, offset) + name
