"""Two small consoles for the tests of the base: departments of enterprises, with an act of each sort."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.urls import include, path

from common.actors import Actor
from common.console import Act, ActForm, Figure, ReadOnlyAdmin, TenantAdmin, TenantRelatedFilter, show_once
from common.console.search import contains, prefix
from common.console.sites import HrSite, OpsSite
from common.refusals import Refused
from members.models import Department

done: list[tuple[UUID | None, str, str]] = []


class TooMany(Refused):
    code = "too_many"
    exact = "There are %(count)s already."


class LabelForm(ActForm):
    label = forms.CharField(max_length=20)


def rename(*, department_id: UUID, label: str, by: Actor, at: datetime, reason: str) -> None:
    if label == "full":
        raise TooMany(count=7)
    done.append((department_id, label, reason))


def tidy(*, department_id: UUID, by: Actor, at: datetime, reason: str) -> None:
    done.append((department_id, "tidy", reason))


def open_key(*, by: Actor, at: datetime) -> str:
    done.append((None, "key", ""))
    return "qy_only_once"


def _has_name(obj: Any) -> bool:
    return obj.name != "closed"


ACTS = (
    Act(
        "rename",
        label="Rename",
        run=rename,
        permission="members.rename_department",
        form=LabelForm,
        when=_has_name,
        preview=lambda obj: [Figure("Name now", obj.name)],
    ),
    Act("tidy", label="Tidy", run=tidy, permission="members.tidy_department", on="rows", when=_has_name),
    Act(
        "key",
        label="New key",
        run=open_key,
        permission="members.open_key",
        on="list",
        reason=False,
        then=show_once(title="Key", sentence="Keep it."),
    ),
)


class OpsDepartments(ReadOnlyAdmin):
    list_display = ("path", "name", "enterprise")
    search_fields = (contains("name", "name"), prefix("path", "path"))
    creatable = ("enterprise", "path")
    editable = ("name",)
    fieldsets = ((None, {"fields": ("name", "path", "enterprise", "cost_center")}),)
    acts = ACTS


class HrDepartments(TenantAdmin):
    list_display = ("path", "name")
    list_filter = (("parent", TenantRelatedFilter),)
    search_fields = (contains("name", "name"),)
    editable = ("name", "parent")
    fieldsets = ((None, {"fields": ("name", "path", "parent")}),)
    acts = ACTS


ops = OpsSite("ops")
ops.register(Department, OpsDepartments)
hr = HrSite("hr")
hr.register(Department, HrDepartments)

urlpatterns = [
    path("ops/", ops.urls),
    path("hr/", hr.urls),
    path("", include("members.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

LOGIN = settings.LOGIN_URL
