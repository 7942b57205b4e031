"""Purchase orders: drafted here, placed, filled with codes, cancelled."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import display

from common import clock
from common.console import Act, ActForm, DropInput, Figure, ReadOnlyAdmin, ReadOnlyInline, columns, go_to, ops_site
from common.console.uploads import refuse_too_large
from common.money import format_minor
from supply.admin.searching import ORDERS
from supply.models import OrderLine, PurchaseOrder
from supply.models.supplier import SupplierKind
from supply.operations import cancel_order, generate_codes, order_codes, place_order, receive_file
from supply.operations.numbering import next_number
from supply.rules.generate import DEFAULT_LENGTH
from supply.states import LotState, OrderState


class LineForm(ActForm):
    """Codes come in for one line of the order; a link may have chosen it."""

    order_line_id = forms.TypedChoiceField(label=_("Order line"), coerce=UUID)

    def prepare(self) -> None:
        lines = self.obj.lines.select_related("product")
        choices = [(str(line.pk), f"{line.product.name} · {line.quantity:,}") for line in lines]
        self.fields["order_line_id"].choices = choices  # type: ignore[attr-defined]
        self.initial["order_line_id"] = self.request.GET.get("line") or (choices[0][0] if choices else "")


class FileForm(LineForm):
    """The supplier's file."""

    file = forms.FileField(
        label=_("File of codes"),
        help_text=_("Spreadsheet (.xlsx, .csv) with the columns Code, Card no., Expires on; or text with one code a line."),
        widget=DropInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        validators=[refuse_too_large],
    )

    sheet_name = forms.CharField(
        label=_("Sheet"), max_length=120, required=False, help_text=_("Only where several sheets have the columns asked for.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.pop("file", None)
        return cleaned if file is None else {**cleaned, "file_name": file.name, "content": file.read()}


class GenerateForm(LineForm):
    """Codes of our own."""

    count = forms.IntegerField(label=_("How many"), min_value=1)
    length = forms.IntegerField(label=_("Characters"), initial=DEFAULT_LENGTH, help_text=_("The longer, the harder to guess."))
    expires_on = forms.DateField(label=_("Expires on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


def _asks_for(order: Any) -> list[Figure]:
    lines = list(order.lines.select_related("product"))
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.currency] = sums.get(line.currency, 0) + line.cost_minor * line.quantity
    pieces = Figure(_("Pieces"), f"{sum(line.quantity for line in lines):,}")
    totals = [Figure(_("Total"), format_minor(amount, currency)) for currency, amount in sums.items()]
    return [Figure(_("Supplier"), order.supplier), pieces, *totals]


class LineInline(ReadOnlyInline):
    model = OrderLine
    fields = ("product", "quantity", "cost_minor", "currency", "came", "bring")
    editable = ("product", "quantity", "cost_minor", "currency")
    autocomplete_fields = ("product",)
    can_grow = can_shrink = True
    tab = False
    extra = 1

    def may_edit(self, parent: Any) -> bool:
        return bool(parent.state == OrderState.DRAFT)

    @display(description=_("received"), empty_value="—")
    def came(self, line: OrderLine) -> SafeString | None:
        if line._state.adding:
            return None
        lots = line.lots.exclude(state__in=[LotState.RECALLED, LotState.DISCARDED])
        return columns.figure(f"{sum(lots.values_list('received_count', flat=True)):,} / {line.quantity:,}")

    @display(description=_("codes"), empty_value="—")
    def bring(self, line: OrderLine) -> SafeString | None:
        if line._state.adding or line.order.state != OrderState.ORDERED:
            return None
        address = reverse("ops:supply_purchaseorder_act", args=[line.order_id, "receive"])
        return format_html('<a class="q-link" href="{}?line={}">{}</a>', address, line.pk, _("Bring a file"))


@admin.register(PurchaseOrder, site=ops_site)
class PurchaseOrderAdmin(ReadOnlyAdmin):
    noun = "order"
    list_display = ("number", "supplier", columns.state(), "ordered_at", "invoice", "created_at")
    list_filter = ("state", ("supplier", AutocompleteSelectFilter))
    list_select_related = ("supplier",)
    search_fields = ORDERS
    creatable = ("supplier",)
    editable = ("invoice", "note")
    fieldsets = ((None, {"fields": (("number", columns.state()), ("supplier", "invoice"), "note", ("ordered_at", "created_at"))}),)
    inlines = (LineInline,)
    acts = (
        Act(
            "place",
            label=_("Place"),
            run=place_order,
            permission="supply.place_order",
            when=lambda order: order.state == OrderState.DRAFT,
            preview=_asks_for,
            confirm=_("Codes may come in from now on; the lines can't be changed any more."),
            reason=False,
            done=_("The order is placed."),
            tone="primary",
            icon="send",
        ),
        Act(
            "receive",
            label=_("Receive codes"),
            run=receive_file,
            permission="supply.receive_codes",
            form=FileForm,
            subject=None,
            when=lambda order: order.state == OrderState.ORDERED,
            confirm=_("The file is sealed and checked line by line. Nothing of it is stock before you have seen the result."),
            reason=False,
            then=go_to("supply_intake_change"),
            tone="primary",
            icon="upload_file",
        ),
        Act(
            "order_codes",
            label=_("Order from the supplier"),
            run=order_codes,
            permission="supply.order_codes",
            form=LineForm,
            subject=None,
            when=lambda order: order.state == OrderState.ORDERED and bool(order.supplier.connector),
            preview=_asks_for,
            confirm=_("All codes of the line are ordered over the supplier's API, and paid for. They come in as a code intake."),
            reason=False,
            then=go_to("supply_topup_change"),
            icon="cloud_download",
        ),
        Act(
            "generate",
            label=_("Make codes"),
            run=generate_codes,
            permission="supply.generate_codes",
            form=GenerateForm,
            subject=None,
            when=lambda order: order.state == OrderState.ORDERED and order.supplier.kind == SupplierKind.OWN,
            confirm=_("New codes from a secure random source, brought in like a supplier's file."),
            reason=False,
            then=go_to("supply_intake_change"),
            icon="casino",
        ),
        Act(
            "cancel",
            label=_("Cancel"),
            run=cancel_order,
            permission="supply.cancel_order",
            when=lambda order: order.state in (OrderState.DRAFT, OrderState.ORDERED),
            preview=_asks_for,
            done=_("The order is cancelled."),
            tone="danger",
            icon="cancel",
        ),
    )

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:  # noqa: FBT001 - Django's signature.
        if not change:
            obj.number = next_number(PurchaseOrder, "PO", at=clock.now())
        super().save_model(request, obj, form, change)
