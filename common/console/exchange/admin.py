"""Bringing a catalogue as a spreadsheet, and taking it away, from a list of the console."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportMixin
from import_export.forms import ConfirmImportForm
from import_export.forms import ImportForm as BaseImportForm
from unfold.enums import ActionVariant

from common import clock
from common.console.exchange.agreed import TAKEN, is_agreed, without
from common.console.exchange.cells import Reference
from common.console.exchange.formats import spreadsheet_of, written
from common.console.exchange.resource import CatalogueResource
from common.console.exchange.sealed_upload import MOST_BYTES, SealedUpload, UploadStale
from common.console.forms import DropInput
from common.console.guard import limit_page
from common.console.names import actor_of
from common.console.scope import is_hidden
from common.duties.tally import LimitReached
from common.feed import sign
from common.refusals import Refused
from common.sheets.writer import write_xlsx

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_TAKEN_AWAY = 20_000


class BringForm(BaseImportForm):
    """The file. Its format is found out, and there is one resource."""

    import_file = forms.FileField(
        label=_("Spreadsheet"),
        widget=DropInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("Excel or CSV, headers in Chinese or English, in any order; at most 5,000 rows and 1 MB."),
    )

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 1 MB. Split it."))
        return file


class ExchangeAdmin(ImportMixin):
    """
    Mixed into a ``ReadOnlyAdmin`` before it: ``resource`` is brought by whoever may add and change, taken away by whoever sees.

    Nothing of a file is kept before it is confirmed, and one bad row stops all of it.
    """

    resource: type[CatalogueResource]
    import_template_name = "console/exchange/import.html"
    import_form_class = BringForm
    confirm_form_class = ConfirmImportForm
    import_export_change_list_template = "admin/change_list.html"
    tmp_storage_class = SealedUpload
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        guard = self.admin_site.admin_view
        names = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("taken.xlsx", guard(self.take_away), name=f"{names}_take_away"),
            path("template.xlsx", guard(self.take_template), name=f"{names}_template"),
            *super().get_urls(),
        ]

    def list_buttons(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Beside the acts of the list."""
        names = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
        buttons = [_button(_("Download"), "download", f"{reverse(f'{names}_take_away')}?{request.GET.urlencode()}")]
        if self.has_import_permission(request):
            buttons.insert(0, _button(_("Bring a spreadsheet"), "upload_file", reverse(f"{names}_import")))
        return [*super().list_buttons(request), *buttons]

    def has_import_permission(self, request: HttpRequest) -> bool:
        rights = (f"{self.opts.app_label}.{verb}_{self.opts.model_name}" for verb in ("add", "change"))
        return all(self.admin_site.may(request, right) for right in rights)

    def get_resource_classes(self, request: HttpRequest) -> list[type[CatalogueResource]]:
        return [self.resource]

    def get_import_formats(self) -> list[Any]:
        return [spreadsheet_of(self.resource.sheet_fields())]

    def get_tmp_storage_class_kwargs(self) -> dict[str, Any]:
        return {"label": self.opts.label_lower}

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_import_data_kwargs(**kwargs), "rollback_on_validation_errors": True}

    def get_import_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
        fields = self.resource.sheet_fields()
        return {
            "columns": fields,
            "template": reverse(f"{names}_template"),
            "process": reverse(f"{names}_process_import"),
            "back": reverse(f"{names}_changelist"),
        }

    def add_data_read_fail_error_to_form(self, form: forms.Form, e: Exception) -> None:
        """Our reader says what is wrong with a file; whatever else happened is not the person's to read."""
        form.add_error("import_file", e.for_staff() if isinstance(e, Refused) else gettext("The file can't be read."))

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().process_import(request, **kwargs)
        except UploadStale:
            messages.error(request, gettext("The preview is too old or was altered. Bring the file again."))
            return HttpResponseRedirect(self.get_import_context_data()["back"])
        return response

    @transaction.atomic
    def process_dataset(self, dataset: Any, form: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """In one transaction with the signature, so that the feed knows whose file it was."""
        sign(actor_of(request), gettext("by spreadsheet: %(name)s") % {"name": form.cleaned_data.get("original_file_name", "")})
        return super().process_dataset(dataset, form, request, **kwargs)

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """What was right in the preview may have changed since: then nothing was written, and the page says so."""
        if result.has_errors() or result.has_validation_errors():
            messages.error(request, gettext("Nothing was changed: the catalogue has moved on since the preview. Bring the file again."))
            return HttpResponseRedirect(self.get_import_context_data()["back"])
        return super().process_result(result, request)

    def add_success_message(self, result: Any, request: HttpRequest) -> None:
        totals = result.totals
        counts = {"new": totals["new"], "changed": totals["update"], "same": totals["skip"]}
        messages.success(request, gettext("%(new)d new, %(changed)d changed, %(same)d as they were.") % counts)

    def take_away(self, request: HttpRequest) -> HttpResponse:
        """
        The list as it is filtered and searched, as a workbook.

        A catalogue is some thousand rows, written in a second or two; one that has outgrown that is not cut off silently.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        fields = [field for field in self.resource.sheet_fields() if not is_hidden(field.attribute, request)]
        named = [field.attribute for field in fields if isinstance(field.widget, Reference)]
        try:
            with without(request, TAKEN):
                listed = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:  # The list without a filter says that the address had a wrong one.
            return HttpResponseRedirect(f"{self.get_import_context_data()['back']}?{ERROR_FLAG}=1")
        rows = list(listed.select_related(*named)[: _MOST_TAKEN_AWAY + 1])
        if len(rows) > _MOST_TAKEN_AWAY:
            most = {"most": f"{_MOST_TAKEN_AWAY:,}"}
            messages.error(request, gettext("That is more than %(most)s rows. Narrow the list, and take it in parts.") % most)
            return HttpResponseRedirect(f"{self.get_import_context_data()['back']}?{request.GET.urlencode()}")
        try:
            if not is_agreed(self, request, len(rows)):
                messages.info(request, gettext("So many rows need a second person. You can take them once somebody else has agreed."))
                return HttpResponseRedirect(reverse(f"{self.admin_site.name}:common_approval_changelist"))
        except LimitReached as refused:
            return limit_page(self.admin_site, request, refused)
        return self._workbook(written(fields, rows), str(clock.now().date()))

    def take_template(self, request: HttpRequest) -> HttpResponse:
        """The columns and nothing else."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        return self._workbook(write_xlsx([field.title for field in self.resource.sheet_fields()], []), "template")

    def _workbook(self, content: bytes, suffix: str | date) -> HttpResponse:
        response = HttpResponse(content, content_type=_XLSX)
        response["Content-Disposition"] = f'attachment; filename="{self.opts.model_name}-{suffix}.xlsx"'
        return response


def _button(title: Any, icon: str, address: str) -> dict[str, Any]:
    return {"title": title, "icon": icon, "variant": ActionVariant.DEFAULT, "attrs": {}, "path": address, "dialog": None}
