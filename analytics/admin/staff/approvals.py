"""Waiting for approval: what somebody wants to do, read and decided by somebody else."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from common import clock
from common.console import ActForm, Outcome, ReadOnlyAdmin, columns, ops_site
from common.console.acts.reason import ReasonField
from common.console.acts.second import may_decide, run_as_asked, scene_of
from common.console.desk import person_of
from common.console.own_page import OwnPage
from common.console.search import by_id
from common.duties.approvals import agree, collect, turn_down, waiting_for
from common.duties.models import Approval
from common.duties.states import ApprovalState
from common.refusals import Refused, StillBusy

RIGHT = "common.change_approval"


class DecisionForm(ActForm):
    """Why; and the print of what was read."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = ReasonField()


class StateFilter(DropdownFilter):
    """What waits for somebody's word, or for oneself to collect it, unless something else is asked for."""

    title = _("state")
    parameter_name = "state"
    all_option = ("all", _("all"))

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(state.value, state.label) for state in ApprovalState]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "all":
            return queryset
        if self.value():
            return queryset.filter(state=self.value())
        to_collect = Q(state=ApprovalState.APPROVED, asked_by=request.user.pk)
        return queryset.filter(Q(state=ApprovalState.WAITING) | to_collect)


@admin.register(Approval, site=ops_site)
class ApprovalAdmin(OwnPage, ReadOnlyAdmin):
    list_display = ("title", columns.state(), "asked_by", "asked_at", "expires_at", "decided_by")
    list_filter = (StateFilter,)
    list_select_related = ("asked_by", "decided_by")
    ordering = ("-asked_at",)
    search_fields = (by_id(), by_id("subject_id", _("id of what it is about")))
    scope_path = None  # Whom an operator may see is asked of the row that it is about.
    page_template = "console/staff/approval.html"

    def get_urls(self) -> list[URLPattern]:
        guard = self.admin_site.admin_view
        return [path("<uuid:pk>/decide/", guard(self.decide), name="common_approval_decide"), *super().get_urls()]

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        return self._context(request, obj, DecisionForm(request=request, obj=obj, initial={"seen": bytes(obj.content_sha256).hex()}))

    def decide(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Agree, refuse, withdraw or collect, by which button was pressed."""
        approval = self.get_object(request, str(pk))
        if approval is None or request.method != "POST":
            raise Http404
        try:
            return self._decided(request, approval)
        except (Refused, OperationalError) as error:
            refused = error if isinstance(error, Refused) else StillBusy()
            messages.error(request, refused.for_staff())
            return HttpResponseRedirect(reverse("ops:common_approval_change", args=[pk]))

    def _decided(self, request: HttpRequest, approval: Any) -> HttpResponse:
        by, at, verdict = person_of(request), clock.now(), request.POST.get("verdict", "")
        home = HttpResponseRedirect(reverse("ops:common_approval_change", args=[approval.pk]))
        if verdict == "collect":
            return self._collected(request, approval)
        form = DecisionForm(request.POST, request=request, obj=approval)
        if not form.is_valid():
            messages.error(request, gettext("Say in a few words why."))
            return home
        reason = form.cleaned_data["reason"]
        is_own = approval.asked_by_id == by.id
        if verdict == "refuse" and (is_own or self._may(request, approval)):
            turn_down(approval_id=approval.pk, by=by, at=at, decision=reason)
            messages.success(request, gettext("It is withdrawn.") if is_own else gettext("It is refused."))
            return home
        if verdict != "agree" or not self._may(request, approval):
            raise PermissionDenied
        waits = _is_collected(request, approval)
        run = None if waits else (lambda row: run_as_asked(row, request, self.admin_site))
        agree(approval_id=approval.pk, seen=form.cleaned_data["seen"], by=by, at=at, run=run, decision=reason)
        messages.success(
            request, gettext("Agreed. Whoever asked can take it now.") if waits else gettext("Agreed, and done as it was asked.")
        )
        return home

    def _collected(self, request: HttpRequest, approval: Any) -> HttpResponse:
        """Done by the person who asked, for their eyes: once."""
        collect(approval_id=approval.pk, by=person_of(request), at=clock.now())
        if approval.act == "take_away":
            return HttpResponseRedirect(f"{reverse(_address_of(approval))}?{approval_query(approval)}")
        scene = scene_of(approval, request, self.admin_site)
        result = run_as_asked(approval, request, self.admin_site)
        assert scene.act.then is not None  # Only what is shown is collected.
        return scene.act.then(Outcome(scene.admin, request, scene.act, scene.obj, result))

    def _may(self, request: HttpRequest, approval: Any) -> bool:
        if not self.admin_site.may(request, RIGHT):
            return False
        if approval.act == "take_away":
            return True
        return may_decide(scene_of(approval, request, self.admin_site))

    def _context(self, request: HttpRequest, approval: Any, form: DecisionForm) -> dict[str, Any]:
        is_own = approval.asked_by_id == request.user.pk
        is_open = approval.state == ApprovalState.WAITING and approval.expires_at > clock.now()
        figures: Any = []
        if approval.act != "take_away" and is_open:
            figures = scene_of(approval, request, self.admin_site).preview()
        return {
            "form": form,
            "figures": figures,
            "is_own": is_own,
            "is_open": is_open,
            "may_agree": is_open and not is_own and self._may(request, approval),
            "may_collect": is_own and approval.state == ApprovalState.APPROVED and approval.expires_at > clock.now(),
            "address": reverse("ops:common_approval_decide", args=[approval.pk]),
        }


def approval_query(approval: Approval) -> str:
    """The address behind which an agreed download waits."""
    from common.console.exchange.agreed import query_of  # noqa: PLC0415 - used by downloads alone.

    return query_of(approval)


def _address_of(approval: Approval) -> str:
    return f"ops:{approval.model.replace('.', '_')}_take_away"


def _is_collected(request: HttpRequest, approval: Approval) -> bool:
    """What is shown or taken away is for whoever asked, not for whoever agrees."""
    return approval.act == "take_away" or scene_of(approval, request, ops_site).act.then is not None


ops_site.badges["common.Approval"] = lambda request: waiting_for(request.user.pk) if ops_site.may(request, RIGHT) else 0  # type: ignore[arg-type]
