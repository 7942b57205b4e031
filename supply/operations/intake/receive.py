"""Taking a supplier's file."""

import hashlib
import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.views.decorators.debug import sensitive_variables

from common.actors import Actor
from common.refusals import NotFound
from common.sheets.reader import read_list
from common.sheets.refused import FileRefused
from common.sheets.sheet import Sheet
from supply.models import Intake, OrderLine
from supply.operations.intake.opening import Delivery, open_intake
from supply.operations.intake.refusals import PatternInvalid
from supply.rules.intake import COLUMNS, LAYOUTS, LIMITS


@sensitive_variables("content", "sheet")
def receive_file(*, order_line_id: UUID, file_name: str, content: bytes, by: Actor, at: datetime, sheet_name: str = "") -> Intake:
    """
    Take a file of codes for one order line: seal it under a new lot's own key, and start its check.

    Nothing of it is written in the clear: no temporary file, no log line, no task argument.

    File     .xlsx, .csv (UTF-8, GB18030) with the columns of ``rules.intake``; or text, ``code`` or ``card no.,code`` a line.
             ``sheet_name`` says which sheet is meant where several have the columns.
    Replays  the same file, while its first intake is open, returns that intake.

    :raises FileRefused: the file can't be read.
    :raises PatternInvalid: the product's pattern is no regular expression.
    :raises OrderNotPlaced: the order does not wait for codes.
    :raises FileBroughtBefore: the same file is open under another order line.
    Source   docs/guides/codes.md
    """
    line = order_line_to_fill(order_line_id)
    sheet = _read(content, file_name, sheet_name)
    delivery = Delivery(
        name=file_name,
        content_hash=hashlib.sha256(content).digest(),
        rows=sheet.rows,
        encoding=sheet.encoding,
        layout=_layout(sheet),
    )
    return open_intake(line, delivery, by=by, at=at)


def order_line_to_fill(order_line_id: UUID) -> OrderLine:
    """
    The line that codes arrive for; its product has a pattern that can be asked.

    :raises NotFound: there is no such line.
    :raises PatternInvalid: the pattern is no regular expression.
    """
    line = OrderLine.objects.select_related("product", "order__supplier").filter(id=order_line_id).first()
    if line is None:
        raise NotFound
    try:
        re.compile(line.product.code_pattern)
    except re.error as error:
        raise PatternInvalid(sku=line.product.sku) from error
    return line


def _read(content: bytes, file_name: str, sheet_name: str) -> Sheet:
    try:
        return read_list(content, name=file_name, columns=COLUMNS, layouts=LAYOUTS, limits=LIMITS, sheet=sheet_name or None)
    except FileRefused as refused:
        # What stands where headers should be may be the first code: the sentence must not quote it.
        facts = refused.facts | ({"found": "…"} if "found" in refused.facts else {})
        raise FileRefused(refused.code, **facts) from None


def _layout(sheet: Sheet) -> dict[str, Any]:
    return {
        "columns": list(sheet.columns),
        "unknown": [header[:40] for header in sheet.unknown_columns[:20]],
        "notices": [{"code": notice.code, "count": notice.count} for notice in sheet.warnings],
        # Chinese of a guessed encoding, for a person to see that the guess is right.
        "sample": list(sheet.sample),
    }
