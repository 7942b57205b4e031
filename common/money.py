"""Amounts: integers of minor units with a currency, or pieces. Never a float."""

from decimal import Decimal, InvalidOperation

_SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "HKD": "HK$"}
_EXPONENTS = {"JPY": 0, "KRW": 0}

CURRENCIES = [("CNY", "CNY"), ("HKD", "HKD"), ("USD", "USD"), ("EUR", "EUR"), ("JPY", "JPY")]
PIECES = "piece"


def exponent(currency: str) -> int:
    """How many decimal places the currency has."""
    return _EXPONENTS.get(currency, 2)


def format_minor(amount_minor: int, currency: str) -> str:
    """``format_minor(123450, "CNY")`` is ``¥1,234.50``; pieces and unknown units keep their name."""
    if currency == PIECES:
        return f"{amount_minor:,}"
    places = exponent(currency)
    amount = Decimal(abs(amount_minor)).scaleb(-places)
    sign = "-" if amount_minor < 0 else ""
    symbol = _SYMBOLS.get(currency, f"{currency} ")
    return f"{sign}{symbol}{amount:,.{places}f}"


def parse_minor(text: str, currency: str) -> int:
    """
    Read a typed amount such as ``1,234.50`` into minor units, without rounding.

    :raises ValueError: not a number, or more decimal places than the currency has.
    """
    try:
        amount = Decimal(text.strip().replace(",", ""))
    except InvalidOperation as error:
        raise ValueError("not a number") from error
    scaled = amount.scaleb(exponent(currency))
    if not scaled.is_finite() or scaled != scaled.to_integral_value():
        raise ValueError("too many decimal places")
    return int(scaled)
