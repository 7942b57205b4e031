"""Narrowing a list to some days, as the clock on the reader's wall has them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.widgets import INPUT_CLASSES


class DaysForm(forms.Form):
    """Two days, chosen with what the browser offers."""

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for end, label in (("from", _("From")), ("to", _("To"))):
            look = forms.DateInput(attrs={"type": "date", "class": " ".join(INPUT_CLASSES), "aria-label": label}, format="%Y-%m-%d")
            self.fields[f"{name}_{end}"] = forms.DateField(label=label, required=False, widget=look)


class DaysFilter(RangeDateFilter):
    """From a day to a day, both in it, of a column with a time."""

    form_class = DaysForm

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        first, last = self._day("from"), self._day("to")
        if first:
            queryset = queryset.filter(**{f"{self.parameter_name}__gte": _midnight(first)})
        if last:
            queryset = queryset.filter(**{f"{self.parameter_name}__lt": _midnight(last + timedelta(days=1))})
        return queryset

    def _day(self, end: str) -> date | None:
        try:
            return parse_date(str(self.used_parameters.get(f"{self.parameter_name}_{end}") or ""))
        except ValueError:  # The 30th of February: the form says so, the list stays whole.
            return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
