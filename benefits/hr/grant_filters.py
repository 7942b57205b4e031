"""How lists are narrowed by benefit, by department with all below it, and by how soon a grant ends."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from benefits.models import Grant
from benefits.queries.hr.catalogue import benefits_known
from benefits.states import GrantState
from common import clock
from common.console import enterprise_of
from members.hr.department_filter import DepartmentFilter


class BenefitFilter(DropdownFilter):
    title = _("benefit")
    parameter_name = "benefit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [(benefit.code, f"{benefit.name} · {benefit.code}") for benefit in benefits_known(enterprise_of(request))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Grant]) -> QuerySet[Grant]:
        if not self.value():
            return queryset
        # Looked up first: behind a join the planner can't tell a rare benefit from a frequent one.
        meant = [benefit.id for benefit in benefits_known(enterprise_of(request)) if benefit.code == self.value()]
        return queryset.filter(benefit_id__in=meant)


class MembersDepartmentFilter(DepartmentFilter):
    member_path = "member__"


class EndsFilter(DropdownFilter):
    """What nobody has claimed, and how long it still can be."""

    title = _("time left to claim")
    parameter_name = "ends"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("day", _("Within 24 hours")), ("week", _("Within 7 days")), ("month", _("Within 30 days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Grant]) -> QuerySet[Grant]:
        days = {"day": 1, "week": 7, "month": 30}.get(self.value() or "")
        if days is None:
            return queryset
        return queryset.filter(state=GrantState.CLAIMABLE, claimable_until__lt=clock.now() + timedelta(days=days))
