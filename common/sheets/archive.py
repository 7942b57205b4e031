"""The zip container of a workbook: what its directory declares, and unpacking that believes none of it."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from struct import Struct

from common.sheets.shapes import Limits, Unfit

Entry = zipfile.ZipInfo

_LOCAL = Struct("<4s22xHH")
_END, _END_LENGTH = b"PK\x05\x06", 22
_CHUNK = 1024 * 1024
_STEP = 64 * 1024
_ENCRYPTED = 0x1
_NESTED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b\x08")
_KINDS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def open_entries(content: bytes, limits: Limits) -> list[Entry]:
    """
    The entries of the container, after every check that needs no unpacking (about a millisecond).

    :raises Unfit: ``file_damaged``, ``file_encrypted``, ``archive_bomb``, ``archive_unsafe`` or ``archive_nested``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries, comment = archive.infolist(), archive.comment
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, UnicodeDecodeError) as error:
        raise Unfit("file_damaged") from error
    _refuse_bomb(entries, len(content), limits)
    # Bytes before the first entry or after the last belong to another format: one file with two meanings.
    if comment or not content.startswith(_END, -_END_LENGTH) or min((entry.header_offset for entry in entries), default=0) != 0:
        raise Unfit("archive_unsafe")
    for entry in entries:
        _refuse_strange(entry)
    _refuse_repeated(entries)
    return entries


def refuse_nested(content: bytes, entries: Sequence[Entry]) -> None:
    """Refuse an archive, or an old Office file, inside the container."""
    for entry in entries:
        packed = _packed(content, entry)
        is_deflated = entry.compress_type == zipfile.ZIP_DEFLATED
        first = next(_inflated(packed, at_once=8), b"") if is_deflated else bytes(packed[:8])
        if first.startswith(_NESTED):
            raise Unfit("archive_nested")


def unpack(content: bytes, entry: Entry) -> Iterator[bytes]:
    """
    The bytes of one entry, a megabyte at a time, held to its declared size.

    :raises Unfit: ``archive_unsafe`` for a size or a name that lies, ``file_damaged`` for broken data.
    """
    packed = _packed(content, entry)
    left, crc = entry.file_size, 0
    for chunk in _inflated(packed) if entry.compress_type == zipfile.ZIP_DEFLATED else (packed,):
        left -= len(chunk)
        crc = zlib.crc32(chunk, crc)
        if left < 0:
            raise Unfit("archive_unsafe")
        yield bytes(chunk)
    if left or crc != entry.CRC:
        raise Unfit("archive_unsafe" if left else "file_damaged")


def _inflated(packed: memoryview, *, at_once: int = _CHUNK) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), _STEP):
            chunk = inflater.decompress(packed[start : start + _STEP], at_once)
            while chunk:
                yield chunk
                chunk = inflater.decompress(inflater.unconsumed_tail, at_once)
    except zlib.error as error:
        raise Unfit("file_damaged") from error
    if not inflater.eof or inflater.unused_data:
        raise Unfit("archive_unsafe")


def _packed(content: bytes, entry: Entry) -> memoryview:
    start = entry.header_offset
    header = content[start : start + 30]
    if len(header) < 30:
        raise Unfit("file_damaged")
    magic, name_length, extra_length = _LOCAL.unpack(header)
    name = content[start + 30 : start + 30 + name_length]
    body = start + 30 + name_length + extra_length
    if magic != b"PK\x03\x04" or body + entry.compress_size > len(content):
        raise Unfit("file_damaged")
    if name not in {entry.orig_filename.encode("utf-8"), entry.orig_filename.encode("cp437", "replace")}:
        raise Unfit("archive_unsafe")
    return memoryview(content)[body : body + entry.compress_size]


def _refuse_bomb(entries: Sequence[Entry], size: int, limits: Limits) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > limits.entries or unpacked > min(limits.unpacked_bytes, limits.ratio * size):
        raise Unfit("archive_bomb")


def _refuse_strange(entry: Entry) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise Unfit("file_encrypted")
    parts = entry.orig_filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or "\0" in entry.orig_filename or ":" in parts[0]:
        raise Unfit("archive_unsafe")
    if stat.S_ISLNK(entry.external_attr >> 16) or entry.compress_type not in _KINDS:
        raise Unfit("archive_unsafe")


def _refuse_repeated(entries: Sequence[Entry]) -> None:
    # Compared as the reader of workbooks looks them up: without case, with either slash.
    names = {entry.orig_filename.replace("\\", "/").casefold() for entry in entries}
    if len(names) != len(entries):
        raise Unfit("archive_unsafe")
