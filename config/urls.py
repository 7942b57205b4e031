"""All addresses of the platform."""

from django.contrib import admin
from django.urls import include, path

from common.console import hr_site, ops_site

# Every house's admin room registers itself before the consoles list their addresses.
admin.autodiscover()

urlpatterns: list = [
    path("ops/", ops_site.urls),
    path("hr/", hr_site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
]
