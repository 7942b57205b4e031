"""Strict shapes: a number is a number, a text a text, and what is not named is refused."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

# Everything but control characters and line breaks of all kinds.
LINE = r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$"
# The same, with tabs and line feeds.
LINES = r"^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]*$"
# What programs use to name things: printable ASCII without spaces.
KEY = r"^[!-~]+$"

_SENTENCES = {
    "unknown_field": _("There is no such field."),
    "unknown_parameter": _("There is no such parameter."),
    "given_twice": _("Give this parameter once."),
    "one_of": _("Give exactly one of: %(names)s."),
    "some_of": _("Give at least one of: %(names)s."),
    "not_an_object": _("This must be a JSON object."),
}
_DIGITS = re.compile(r"-?\d{1,1000}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:[0-5]\d)", re.ASCII)


def refusal_of(code: str, **facts: Any) -> ErrorDetail:
    """One field's refusal by its stable code."""
    return ErrorDetail(str(_SENTENCES[code]) % facts if facts else str(_SENTENCES[code]), code=code)


class Shape(serializers.Serializer):
    """The shape of an answer. In the description of the API it goes by its name without ``Shape``."""


class StrictSerializer(serializers.Serializer):
    """
    A JSON object with these fields and no others.

    ``exactly_one`` and ``at_least_one`` name fields of which one, or some, must be given.
    """

    exactly_one: ClassVar[tuple[str, ...]] = ()
    at_least_one: ClassVar[tuple[str, ...]] = ()

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            raise ValidationError({"non_field_errors": [refusal_of("not_an_object")]})
        unknown = [str(name)[:64] for name in data if name not in self.fields]
        if unknown:
            raise ValidationError({name: [refusal_of("unknown_field")] for name in unknown[:20]})
        self._check_presence(data)
        return super().to_internal_value(data)

    def _check_presence(self, data: Mapping[str, Any]) -> None:
        if self.exactly_one and sum(name in data for name in self.exactly_one) != 1:
            names = ", ".join(self.exactly_one)
            raise ValidationError({"non_field_errors": [refusal_of("one_of", names=names)]})
        if self.at_least_one and not any(name in data for name in self.at_least_one):
            names = ", ".join(self.at_least_one)
            raise ValidationError({"non_field_errors": [refusal_of("some_of", names=names)]})


class TextField(serializers.RegexField):
    """A JSON string in NFC of ``LINE`` or another pattern. Numbers are not texts, and nothing is cut or trimmed."""

    default_error_messages = {"invalid_text": _("This must be a text."), "invalid": _("This holds characters that can't be used here.")}

    def __init__(self, *, pattern: str = LINE, **kwargs: Any) -> None:
        self.pattern = pattern
        super().__init__(regex=pattern, trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid_text")
        return super().to_internal_value(unicodedata.normalize("NFC", data))


class WholeField(serializers.IntegerField):
    """A JSON integer: not ``"1"``, not ``1.0``, not ``true``."""

    default_error_messages = {"invalid": _("This must be a whole number.")}

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


class DigitsField(serializers.IntegerField):
    """A whole number in an address: at most a thousand digits and nothing else, not ``1.0``, ``+1`` or ``１``."""

    default_error_messages = {"invalid": _("This must be a whole number.")}

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, str) or not _DIGITS.fullmatch(data):
            self.fail("invalid")
        return int(data)


class DayField(serializers.DateField):
    """``2026-11-05`` and no other way to write a day."""

    default_error_messages = {"invalid": _("This must be a day, as in 2026-11-05.")}

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str) or not _DATE.fullmatch(value):
            self.fail("invalid")
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail("invalid")


class MomentField(serializers.DateTimeField):
    """A moment in RFC 3339 with its offset, as in ``2026-11-05T10:00:00+08:00``."""

    default_error_messages = {"invalid": _("This must be a moment with its offset, as in 2026-11-05T10:00:00+08:00.")}

    def to_internal_value(self, value: Any) -> datetime:
        if not isinstance(value, str) or not _MOMENT.fullmatch(value):
            self.fail("invalid")
        try:
            moment = datetime.fromisoformat(value.upper())
            at = moment.astimezone(UTC)  # At the ends of time an hour ahead is no moment any more.
        except (ValueError, OverflowError):
            self.fail("invalid")
        # PostgreSQL knows no offset of sixteen hours.
        return moment if abs(moment.utcoffset() or timedelta()) < timedelta(hours=16) else at
