"""Template words of the catalogues' spreadsheets."""

from collections.abc import Iterable
from typing import Any

from django import template

register = template.Library()


@register.filter
def column_title(attribute: str, columns: Iterable[Any]) -> str:
    """The title of the column that fills an attribute."""
    return next((column.title for column in columns if column.attribute == attribute), attribute)
