"""What may be said of a person, in its normal form, and how two sayings are compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.refusals import Refused
from common.sealed import fingerprint
from common.sheets.cells import as_key, as_text
from common.sheets.cells.dates import EARLIEST, LATEST
from common.sheets.refused import CellRefused
from members.rules.departments import path_of
from members.rules.identity import Address, email_of, name_of, phone_of


class FieldInvalid(Refused):
    code = "field_invalid"
    status = 422
    sentence = _("%(field)s can't be accepted. Check it and try again.")


@dataclass(frozen=True, slots=True)
class Person:
    """
    What somebody says of a person. ``None`` is "nothing said": what is known stays.

    ``staff_no``, ``department`` and ``region`` may be ``""``: known no more.
    """

    name: str | None = None
    staff_no: str | None = None
    external_id: str | None = None
    phone: Address | None = None
    email: Address | None = None
    department: str | None = None
    joined_on: date | None = None
    birthday: date | None = None
    region: str | None = None
    language: str | None = None
    has_left: bool | None = None

    @property
    def addresses(self) -> list[Address]:
        return [address for address in (self.phone, self.email) if address is not None]


def person_of(given: Mapping[str, Any]) -> Person:
    """
    A person from fields as an API or a form gives them: texts, dates, and ``state`` as ``active`` or ``left``.

    :raises FieldInvalid: a field that isn't known, or a value that does not fit it.
    :raises PhoneInvalid: or ``EmailInvalid``, ``NameInvalid``, ``DepartmentInvalid``: what the name says.
    """
    unknown = given.keys() - _READERS.keys()
    if unknown:
        raise FieldInvalid(field=min(unknown))
    fields = {}
    for key, value in given.items():
        if value is not None:
            name, read = _READERS[key]
            fields[name] = _read(key, read, value)
    return Person(**fields)


def birthday_print(day: date) -> bytes:
    """The fingerprint of a birthday, so that two can be compared without opening one."""
    return fingerprint(day.isoformat(), purpose="birthday")


def _read(key: str, read: Any, value: Any) -> Any:
    try:
        return read(value)
    except (CellRefused, ValueError, TypeError) as error:
        raise FieldInvalid(field=key) from error


def _date(value: Any) -> date:
    day = value if isinstance(value, date) else date.fromisoformat(value)
    if not EARLIEST <= day <= LATEST:
        raise ValueError(day)
    return day


def _has_left(state: str) -> bool:
    if state not in {"active", "left"}:
        raise ValueError(state)
    return state == "left"


_READERS: dict[str, tuple[str, Any]] = {
    "name": ("name", name_of),
    "staff_no": ("staff_no", lambda value: as_key(value, 64)),
    "external_id": ("external_id", lambda value: as_key(value, 128)),
    "phone": ("phone", phone_of),
    "email": ("email", email_of),
    "department": ("department", path_of),
    "joined_on": ("joined_on", _date),
    "birthday": ("birthday", _date),
    "region": ("region", lambda value: as_text(value, 80)),
    "language": ("language", lambda value: as_key(value, 10)),
    "state": ("has_left", _has_left),
}
