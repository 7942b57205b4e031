"""Mobile numbers, to E.164. A number without a country is Chinese."""

import re

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat, PhoneNumberType

from common.sheets.cells.given import digits, given, half_width, written
from common.sheets.refused import CellRefused
from common.sheets.shapes import Cell

HOME = "CN"

# Digits, and what people put between them. Superscripts, other scripts' digits and look-alike
# letters are absent, though Unicode would fold some of them into digits.
_WRITTEN = re.compile(r"[0-9+(][0-9+()\s\-\u2010-\u2015\u2212]*")
_SEPARATORS = re.compile(r"[^0-9+]")
_FLOAT_TAIL = re.compile(r"(\d{11})\.0+", re.ASCII)
_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def _home_pattern() -> re.Pattern[str]:
    metadata = PhoneMetadata.metadata_for_region(HOME)
    assert metadata is not None
    assert metadata.mobile is not None
    return re.compile(rf"(?:\+?86)?({metadata.mobile.national_number_pattern})", re.ASCII)


# Nearly all numbers are of this form; the whole library takes a hundred times longer and says the same.
_AT_HOME = _home_pattern()


def as_phone(cell: Cell) -> str:
    """
    A mobile number in E.164: ``13800001111`` and ``+86 138-0000-1111`` are ``+8613800001111``.

    :raises CellRefused: ``phone_invalid``, ``formula_refused`` or ``merged_cells``.
    """
    value = written(cell)
    if value is None:
        return ""
    if isinstance(value, str):
        text = _dialled(value)
    elif isinstance(value, int | float) and value > 0:
        text = digits(value, code="phone_invalid")
    else:
        raise CellRefused("phone_invalid", given=given(cell))
    at_home = _AT_HOME.fullmatch(text)
    if at_home:
        return f"+86{at_home[1]}"
    return _from_library(text, cell)


def _dialled(text: str) -> str:
    stripped = half_width(text).strip()
    whole = _FLOAT_TAIL.fullmatch(stripped)
    if whole:
        return whole[1]
    dialled = _SEPARATORS.sub("", stripped)
    if not _WRITTEN.fullmatch(stripped) or "+" in dialled[1:]:
        raise CellRefused("phone_invalid", given=given(text))
    return dialled


def _from_library(text: str, cell: Cell) -> str:
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException as error:
        raise CellRefused("phone_invalid", given=given(cell)) from error
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in _MOBILE:
        raise CellRefused("phone_invalid", given=given(cell))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
