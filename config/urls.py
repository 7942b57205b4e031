"""All addresses of the platform."""

from django.urls import include, path
from django.utils.module_loading import autodiscover_modules

from common.console import hr_site, ops_site

# Every house's rooms for the consoles register themselves before the consoles list their addresses.
autodiscover_modules("admin", "hr")

urlpatterns: list = [
    path("ops/", ops_site.urls),
    path("hr/", hr_site.urls),
    path("", include("members.urls")),
    path("", include("redemption.portal.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
