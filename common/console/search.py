"""Finding rows by what a person has in hand: a serial, a phone, an id. Only what an index answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Lookup, Q, QuerySet, TextField
from django.db.models.sql.compiler import SQLCompiler
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.sealed import fingerprint
from common.sheets.cells import as_email, as_phone
from common.sheets.refused import CellRefused

# A search that finds more than this is a filter.
MOST_FOUND = 500


@dataclass(frozen=True, slots=True)
class Look:
    """
    One way to find rows: what it is called, and the condition a text becomes. ``None``: the text can't be one.

    ``by_owner``: it finds what is somebody's, by what is theirs. Asked in the list of its rows; where anything is looked for at once, the
    owner is what is meant.
    """

    label: str | Promise
    condition: Callable[[str], Q | None]
    by_owner: bool = False


@CharField.register_lookup
@TextField.register_lookup
class Begins(Lookup):
    """``field__begins``: as ``startswith``, by an operator that an index may answer behind row level security. ``LIKE`` is not trusted there."""

    lookup_name = "begins"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} ^@ {right}", (*left_params, *right_params)


def exact(field: str, label: str | Promise) -> Look:
    return Look(label, lambda text: Q(**{field: text}))


def prefix(field: str, label: str | Promise, *, upper: bool = False) -> Look:
    """Begins with the text, which an index with pattern operators answers; a printed serial is in upper case."""
    return Look(label, lambda text: Q(**{f"{field}__begins": text.upper() if upper else text}))


def contains(field: str, label: str | Promise) -> Look:
    """Anywhere in the text. For nouns of some hundred rows only: no index helps."""
    return Look(label, lambda text: Q(**{f"{field}__icontains": text}))


def by_id(field: str = "pk", label: str | Promise | None = None) -> Look:
    return Look(label or _("id"), lambda text: _as_id(field, text))


def by_phone(field: str) -> Look:
    return Look(_("phone"), lambda text: _as_print(field, text, as_phone, "phone"))


def by_email(field: str) -> Look:
    return Look(_("email"), lambda text: _as_print(field, text, as_email, "email"))


def find(queryset: QuerySet[Any], looks: Sequence[Look], text: str) -> QuerySet[Any]:
    """
    The rows of the queryset that any of the looks finds.

    Each look runs alone: one OR over several indexes and joins would make PostgreSQL read the table.
    """
    if "\x00" in text:  # No text of PostgreSQL's can hold it.
        return queryset.none()
    found: set[Any] = set()
    for look in looks:
        condition = look.condition(text)
        if condition is not None:
            found.update(queryset.filter(condition).order_by().values_list("pk", flat=True)[:MOST_FOUND])
    return queryset.filter(pk__in=found)


def _as_id(field: str, text: str) -> Q | None:
    try:
        return Q(**{field: UUID(text)})
    except ValueError:
        return None


def _as_print(field: str, text: str, normal: Callable[[str], str], purpose: str) -> Q | None:
    try:
        value = normal(text)
    except CellRefused:
        return None
    return Q(**{field: fingerprint(value.lower(), purpose=purpose)})
