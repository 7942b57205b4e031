"""Granting by spreadsheet: the template, and the page that takes the filled one."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from benefits.operations import GrantsFile, upload_grants
from benefits.queries.hr.budgets import BudgetBar, budget_bars
from benefits.rules.grant_columns import GRANT_COLUMNS
from common import clock
from common.console import enterprise_of, hr_site
from common.console.names import actor_of
from common.console.spreadsheets import SpreadsheetForm
from common.money import format_minor
from common.refusals import Refused
from common.sheets.downloads import XLSX, attachment
from common.sheets.templates import template_xlsx
from members.queries.enterprises import roster_frozen_at

RIGHT = "benefits.upload_grants"


class GrantsForm(SpreadsheetForm):
    """The spreadsheet, the budget that pays, and what HR means by unknown people and by repeats."""

    budget_id = forms.TypedChoiceField(label=gettext_lazy("Budget"), coerce=UUID)
    occasion = forms.CharField(
        label=gettext_lazy("Occasion"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Members read why they have it, for example: Spring Festival. If it is empty, they read the file's name."),
    )
    creates_members = forms.BooleanField(
        label=gettext_lazy("Create people who are not known yet"),
        required=False,
        help_text=gettext_lazy("From the phone or email of the row; otherwise such rows are refused."),
    )
    allows_repeats = forms.BooleanField(
        label=gettext_lazy("Repeats are meant"),
        required=False,
        help_text=gettext_lazy("The same benefit for the same person twice; otherwise the second row is refused."),
    )
    field_order = ["budget_id", "occasion", "file", "creates_members", "allows_repeats", "sheet_name", "encoding"]

    def __init__(self, *args: Any, budgets: list[BudgetBar], **kwargs: Any) -> None:
        self.budgets = budgets
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        choice: Any = self.fields["budget_id"]
        choice.choices = [(str(bar.id), _budget_line(bar)) for bar in self.budgets]


def grants_upload(request: HttpRequest) -> HttpResponse:
    """
    The upload page; a good upload leads to the page of its batch.

    :raises PermissionDenied: the person may only look.
    """
    if not hr_site.may(request, RIGHT):
        raise PermissionDenied
    at = clock.now()
    budgets = [bar for bar in budget_bars(enterprise_of(request)) if bar.is_open(at)]
    if request.method != "POST":
        chosen = {name: request.GET[name] for name in ("sheet_name", "encoding", "budget_id") if name in request.GET}
        return _page(request, GrantsForm(request=request, budgets=budgets, initial=chosen))
    form = GrantsForm(request.POST, request.FILES, request=request, budgets=budgets)
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        batch = upload_grants(_file(request, form.cleaned_data), by=actor_of(request), at=at)
    except Refused as refused:
        return _page(request, form, refused=refused)
    return HttpResponseRedirect(reverse("hr:batch", args=[batch.id]))


@require_GET
def grants_template(request: HttpRequest) -> HttpResponse:
    """The empty spreadsheet in the reader's language, with an example in each of its rows."""
    content = template_xlsx(
        GRANT_COLUMNS,
        [
            ("G01001", "13800001111", "", _("Lin Chao"), "", "video-month", "1", "2026-11-01", "2026-12-31", _("Happy birthday!")),
            ("", "", "name@example.com", _("Zhang Xuan"), "", "ecard-100", "2", "", "", ""),
        ],
        sheet_name=_("Grants"),
        language=get_language() or "zh-hans",
        notes=_notes(),
    )
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = attachment(_("grants") + ".xlsx")
    return response


def _notes() -> dict[str, str]:
    return {
        "staff_no": _("One of staff number, phone and email must name the person."),
        "benefit_code": _("As in the list of benefits. It must be there."),
        "quantity": _("A whole number; empty is 1."),
        "valid_from": _("As in 2026-11-05; empty is from now on."),
        "valid_until": _("The last day; empty is as the benefit's terms say."),
        "note": _("The member reads this."),
    }


def _file(request: HttpRequest, cleaned: dict[str, Any]) -> GrantsFile:
    upload = cleaned["file"]
    return GrantsFile(
        enterprise_id=enterprise_of(request),
        file_name=upload.name,
        content=upload.read(),
        occasion=cleaned["occasion"],
        budget_id=cleaned["budget_id"],
        creates_members=cleaned["creates_members"],
        allows_repeats=cleaned["allows_repeats"],
        sheet_name=cleaned["sheet_name"],
        encoding=cleaned["encoding"],
    )


def _budget_line(bar: BudgetBar) -> str:
    return _("%(name)s: %(available)s available") % {"name": bar.name, "available": format_minor(bar.available, bar.unit)}


def _page(request: HttpRequest, form: GrantsForm, *, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    context = {
        **hr_site.each_context(request),
        "title": _("Grant by spreadsheet"),
        "form": form,
        "columns": [column.headers for column in GRANT_COLUMNS],
        "refused": refused.for_staff() if refused else "",
        "budgets": form.budgets,
        "frozen_at": roster_frozen_at(enterprise_of(request)),
    }
    return TemplateResponse(request, "hr/grants_upload.html", context, status=refused.status if refused else status)
