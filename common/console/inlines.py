"""Rows shown under another row: read-only by birth too, and never more than a page of them."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import TabularInline

from common.console import columns, scope
from common.console.fieldsets import typed_as_people_do
from common.console.forms import ConsoleModelForm


class ReadOnlyInline(TabularInline):
    """
    A table under a page. ``fields`` are shown; ``editable`` may be typed while ``may_edit`` (of the row above) says so.

    ``can_grow`` allows new rows then, ``can_shrink`` their removal.
    """

    editable: Sequence[str] = ()
    can_grow = False
    can_shrink = False
    form = ConsoleModelForm
    extra = 0
    ordering: Sequence[str] = ("pk",)
    per_page = 50
    tab = True
    show_change_link = False

    def may_edit(self, parent: Model) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(self.admin_site.may_view(request, self.parent_model._meta))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(self.editable) and self._is_open(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.can_grow and self._is_open(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.can_shrink and obj is not None and self._is_open(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Sequence[Any]:
        return [name for name in self.get_fields(request, obj) if name not in self._open_fields(request, obj)]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Sequence[Any]:
        open_fields = self._open_fields(request, obj)
        shown = scope.without_hidden(self.fields or (), request)
        return [columns.readable(name, self.opts, open_fields) for name in shown]

    def _open_fields(self, request: HttpRequest, obj: Model | None) -> set[str]:
        return set(self.editable) if self._is_open(request, obj) else set()

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        return typed_as_people_do(db_field, super().formfield_for_dbfield(db_field, request, **kwargs))

    def _is_open(self, request: HttpRequest, obj: Model | None) -> bool:
        options = self.parent_model._meta
        allowed = self.admin_site.may(request, f"{options.app_label}.change_{options.model_name}")
        return bool(allowed and (obj is None or self.may_edit(obj)))
