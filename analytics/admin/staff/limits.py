"""Limits of one person's own: raised for a while, or lowered, with a reason; and the registry that they stand beside."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common.actors import Actor
from common.console import Act, ActForm, MomentInput, ReadOnlyAdmin, ops_site, to_list
from common.console.duty_words import duty_in_words
from common.console.groups import LABELS
from common.console.search import by_id, exact
from common.duties.duty import Duty
from common.duties.models import DutyLimit
from common.duties.registry import DUTIES
from common.feed import note, sign
from common.ids import new_id
from common.refusals import NotFound, Refused

# Whoever may do a thing without a permission of its name.
WHO_MAY = {
    "HR administrators": _("HR administrators"),
    "HR viewers": _("HR viewers"),
    "a key of the enterprise": _("a key of the enterprise"),
    "a shell on the host": _("a shell on the host"),
    "anybody": _("anybody"),
    "the member": _("the member"),
    "whoever may see it": _("whoever may see it"),
}


class OwnLimit(Refused):
    code = "own_limit"
    status = 403
    exact = _("Nobody raises a limit of their own.")


class LimitForm(ActForm):
    """Whose, of what, how often, until when."""

    username = forms.CharField(label=_("Login"))
    duty = forms.ChoiceField(label=_("What"))
    daily = forms.IntegerField(label=_("Times a day"), min_value=0, max_value=100_000)
    until = forms.DateTimeField(label=_("Until"), widget=MomentInput())

    def prepare(self) -> None:
        limited: Any = self.fields["duty"]
        named = [(name, duty_in_words(name)) for name, duty in DUTIES.items() if not duty.looks and name.startswith(("ops.", "hr."))]
        limited.choices = sorted(named, key=lambda choice: choice[1].casefold())

    def clean_username(self) -> UUID:
        user = get_user_model().objects.filter(username=self.cleaned_data["username"], is_active=True).first()
        if user is None:
            raise forms.ValidationError(_("There is no such login, or it is switched off."))
        person_id: UUID = user.pk
        return person_id

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        return {"person_id": cleaned.pop("username"), **cleaned} if "username" in cleaned else cleaned


@transaction.atomic
def set_limit(*, person_id: UUID, duty: str, daily: int, until: datetime, by: Actor, reason: str, at: datetime) -> DutyLimit:
    """
    Set one person's own limit of a duty, until a moment.

    :raises OwnLimit: it is one's own.
    """
    if str(person_id) == str(by.id):
        raise OwnLimit
    sign(by, reason)
    given = {"daily": daily, "until": until, "reason": reason[:500], "created_at": at}
    limit, _made = DutyLimit.objects.update_or_create(
        person_id=person_id, duty=duty, defaults=given, create_defaults={"id": new_id(), **given}
    )
    note("dutylimit.granted", subject=("user", person_id), data={"what": duty, "daily": daily})
    return limit


@transaction.atomic
def lift_limit(*, limit_id: UUID, by: Actor, reason: str, at: datetime) -> None:
    """The registry's limit holds again for this person."""
    limit = DutyLimit.objects.select_for_update().filter(id=limit_id).first()
    if limit is None:
        raise NotFound
    if str(limit.person_id) == str(by.id):
        raise OwnLimit
    sign(by, reason)
    note("dutylimit.lifted", subject=("user", limit.person_id), data={"what": limit.duty, "daily": limit.daily})
    limit.delete()


@admin.register(DutyLimit, site=ops_site)
class DutyLimitAdmin(ReadOnlyAdmin):
    list_display = ("person", "duty_shown", "daily", "until", "reason")
    list_select_related = ("person",)
    search_fields = (exact("duty", pgettext_lazy("duty", "what")), by_id("person_id", _("id of the person")))
    fieldsets = ((None, {"fields": (("person", "duty_shown"), ("daily", "until"), ("created_at", "reason"))}),)
    scope_path = None
    acts = (
        Act(
            "grant",
            label=_("Set a personal limit"),
            run=set_limit,
            permission="common.set_dutylimit",
            form=LimitForm,
            on="list",
            done=_("The limit is set."),
            tone="primary",
            icon="tune",
        ),
        Act(
            "lift",
            label=_("Back to the registry's limit"),
            run=lift_limit,
            permission="common.set_dutylimit",
            subject="limit_id",
            then=to_list,
            tone="danger",
            icon="undo",
        ),
    )

    @admin.display(description=pgettext_lazy("duty", "what"), ordering="duty")
    def duty_shown(self, limit: DutyLimit) -> str:
        return duty_in_words(limit.duty)


def _holders_of_rights() -> dict[str, list[str]]:
    """The groups of operators behind each permission (``supply.recall_lot``), in the reader's words."""
    held = Group.objects.values_list("permissions__content_type__app_label", "permissions__codename", "name").order_by("name")
    holders: dict[str, list[str]] = {}
    for app, codename, group in held:
        holders.setdefault(f"{app}.{codename}", []).append(str(LABELS.get(group, group)))
    return holders


def _who_may(duty: Duty, holders: dict[str, list[str]]) -> str:
    if duty.right in WHO_MAY:
        return str(WHO_MAY[duty.right])
    if duty.name.startswith("hr."):  # There a role is all that counts.
        return str(WHO_MAY["HR administrators"])
    return " · ".join(holders.get(duty.right, ())) or gettext("superusers alone")


def duties_page(request: HttpRequest) -> HttpResponse:
    """The registry, to be read."""
    if not ops_site.may(request, "common.view_dutylimit"):
        raise PermissionDenied
    holders = _holders_of_rights()
    context = {
        **ops_site.each_context(request),
        "title": gettext("What is privileged"),
        "duties": [(duty, _who_may(duty, holders)) for _name, duty in sorted(DUTIES.items()) if not duty.looks],
    }
    return TemplateResponse(request, "console/staff/duties.html", context)


ops_site.add_page("duties/", duties_page, name="duties")
