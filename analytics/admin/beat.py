"""
What beats when, to look at. The platform looks after itself by these tasks: no console makes, changes, pauses or removes one.

A change by SQL stands in the feed like one of rights, and a task that is off is red on **Today**.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import PeriodicTask

from common.console import ReadOnlyAdmin, ops_site
from common.console.search import prefix


@admin.register(PeriodicTask, site=ops_site)
class PeriodicTaskAdmin(ReadOnlyAdmin):
    scope_path = None
    list_display = ("name", "task", "enabled", "scheduler", "last_run_at")
    list_filter = ("enabled",)
    list_select_related = ("interval", "crontab", "solar", "clocked")
    search_fields = (prefix("name", _("name")),)
    fieldsets = ((None, {"fields": ("name", ("task", "enabled"), ("interval", "crontab"), ("last_run_at", "total_run_count"))}),)
