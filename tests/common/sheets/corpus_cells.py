"""A grammar of cells: each knows how it is written in a workbook and in CSV, and what a person sees in it."""

import datetime
import random
import re
from dataclasses import dataclass

from tests.common.sheets.workbooks import CONCEALING_FORMATS, STYLE_OF, text_cell

TEXTS = [
    # S1, S15, S21
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r1", "＝1", "＋1", "|calc", "-2+3+cmd|' /C calc'!A0", "=HYPERLINK(\"x\")", "DDE",
    "１３８００００１１１１", "١٣٨", "¹²³", "Ⅷ", "a\u200bb", "\u202eabc", "x\xa0y", "张\u200d三", "阿卜杜拉·买买提", "𠮷㐂", "👨‍👩‍👧", "e\u0301",
    "<script>", "{{7*7}}", "'; DROP TABLE x; --", "two\nlines", "two\r\nlines", " spaces ", "&amp;", "]]>", "_x0041_", "\"quoted\"", "a,b;c\td",
    # S14, S16, S18, S24
    "13800001111", "13800001111.0", "1.38E+10", "+86 138-0000-1111", "013800001111", "1380000111", "l3800001111", "138 0000 1111",
    "2026-11-05", "2026/2/30", "2026年2月3日", "03/04/2026", "2026-11-05T00:00:00+08:00", "9999-12-31", "00042", "1e3", "1,000", "￥100",
    "100.005", "-5", "0", "一百", "50%", "TRUE", "#N/A", "NULL", "nan", "x" * 300,
]  # fmt: skip
NUMBERS = ["0", "1", "10001", "13800001111", "13800001111.0", "1.5", "-5", "0.1", "999999999999999"]
LOSSY_NUMBERS = ["1234567890123456", "12345678901234567890", "1e308", "0.30000000000000004"]
FORMULAS = ["1+1", 'HYPERLINK("http://example.test")', "NOW()", "A1&amp;B1", "cmd|'/C calc'!A0"]
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_LITERAL_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Written:
    """One cell. ``shown`` is what a person sees; without ``is_trusted`` no parser may accept it."""

    xml: str
    shown: str
    day: datetime.date | None = None
    is_trusted: bool = True

    @property
    def is_blank(self) -> bool:
        return self.is_trusted and not self.shown.strip()


BLANK = Written("<c/>", "")


def text(shown: str) -> Written:
    """Typed text; what XML can't hold is written the way spreadsheet programs do."""
    escaped = _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", _LITERAL_ESCAPE.sub("_x005F_", shown))
    return Written(text_cell(escaped), shown)


def number(shown: str, *, style: int = 0) -> Written:
    """A number as it is stored; style 5 shows it in scientific notation."""
    return Written(f'<c s="{style}"><v>{shown}</v></c>', shown)


def day_cell(rng: random.Random, *, from_1904: bool) -> Written:
    """A date by the workbook's own date system."""
    day = datetime.date(1904 if from_1904 else 1901, 1, 1) + datetime.timedelta(days=rng.randrange(100_000))
    first = datetime.date(1904, 1, 1) if from_1904 else datetime.date(1899, 12, 30)
    return Written(f'<c s="1"><v>{(day - first).days}</v></c>', day.isoformat(), day=day)


def formula(rng: random.Random) -> Written:
    """A formula or an error, with whatever value was cached."""
    written = rng.choice(FORMULAS)
    cached = rng.choice(["<v>1</v>", "<v/>", ""])
    kind = rng.choice(["", ' t="str"'])
    if rng.random() < 0.2:
        xml = rng.choice(['<c t="e"><v>#REF!</v></c>', "<c><v>NaN</v></c>", "<c><v>1E400</v></c>"])
        return Written(xml, "#REF!", is_trusted=False)
    return Written(f"<c{kind}><f>{written}</f>{cached}</c>", written, is_trusted=False)


def concealed(rng: random.Random) -> Written:
    """A number that its format shows as another, or not at all."""
    style = STYLE_OF[rng.choice(CONCEALING_FORMATS)]
    return Written(f'<c s="{style}"><v>{rng.randrange(2, 9)}</v></c>', "?", is_trusted=False)


def padded(rng: random.Random) -> Written:
    """A number that its format shows with leading zeros, or as a share of a hundred."""
    value = rng.randrange(1000)
    return rng.choice([
        Written(f'<c s="3"><v>{value}</v></c>', f"{value:06d}"),
        Written(f'<c s="6"><v>{value}</v></c>', f"G{value:04d}"),
        Written(f'<c s="4"><v>{value / 100}</v></c>', f"{value}%"),
        _styled(value, '"G"00000;-0', f"G{value:05d}"),
        _styled(value, '[Red]"G"00000', f"G{value:05d}"),
        _styled(value, "0000_);(0000)", f"{value:04d}"),
        _styled(value, "[$-804]0000", f"{value:04d}"),
        _styled(value, "00-00", f"{value // 100:02d}-{value % 100:02d}"),
    ])  # fmt: skip


def _styled(value: int, code: str, shown: str) -> Written:
    return Written(f'<c s="{STYLE_OF[code]}"><v>{value}</v></c>', shown)


def any_cell(rng: random.Random, *, from_1904: bool) -> Written:
    """One cell of the grammar."""
    kind = rng.randrange(10)
    if kind < 4:
        return text(rng.choice(TEXTS))
    if kind == 4:
        return text("".join(chr(rng.choice([rng.randrange(1, 0x250), rng.randrange(0x4E00, 0x9FFF)])) for _ in range(rng.randrange(1, 9))))
    if kind == 5:
        return number(rng.choice(NUMBERS), style=rng.choice([0, 5]))
    if kind == 6:
        return rng.choice([number(rng.choice(LOSSY_NUMBERS)), padded(rng), concealed(rng)])
    if kind == 7:
        return day_cell(rng, from_1904=from_1904)
    return formula(rng) if kind == 8 else BLANK
