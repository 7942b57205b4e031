"""Refusals put into a page, where no form is there to carry the sentence."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.refusals import Refused


def refusal_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A whole page with the sentence for the member. Missing and foreign share one page with every unknown address."""
    if refused.status == 404:
        return render(request, "404.html", status=404)
    response = render(request, "portal/refused.html", {"sentence": refused.for_member()}, status=refused.status)
    if wait := refused.facts.get("retry_after"):
        response.headers["Retry-After"] = str(wait)
    return response
