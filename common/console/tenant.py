"""The base of every list on the enterprises' console: rows of the person's enterprise, and no others exist."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Field, QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import AutocompleteSelectFilter, RelatedDropdownFilter

from common.console.read_only import ReadOnlyAdmin


def enterprise_of(request: HttpRequest) -> UUID:
    """The enterprise of the person at the enterprises' console."""
    return request.user.staff.enterprise_id  # type: ignore[union-attr]


class TenantAdmin(ReadOnlyAdmin):
    """
    A ``ReadOnlyAdmin`` whose every query is cut to one enterprise: lists, pages, search, choices, counts, exports.

    ``tenant_path`` leads from a row to its enterprise's id; ``id`` for the enterprise itself.
    """

    tenant_path = "enterprise_id"

    def __init__(self, model: Any, admin_site: Any) -> None:
        super().__init__(model, admin_site)
        for item in self.list_filter:
            _refuse_open_filter(self, item)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(**{self.tenant_path: enterprise_of(request)})

    def reader_enterprise(self, request: HttpRequest) -> UUID | None:
        return enterprise_of(request)

    def get_field_queryset(self, db: str | None, db_field: Field, request: HttpRequest) -> QuerySet[Any] | None:
        """Choices come from the other model's own tenant admin; a model without one offers nothing."""
        related = db_field.remote_field.model  # type: ignore[union-attr]
        admin = self.admin_site._registry.get(related)
        return related._default_manager.none() if admin is None else admin.get_queryset(request)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only the filters that are drawn: a lookup typed into the address could ask about rows behind a relation."""
        return any(_is_drawn(item, lookup) for item in self.list_filter)


class TenantRelatedFilter(RelatedDropdownFilter):
    """A drop-down of the enterprise's own rows of a related model; an id of another's filters to nothing."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        admin = model_admin.admin_site._registry.get(field.related_model)
        rows = admin.get_queryset(request)[:200] if admin else []
        return [(row.pk, str(row)) for row in rows]


def _is_drawn(item: Any, lookup: str) -> bool:
    """Whether a parameter of the address is one that this filter writes there."""
    if isinstance(item, type):
        return lookup == getattr(item, "parameter_name", None)
    name = item if isinstance(item, str) else item[0]
    return lookup in (name, f"{name}_from", f"{name}_to") or lookup.startswith(f"{name}__")


def _refuse_open_filter(admin: TenantAdmin, item: Any) -> None:
    """A filter that lists or names rows of all enterprises does not start."""
    name, kind = item if isinstance(item, tuple | list) else (item, None)
    if not isinstance(name, str):
        return
    is_open = isinstance(kind, type) and issubclass(kind, AutocompleteSelectFilter)
    if is_open or (kind is None and admin.opts.get_field(name.split("__")[0]).is_relation):
        raise ImproperlyConfigured(f"{admin.__class__.__name__}: {name} needs TenantRelatedFilter, which keeps to one enterprise")
