"""The platform's addresses, and the empty page in the portal's namespace, where members are looked up."""

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.urls import include, path

from config.urls import urlpatterns as platform


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing, for a member who is signed in."""
    return HttpResponse("") if getattr(request, "member", None) else HttpResponseForbidden()


# Last: names of the portal are looked up in the first of the two.
urlpatterns = [*platform, path("", include(([path("bench/empty/", empty)], "portal")))]
