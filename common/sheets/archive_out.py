"""Writing a ZIP archive whose entries were compressed beforehand, in pieces."""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LOCAL, _DESCRIPTOR, _CENTRAL, _END = "<4s5H3I2H", "<4s3I", "<4s6H3I5H2I", "<4s4H2IH"
# The sizes of an entry are told behind it, so that the archive can be sent while it is still being made.
_VERSION, _TOLD_BEHIND, _DEFLATED = 20, 8, 8
_DAY = 0x21  # The first of January 1980: the same rows are the same bytes.


def deflated(content: bytes, *, is_last: bool = False) -> bytes:
    """Compress a piece so that whole pieces one behind another are one stream; the last of them ends it."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush(zlib.Z_FINISH if is_last else zlib.Z_FULL_FLUSH)


@dataclass(slots=True)
class _Entry:
    name: bytes
    offset: int
    crc: int = 0
    packed: int = 0
    unpacked: int = 0

    def add(self, piece: bytes) -> None:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(piece)
        self.crc, self.packed, self.unpacked = zlib.crc32(content, self.crc), self.packed + len(piece), self.unpacked + len(content)


def archive_of(entries: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """An archive of entries, each with its deflated pieces, from its first byte to its last. One piece is in memory at a time."""
    written: list[_Entry] = []
    place = 0
    for name, pieces in entries:
        entry = _Entry(name.encode(), place)
        written.append(entry)
        for part in _entry(entry, pieces):
            place += len(part)
            yield part
    directory = b"".join(map(_listed, written))
    yield directory + struct.pack(_END, b"PK\5\6", 0, 0, len(written), len(written), len(directory), place, 0)


def _entry(entry: _Entry, pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield struct.pack(_LOCAL, b"PK\3\4", _VERSION, _TOLD_BEHIND, _DEFLATED, 0, _DAY, 0, 0, 0, len(entry.name), 0) + entry.name
    for piece in pieces:
        entry.add(piece)
        yield piece
    yield struct.pack(_DESCRIPTOR, b"PK\7\10", entry.crc, entry.packed, entry.unpacked)


def _listed(entry: _Entry) -> bytes:
    sizes = (entry.crc, entry.packed, entry.unpacked, len(entry.name))
    about = (_VERSION, _VERSION, _TOLD_BEHIND, _DEFLATED, 0, _DAY, *sizes, 0, 0, 0, 0, 0, entry.offset)
    return struct.pack(_CENTRAL, b"PK\1\2", *about) + entry.name
