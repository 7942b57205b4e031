"""What a cell of each kind may look like, good and hostile, and what must be stored of it: one table a kind."""

import datetime
import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from tests.common.sheets.corpus_cells import BLANK, Written, concealed, formula, number, padded, text
from tests.common.sheets.workbooks import STYLE_OF


class Must(Enum):
    """What is no value: the row must be refused."""

    BE_REFUSED = "be refused"


REFUSED = Must.BE_REFUSED


@dataclass(frozen=True, slots=True)
class Medium:
    """The kind of file: only workbooks know numbers, dates and formulas."""

    is_workbook: bool
    from_1904: bool = False


@dataclass(frozen=True, slots=True)
class Grown:
    """One cell: how it is written, and what must be stored of it."""

    written: Written
    must: Any


Maker = Callable[[random.Random, Medium, int], Grown]

# In no column may one of these be taken for a value.
NOWHERE = [
    "=1+1",
    "＝1",
    "|calc",
    "-2+3+cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.test")',
    "\t=1",
    "\r1",
    "@IMPORTXML(1)",
    "＋WEBSERVICE (1)",
]
_NOT_PHONES = ["1380000111", "138000011112", "138O0001111", "l3800001111", "1.38E+10", "138\u200b00001111", "١٣٨٠٠٠٠١١١١", "¹38", "Ⅷ",
               "-13800001111", "13800001111.5", "0", "TRUE", "一三八", "\u202e13800001111", "13800001111/13900002222", "+1"]  # fmt: skip
_NOT_MAILS = [
    "a@b",
    "a b@c.test",
    "a@b.test.",
    "a@127.0.0.1",
    "名@c.test",
    "a@b.test,c@d.test",
    "<a@b.test>",
    "a@b.test\u200b",
    "@b.test",
    "a" * 65 + "@b.test",
]
_NOT_KEYS = ["1.38E+10", "a\u200bb", "\u202eabc", "x" * 65, "a\nb", "a\tb", "\ufeffA1"]
_NOT_QUANTITIES = [
    "0",
    "-5",
    "1.5",
    "1,000",
    "1e3",
    "一百",
    "50%",
    "1001",
    "9" * 30,
    "²",
    "TRUE",
    "NaN",
    "1\u200b",
    "￥100",
    "0.005",
    "9223372036854775808",
]
_NOT_DAYS = ["03/04/2036", "36-11-05", "2036/2/30", "2036-13-01", "11月5日", "1899-12-31", "2201-01-01", "2036-1", "二〇三六年", "45000",
             "2036-11/05", "2036-11-05T00:00:00+08:00", "2036-11-05 08:00", "9999-12-31", "2036-11-05\u200b", "Nov 5 2036"]  # fmt: skip
_NAMES = ["林超", "𠮷田㐂", "阿卜杜拉·买买提", "O'Brien", "José", "<script>alert(1)</script>", "{{7*7}}", "%s{0}", "'; DROP TABLE x; --", "NULL", "nan",
          "å¼ ä¸‰", "Ａｌｉｃｅ", "a,b;c", '"quoted"', "&amp;", "_x0041_", "]]>", "#N/A", "👨‍👩‍👧", "-1", "e\u0301", " 任强 ", "\u3000张三", "1e3", "00042"]  # fmt: skip
_TEXTS = [*_NAMES, "two\nlines", "中秋快乐 🎑", "x" * 300, "a\\b", "1.38E+10", "=".join("ab")]
_BLANKS = ["", " ", "\u3000", "\xa0 "]


def phone(rng: random.Random, medium: Medium, ordinal: int) -> Grown:
    """A mobile number of its own for each ordinal, the way that people and programs write them."""
    plain = f"139{ordinal:08d}"
    if _is_hostile(rng):
        return _hostile(rng, medium, _NOT_PHONES, [number("13900001111.5"), number("1e308"), number("-13900001111")])
    shapes = [
        plain,
        f"{plain[:3]} {plain[3:7]} {plain[7:]}",
        f"+86 {plain}",
        f"86-{plain}",
        f"{plain}.0",
        _wide(plain),
        f"\xa0{plain}",
        f"\t{plain}",
    ]
    numbers = [number(plain), number(plain, style=5), number(f"{plain}.0"), number(plain, style=STYLE_OF["000-0000-0000"])]
    return Grown(_one(rng, medium, shapes, numbers), f"+86{plain}")


def mail(rng: random.Random, medium: Medium, ordinal: int) -> Grown:
    """An address of its own for each ordinal."""
    if _is_hostile(rng):
        return _hostile(rng, medium, _NOT_MAILS, [number("1")])
    shapes = [f"Li+{ordinal}@Galaxy.TEST", f" Li+{ordinal}@galaxy.test", f"Li+{ordinal}＠galaxy.test"]
    return Grown(_one(rng, medium, shapes, []), f"Li+{ordinal}@galaxy.test")


def key(rng: random.Random, medium: Medium, ordinal: int) -> Grown:
    """A staff number of its own for each ordinal: leading zeros stay, full-width forms become plain."""
    if _is_hostile(rng):
        return _hostile(
            rng,
            medium,
            _NOT_KEYS,
            [number("1234567890123456"), number("0.1"), number("1e308"), _day_written(datetime.date(2036, 1, 2), medium)],
        )
    if medium.is_workbook and rng.random() < 0.3:
        told = Written(f'<c s="{STYLE_OF["00-00"]}"><v>{ordinal}</v></c>', f"{ordinal // 100:02d}-{ordinal % 100:02d}")
        cell = rng.choice([number(str(7_000_000 + ordinal)), Written(f'<c s="3"><v>{ordinal}</v></c>', f"{ordinal:06d}"), told])
        return Grown(cell, cell.shown)
    shown = rng.choice([f"G{ordinal:05d}", f"{ordinal:05d}-x", _wide(f"Q{ordinal}"), f" S/{ordinal} ", f"工{ordinal}"])
    return Grown(text(shown), unicodedata.normalize("NFKC", shown).strip())


def name(rng: random.Random, medium: Medium, _ordinal: int) -> Grown:
    """A name as it is written; what takes no room is left out."""
    if _is_hostile(rng):
        return _hostile(rng, medium, ["张\n三", "x" * 65, "a\tb", "a\u2028b"], [_day_written(datetime.date(2036, 1, 2), medium)])
    shown = rng.choice(_NAMES)
    if rng.random() < 0.1:
        return Grown(text("\u202e林\u200b\u200d超\ufeff"), "林超")
    return Grown(text(shown), unicodedata.normalize("NFC", shown).strip())


def words(rng: random.Random, medium: Medium, _ordinal: int) -> Grown:
    """A note or a region: any text, line breaks within it kept."""
    if _is_hostile(rng):
        return _hostile(rng, medium, ["x" * 501, "a\u200bb", "\u202eabc", "\ue000x"] if medium.is_workbook else ["x" * 501, "a\u200bb"], [])
    if medium.is_workbook and rng.random() < 0.1:
        shared = rng.choice([number("10001"), number("1.5"), padded(rng)])
        return Grown(shared, shared.shown)
    shown = rng.choice(_TEXTS)
    return Grown(text(shown), unicodedata.normalize("NFC", shown).strip())


def region(rng: random.Random, medium: Medium, ordinal: int) -> Grown:
    """A text of at most 80 characters."""
    grown = words(rng, medium, ordinal)
    return Grown(grown.written, REFUSED) if grown.must is not REFUSED and len(grown.must) > 80 else grown


def department(rng: random.Random, medium: Medium, _ordinal: int) -> Grown:
    """A path from the top down."""
    if _is_hostile(rng):
        return _hostile(rng, medium, ["x" * 81, "a\u200bb"], [])
    shown, must = rng.choice(
        [("研发中心/平台部", "研发中心/平台部"), ("研发 ／ 平台", "研发/平台"), ("//市场//", "市场"), ("<b>x", "<b>x"), ("A", "A")]
    )
    return Grown(text(shown), must)


def quantity(rng: random.Random, medium: Medium, _ordinal: int) -> Grown:
    """A whole number from 1 to 1000."""
    if _is_hostile(rng):
        return _hostile(
            rng,
            medium,
            _NOT_QUANTITIES,
            [number("0"), number("-1"), number("1.5"), number("1e308"), Written('<c s="4"><v>3</v></c>', "300%")],
        )
    if rng.random() < 0.2:
        return Grown(BLANK if medium.is_workbook else text(rng.choice(_BLANKS)), 1)
    amount = rng.randrange(1, 5)
    return Grown(
        _one(
            rng,
            medium,
            [str(amount), f"{amount}.00", _wide(str(amount)), f" {amount}", f"0{amount}"],
            [number(str(amount)), number(f"{amount}.0")],
        ),
        amount,
    )


def day_between(first: int, last: int) -> Maker:
    """A day of these years, as text or as a serial number of the workbook's own date system; or none."""

    def day(rng: random.Random, medium: Medium, _ordinal: int) -> Grown:
        if _is_hostile(rng):
            return _hostile(
                rng,
                medium,
                _NOT_DAYS,
                [number("45000"), Written('<c s="2"><v>45000.5</v></c>', "noon"), Written('<c s="1"><v>-1</v></c>', "####")],
            )
        if rng.random() < 0.3:
            return Grown(BLANK, None)
        chosen = datetime.date(rng.randrange(first, last + 1), rng.randrange(1, 13), rng.randrange(1, 29))
        forms = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d 00:00:00", " %Y-%m-%d"]
        return Grown(_one(rng, medium, [chosen.strftime(form) for form in forms], [_day_written(chosen, medium)]), chosen)

    return day


def one_of(choices: dict[str, Any], refused: list[str]) -> Maker:
    """One of these texts, each with what is stored of it."""

    def chosen(rng: random.Random, medium: Medium, _ordinal: int) -> Grown:
        if _is_hostile(rng):
            return _hostile(rng, medium, refused, [number("1")])
        shown = rng.choice(list(choices))
        return Grown(text(shown), choices[shown])

    return chosen


def _is_hostile(rng: random.Random) -> bool:
    return rng.random() < 0.04


def _hostile(rng: random.Random, medium: Medium, texts: list[str], cells: list[Written]) -> Grown:
    kind = rng.random()
    if medium.is_workbook and kind < 0.3:
        return Grown(rng.choice([formula, concealed])(rng), REFUSED)
    if medium.is_workbook and cells and kind < 0.5:
        return Grown(rng.choice(cells), REFUSED)
    return Grown(text(rng.choice(NOWHERE if kind > 0.8 else texts)), REFUSED)


def _one(rng: random.Random, medium: Medium, shapes: list[str], cells: list[Written]) -> Written:
    return rng.choice(cells) if medium.is_workbook and cells and rng.random() < 0.4 else text(rng.choice(shapes))


def _day_written(day: datetime.date, medium: Medium) -> Written:
    first = datetime.date(1904, 1, 1) if medium.from_1904 else datetime.date(1899, 12, 30)
    return Written(f'<c s="1"><v>{(day - first).days}</v></c>', day.isoformat())


def _wide(shown: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in shown)
