"""From the bytes of a text file to its text: strictly, telling what was guessed."""

import codecs
import re
from dataclasses import dataclass

from common.sheets.shapes import Unfit

UTF8, GB18030, UTF16 = "utf-8", "gb18030", "utf-16"
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Private, unassigned and control characters: GB18030 decodes almost any bytes, but no person writes these.
_NEVER_WRITTEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffe\uffff\U000f0000-\U0010ffff]")
_CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_TWO_BYTES = re.compile(b"[\xc2-\xdf][\x80-\xbf]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the encoding it was read by, and whether that was a guess."""

    text: str
    encoding: str
    is_guess: bool


def decode(content: bytes, *, encoding: str | None = None) -> Decoded:
    """
    Decode a text file: by its byte order mark, else as UTF-8, else as GB18030, which is a guess.

    So is UTF-8 without a mark where all letters beyond ASCII are of two bytes: 模 in GBK is ģ in UTF-8.

    ``encoding`` is what a person confirmed: ``utf-8``, ``gb18030`` or ``utf-16``; a byte order mark outweighs it.

    :raises Unfit: ``encoding_unknown``, ``encoding_mixed`` or ``text_nul``, with the line.
    """
    if content.startswith(codecs.BOM_UTF8):
        return Decoded(_strict(content[len(codecs.BOM_UTF8) :], UTF8), UTF8, is_guess=False)
    if content.startswith(_UTF16_MARKS):
        return Decoded(_strict(content, UTF16), UTF16, is_guess=False)
    _refuse_nul(content)
    if encoding in {None, UTF8} and (encoding == UTF8 or _is_utf8(content)):
        return Decoded(_strict(content, UTF8), UTF8, is_guess=encoding is None and _may_be_chinese(content))
    _refuse_mixed(content)
    text = _strict(content, GB18030)
    never = _NEVER_WRITTEN.search(text)
    if never:
        raise Unfit("encoding_unknown", line=_line(text, never.start()))
    return Decoded(text, GB18030, is_guess=encoding is None)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode(UTF8)
    except UnicodeDecodeError:
        return False
    return True


def _may_be_chinese(content: bytes) -> bool:
    """Whether UTF-8 may be read here by accident: every letter beyond ASCII is of two bytes, which GB18030 reads as Chinese."""
    foreign = _TWO_BYTES.sub(b"", content)
    return foreign.isascii() and not content.isascii()


def _strict(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding, "ignore")
        raise Unfit("encoding_unknown", line=_line(before, len(before))) from error
    if "\0" in text:
        raise Unfit("text_nul", line=_line(text, text.index("\0")))
    return text


def _refuse_nul(content: bytes) -> None:
    if b"\0" in content:
        before = content[: content.index(b"\0")].decode("latin-1")
        raise Unfit("text_nul", line=_line(before, len(before)))


def _refuse_mixed(content: bytes) -> None:
    # GB18030 lines are hardly ever UTF-8 by chance, and then not Chinese: such a line came from another file.
    for number, line in enumerate(content.splitlines(), start=1):
        if line.isascii() or not _is_utf8(line):
            continue
        foreign = _BEYOND_ASCII.findall(line.decode(UTF8))
        if len(foreign) > 1 and all(map(_CHINESE.match, foreign)):
            raise Unfit("encoding_mixed", line=number)


def _line(text: str, position: int) -> int:
    head = text[:position]
    return head.count("\n") + head.count("\r") - head.count("\r\n") + 1
