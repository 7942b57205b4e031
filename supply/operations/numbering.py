"""Numbers that people say on the phone: ``L20261121-0001``, ``PO20261121-0001``."""

from datetime import datetime

from django.db import connection, models
from django.db.models.functions import Length

from supply.rules.days import home_day


def next_number(model: type[models.Model], letters: str, *, at: datetime) -> str:
    """
    The next free number of the day in the column ``number``.

    Locks    the day's numbers until the transaction ends; call it late.
    """
    start = f"{letters}{home_day(at):%Y%m%d}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"supply.number.{start}"])
    given = model._default_manager.filter(number__startswith=start)
    last = given.order_by(Length("number").desc(), "-number").values_list("number", flat=True).first()
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:04d}"
