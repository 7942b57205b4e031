"""The benefits that an enterprise may grant, with the codes to copy into a spreadsheet."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from benefits.hr.uploading import RIGHT
from benefits.queries.hr.catalogue import benefits_offered
from common import clock
from common.console import enterprise_of, hr_site


def catalogue(request: HttpRequest) -> HttpResponse:
    """Name, code, kind and price of every benefit on offer."""
    context = {
        **hr_site.each_context(request),
        "title": _("Benefits and their codes"),
        "benefits": benefits_offered(enterprise_of(request), clock.now()),
        "may_act": hr_site.may(request, RIGHT),
    }
    return TemplateResponse(request, "hr/catalogue.html", context)
