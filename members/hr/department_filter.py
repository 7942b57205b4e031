"""Narrowing a list to one department and all below it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from common.console import enterprise_of
from members.queries import departments_of


class DepartmentFilter(DropdownFilter):
    """``member_path`` leads from a row to its member; empty for members themselves."""

    title = _("department")
    parameter_name = "department"
    member_path = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [(str(node.id), node.path) for node in departments_of(enterprise_of(request))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        nodes = departments_of(enterprise_of(request))
        top = next((node.path for node in nodes if str(node.id) == self.value()), None)
        meant = [node.id for node in nodes if top is not None and (node.path == top or node.path.startswith(f"{top}/"))]
        return queryset.filter(**{f"{self.member_path}department_id__in": meant})
