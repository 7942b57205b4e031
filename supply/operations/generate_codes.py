"""Making codes of our own."""

import secrets
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from common.actors import Actor
from common.refusals import Refused
from common.sheets.sheet import Row
from supply.models import Intake, OrderLine
from supply.models.supplier import SupplierKind
from supply.operations.intake.opening import Delivery, open_intake
from supply.operations.intake.receive import order_line_to_fill
from supply.rules.days import home_day
from supply.rules.generate import ALPHABET, DEFAULT_LENGTH, grouped, guess_chance, refuse_unless_sound, with_check
from supply.rules.lines import LineCheck, RefusedLine


class NotOwnStock(Refused):
    code = "not_own_stock"
    sentence = _("Codes are made for orders to our own stock only; %(supplier)s sends its own.")


class PatternMismatch(Refused):
    code = "pattern_mismatch"
    sentence = _("Codes made by us do not fit the code pattern of %(sku)s. Change the pattern, or the length.")


@sensitive_variables("drawn", "rows")
def generate_codes(
    *, order_line_id: UUID, count: int, by: Actor, at: datetime, length: int = DEFAULT_LENGTH, expires_on: date | None = None
) -> Intake:
    """
    Make new codes from a secure random source and bring them in like a supplier's file: checked, looked at, committed.

    ``length`` counts the check character and no dash. The intake's preview says how likely one guess hits.

    :raises LengthRefused: or ``CountRefused``: too few characters to be safe, or too many codes at once.
    :raises NotOwnStock: the order is to another supplier than our own stock.
    :raises PatternMismatch: the product's pattern does not accept such codes.
    :raises OrderNotPlaced: the order does not wait for codes.
    """
    refuse_unless_sound(count=count, length=length)
    line = order_line_to_fill(order_line_id)
    if line.order.supplier.kind != SupplierKind.OWN:
        raise NotOwnStock(supplier=line.order.supplier.name)
    drawn: dict[str, None] = {}
    while len(drawn) < count:
        drawn[_draw(length)] = None
    rows = [Row(number, (code, None, expires_on)) for number, code in enumerate(drawn, start=1)]
    _refuse_unless_fitting(rows[0], line, at)
    # Nothing that was drawn is ever drawn again: each act is its own delivery. No file, no name: who reads of it is told in their language.
    layout = {"guess_chance": guess_chance(count, length)}
    delivery = Delivery(name="", content_hash=secrets.token_bytes(32), rows=rows, layout=layout)
    return open_intake(line, delivery, by=by, at=at)


def _draw(length: int) -> str:
    return grouped(with_check("".join(secrets.choice(ALPHABET) for _place in range(length - 1))))


def _refuse_unless_fitting(row: Row, line: OrderLine, at: datetime) -> None:
    product = line.product
    check = LineCheck(pattern=product.code_pattern, case_sensitive=product.is_case_sensitive, today=home_day(at))
    if isinstance(check.verdict(row.number, row.cells), RefusedLine):
        raise PatternMismatch(sku=product.sku)
