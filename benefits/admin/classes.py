"""The report by class: what the platform gives, and what becomes of it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from benefits.queries.classes import benefits_by_class
from common.console import ops_site


def classes_page(request: HttpRequest) -> HttpResponse:
    """The four classes side by side; each leads to its benefits."""
    if not ops_site.may(request, "benefits.view_grant"):
        raise PermissionDenied
    context = {**ops_site.each_context(request), "title": _("Benefits by class"), "lines": benefits_by_class()}
    return TemplateResponse(request, "console/benefits/classes.html", context)


ops_site.add_page("benefit-classes/", classes_page, name="benefit_classes")
