"""What an operator sees less of: rows of some enterprises only, and some kinds of fields not at all."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.db.models.fields.related import ForeignObjectRel
from django.http import HttpRequest

# Nouns that belong to no enterprise: whoever has the right sees all of their rows. Any other noun must lead to one.
PLATFORM_WIDE = {
    "supply.brand",
    "supply.category",
    "supply.product",
    "supply.offer",
    "supply.supplier",
    "supply.purchaseorder",
    "supply.lot",
    "supply.intake",
    "supply.lostorder",
    "benefits.benefit",
    "analytics.proof",
}
# Where a row's enterprise may stand, the nearest first.
_PATHS = ("enterprise", "member__enterprise", "grant__enterprise", "redemption__enterprise", "batch__enterprise", "budget__enterprise")

# By the name of the field, or of the column that writes it out.
HIDDEN_FIELDS: dict[str, set[str]] = {
    "cost": {"cost_minor", "max_cost_minor", "price_minor", "cost", "balance_minor", "balance_unexplained_minor", "low_balance_minor"},
    "phone": {"value", "to", "text", "account_masked", "masked", "phone", "email", "account", "address"},
    "code": {"code", "masked_code", "card_no", "code_id"},
}
# Whole lists that show nothing but what is hidden.
_HIDDEN_NOUNS = {"code": {"supply.code", "redemption.reveal"}, "phone": {"members.sentmessage"}, "cost": {"supply.offer"}}
# Lists of what has happened to the orders of all enterprises: nothing in a row says whose it is.
_WHOLE_NOUNS = {"supply.lostorder"}
# Pages of the site that keep to the scope themselves, or show no rows of enterprises.
SCOPED_PAGES = {"index", "autocomplete", "jsi18n", "logout", "login", "password_change", "password_change_done"}


def enterprises_of(request: HttpRequest) -> list[UUID] | None:
    """The enterprises whose rows the person may see; ``None`` for all. Asked once a request."""
    return _scope(request)[0]


def hidden_of(request: HttpRequest) -> Collection[str]:
    """The kinds of fields that the person is not shown: ``cost``, ``phone``, ``code``."""
    return _scope(request)[1]


def path_of(model: type[Model], given: str | None = "") -> str | None:
    """Where a row's enterprise stands; ``None`` for nouns of the whole platform. Empty where nothing leads to one."""
    if given != "":
        return given
    if model._meta.label_lower in PLATFORM_WIDE:
        return None
    if model._meta.label_lower == "members.enterprise":
        return "id"
    if any(field.attname == "enterprise_id" for field in model._meta.concrete_fields):
        return "enterprise_id"
    return next((f"{path}_id" for path in _PATHS[1:] if _leads(model, path)), "")


def cut(rows: QuerySet[Any], request: HttpRequest, *, path: str | None) -> QuerySet[Any]:
    """The rows of the person's enterprises. A noun that leads to none shows nothing to somebody who is limited."""
    enterprises = enterprises_of(request)
    if enterprises is None or path is None:
        return rows
    return rows.filter(**{f"{path}__in": enterprises}) if path else rows.none()


def is_hidden(name: Any, request: HttpRequest) -> bool:
    """Whether a field, or a column made of it, is of a kind that the person is not shown."""
    text = name if isinstance(name, str) else getattr(name, "__name__", "")
    bare = text.removesuffix("_shown").removesuffix("_link").removesuffix("_chip")
    return any(bare in HIDDEN_FIELDS[kind] for kind in hidden_of(request))


def without_hidden(names: Iterable[Any], request: HttpRequest) -> list[Any]:
    """The names that remain, in lines of several as well."""
    if not hidden_of(request):
        return list(names)
    kept: list[Any] = []
    for name in names:
        if isinstance(name, tuple | list):
            line = without_hidden(name, request)
            kept.extend([tuple(line)] if line else [])
        elif not is_hidden(name, request):
            kept.append(name)
    return kept


def may_see_noun(request: HttpRequest, label: str) -> bool:
    """Whether a list shows more than what is hidden from the person, and keeps to their enterprises."""
    if label in _WHOLE_NOUNS and enterprises_of(request) is not None:
        return False
    return not any(label in _HIDDEN_NOUNS[kind] for kind in hidden_of(request))


def _scope(request: HttpRequest) -> tuple[list[UUID] | None, Collection[str]]:
    known: Any = getattr(request, "_operator_scope", None)
    if known is None or known[0] != request.user.pk:
        scope: Any = getattr(request.user, "operator_scope", None)
        limited = list(scope.enterprises.values_list("pk", flat=True)) if scope is not None and scope.is_limited else None
        known = (request.user.pk, limited, tuple(scope.hides) if scope is not None else ())
        request._operator_scope = known  # type: ignore[attr-defined]
    return known[1], known[2]


def _leads(model: type[Model], path: str) -> bool:
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        if isinstance(field, ForeignObjectRel) and not field.one_to_one:
            return False
        related: Any = field.related_model
        if related is None:
            return False
        model = related
    return True
