"""Writing a ZIP archive whose entries were compressed beforehand, in pieces."""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

_LOCAL, _CENTRAL, _END = "<4s5H3I2H", "<4s6H3I5H2I", "<4s4H2IH"
_VERSION, _DEFLATED = 20, 8
_DAY = 0x21  # The first of January 1980: the same rows are the same bytes.


def deflated(content: bytes, *, is_last: bool = False) -> bytes:
    """Compress a piece so that whole pieces one behind another are one stream; the last of them ends it."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush(zlib.Z_FINISH if is_last else zlib.Z_FULL_FLUSH)


@dataclass(frozen=True, slots=True)
class _Entry:
    name: bytes
    offset: int
    crc: int
    packed: int
    unpacked: int


def write_archive(file: IO[bytes], entries: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """Write an archive of entries, each with its deflated pieces, to a file that can seek. One piece is in memory at a time."""
    written = [_write(file, name.encode(), pieces) for name, pieces in entries]
    start = file.tell()
    for entry in written:
        sizes = (entry.crc, entry.packed, entry.unpacked, len(entry.name))
        file.write(
            struct.pack(_CENTRAL, b"PK\1\2", _VERSION, _VERSION, 0, _DEFLATED, 0, _DAY, *sizes, 0, 0, 0, 0, 0, entry.offset) + entry.name
        )
    file.write(struct.pack(_END, b"PK\5\6", 0, 0, len(written), len(written), file.tell() - start, start, 0))


def _write(file: IO[bytes], name: bytes, pieces: Iterable[bytes]) -> _Entry:
    offset = file.tell()
    file.write(_local(_Entry(name, offset, 0, 0, 0)))
    crc = packed = unpacked = 0
    for piece in pieces:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(piece)
        crc, packed, unpacked = zlib.crc32(content, crc), packed + len(piece), unpacked + len(content)
        file.write(piece)
    entry, end = _Entry(name, offset, crc, packed, unpacked), file.tell()
    file.seek(offset)
    file.write(_local(entry))
    file.seek(end)
    return entry


def _local(entry: _Entry) -> bytes:
    sizes = (entry.crc, entry.packed, entry.unpacked, len(entry.name))
    return struct.pack(_LOCAL, b"PK\3\4", _VERSION, 0, _DEFLATED, 0, _DAY, *sizes, 0) + entry.name
