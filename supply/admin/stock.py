"""The stock page: what is on hand of each product, lot and supplier, and that it adds up to what came in."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from common import clock
from common.console import ops_site
from supply.models import Product
from supply.queries import stock_by_lot, stock_by_product, stock_by_supplier
from supply.queries.levels import open_alert, stock_levels


def stock_page(request: HttpRequest) -> HttpResponse:
    """All products and all suppliers, those with the least left first."""
    _refuse_strangers(request)
    products = sorted(stock_by_product(), key=lambda line: (line.available, line.key))
    suppliers = [line for line in stock_by_supplier() if line.received]
    context = {**ops_site.each_context(request), "title": _("Stock"), "products": products, "suppliers": suppliers}
    return TemplateResponse(request, "console/supply/stock.html", context)


def product_stock_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The lots of one product, earliest expiry first: the order in which they are given out."""
    _refuse_strangers(request)
    product = Product.objects.filter(pk=pk).first()
    if product is None:
        raise Http404
    level = next(iter(stock_levels(at=clock.now(), product_id=pk)), None)
    context = {
        **ops_site.each_context(request),
        "title": product.name,
        "product": product,
        "lots": stock_by_lot(pk),
        "level": level,
        "alert": open_alert(pk),
    }
    return TemplateResponse(request, "console/supply/product_stock.html", context)


def _refuse_strangers(request: HttpRequest) -> None:
    if not ops_site.may(request, "supply.view_lot"):
        raise PermissionDenied


ops_site.add_page("stock/", stock_page, name="stock")
ops_site.add_page("stock/<uuid:pk>/", product_stock_page, name="product_stock")
