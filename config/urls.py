"""All addresses of the platform."""

from django.urls import include, path, re_path
from django.utils.module_loading import autodiscover_modules
from django_prometheus.exports import ExportToDjangoView as metrics

from common.api.unknown import UnknownAddress
from common.console import hr_site, ops_site
from config import health
from redemption.api.unknown import UnknownToMembers

# Every house's rooms for the consoles register themselves before the consoles list their addresses.
autodiscover_modules("admin", "hr")

handler400, handler500 = "config.busy.bad_request", "config.busy.server_error"

urlpatterns: list = [
    path("ops/", ops_site.urls),
    path("hr/", hr_site.urls),
    path("", include("members.urls")),
    path("", include("redemption.portal.urls")),
    path("api/v1/", include("redemption.api.urls")),
    path("api/enterprise/v1/", include("benefits.api.urls")),
    path("api/", include("config.api_docs")),
    re_path(r"^api/v1/", UnknownToMembers.as_view()),
    re_path(r"^api/", UnknownAddress.as_view()),
    path("suppliers/", include("supply.api")),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics),
    path("i18n/", include("django.conf.urls.i18n")),
]
