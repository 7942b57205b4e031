"""What stands in a column: each reads a cell strictly, with the sentences of our own spreadsheets, and writes it back alike."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from common.console.money_field import plain_amount
from common.money import parse_minor
from common.sheets.cells import as_date, as_key, as_text
from common.sheets.refused import CellRefused

CURRENCY = "__currency__"
_YES, _NO = {"1", "yes", "true", "是", "y"}, {"0", "no", "false", "否", "n"}


class StrictCell(Widget, ABC):
    """A refusal of the strict readers, said as import-export expects it."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return self.read(value, row)
        except CellRefused as refused:
            raise ValueError(refused.message) from refused

    @abstractmethod
    def read(self, value: Any, row: Any) -> Any:
        """The value of a cell; ``row`` is what else stands in its row."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else str(value)


class Text(StrictCell):
    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def read(self, value: Any, row: Any) -> str:
        return as_text(value, self.most)


class Key(StrictCell):
    """A code of ours or of a supplier: kept exactly, full-width forms made plain."""

    def __init__(self, most: int = 80) -> None:
        super().__init__()
        self.most = most

    def read(self, value: Any, row: Any) -> str:
        return as_key(value, self.most)


class Choice(StrictCell):
    """One of the stable words of a set of choices; their names in the reader's language are taken too."""

    def __init__(self, choices: Sequence[tuple[str, Any]]) -> None:
        super().__init__()
        self.choices = choices

    def read(self, value: Any, row: Any) -> str:
        given = as_text(value, 80)
        for word, label in self.choices:
            if given.casefold() in (word.casefold(), str(label).casefold()):
                return word
        words = ", ".join(word for word, _label in self.choices if word)
        raise ValueError(_("“%(given)s” is none of %(words)s.") % {"given": given, "words": words})


class Amount(StrictCell):
    """An amount in major units, in the row's currency."""

    def read(self, value: Any, row: Any) -> int | None:
        text = as_text(value, 30)
        if not text:
            return None
        try:
            amount = parse_minor(text, row.get(CURRENCY) or "CNY")
        except ValueError as error:
            raise ValueError(_("“%(given)s” is not an amount. Write it as 25.00.") % {"given": text}) from error
        if amount < 0:
            raise ValueError(_("An amount can't be below zero."))
        return amount

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else plain_amount(value, getattr(obj, "currency", "CNY"))


class Number(StrictCell):
    """A whole number, zero included."""

    def read(self, value: Any, row: Any) -> int | None:
        text = as_text(value, 30)
        if not text:
            return None
        if not re.fullmatch(r"\d{1,9}(\.0+)?", text):
            raise ValueError(_("“%(given)s” is not a whole number.") % {"given": text})
        return int(text.partition(".")[0])


class Flag(StrictCell):
    def read(self, value: Any, row: Any) -> bool | None:
        text = as_text(value, 10).casefold()
        if not text:
            return None
        if text not in _YES | _NO:
            raise ValueError(_("“%(given)s” is neither yes nor no.") % {"given": text})
        return text in _YES

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "yes" if value else "no"


class Day(StrictCell):
    def read(self, value: Any, row: Any) -> date | None:
        return as_date(value)


class Reference(StrictCell):
    """A row of another model by its key. Each key is looked up once a file."""

    def __init__(self, model: type[Model], key: str) -> None:
        super().__init__()
        self.model, self.key = model, key
        self._known: dict[str, Model | None] = {}

    def read(self, value: Any, row: Any) -> Model | None:
        given = as_key(value, 120)
        if not given:
            return None
        if given not in self._known:
            self._known[given] = self.model._default_manager.filter(**{self.key: given}).first()
        found = self._known[given]
        if found is None:
            raise ValueError(_("There is no %(noun)s “%(given)s”.") % {"noun": self.model._meta.verbose_name, "given": given})
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(getattr(value, self.key))
