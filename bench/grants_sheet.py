"""The spreadsheet of grants that is brought: its rows, as an .xlsx and as people of the enterprise."""

import datetime
import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter

HEADERS = ("工号", "手机号", "邮箱", "姓名", "部门", "权益编码", "数量", "生效日期", "失效日期", "备注")
BENEFITS = tuple(f"benefit-{number:02d}" for number in range(20))
_FROM, _UNTIL = datetime.date(2030, 1, 1), datetime.date(2030, 12, 31)

Row = tuple[Any, ...]


def phone_of(number: int) -> str:
    return f"139{number:08d}"


def rows(count: int, members: int) -> Iterator[Row]:
    """Each member has each benefit once before anybody has one twice: no row repeats another."""
    for number in range(count):
        member, benefit = number % members, BENEFITS[(number // members) % len(BENEFITS)]
        opens = _FROM + datetime.timedelta(days=number // (members * len(BENEFITS)))
        yield (
            f"S{member:06d}",
            phone_of(member),
            None,
            f"员工{member}",
            f"研发中心/平台{member % 40}部",
            benefit,
            1 + number % 3,
            opens.isoformat(),
            _UNTIL.isoformat(),
            "年度福利",
        )


def workbook(count: int, members: int) -> bytes:
    """The rows as an .xlsx, written row by row."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet("发放名单")
    for place, row in enumerate((HEADERS, *rows(count, members))):
        sheet.write_row(place, 0, ["" if cell is None else cell for cell in row])
    book.close()
    return file.getvalue()
