"""What beats when: the scheduler's tables in unfold's looks."""

from typing import Any

from django.contrib import admin
from django_celery_beat.admin import ClockedScheduleAdmin as DjangoClockedScheduleAdmin
from django_celery_beat.admin import CrontabScheduleAdmin as DjangoCrontabScheduleAdmin
from django_celery_beat.admin import PeriodicTaskAdmin as DjangoPeriodicTaskAdmin
from django_celery_beat.admin import PeriodicTaskForm, TaskSelectWidget
from django_celery_beat.models import ClockedSchedule, CrontabSchedule, IntervalSchedule, PeriodicTask
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from common.console import ops_site
from common.console.paginator import CheapPaginator


class TaskWidget(UnfoldAdminSelectWidget, TaskSelectWidget):
    """The names of registered tasks, in unfold's looks."""


class TaskForm(PeriodicTaskForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task"].widget = UnfoldAdminTextInputWidget()
        self.fields["regtask"].widget = TaskWidget()


@admin.register(PeriodicTask, site=ops_site)
class PeriodicTaskAdmin(DjangoPeriodicTaskAdmin, ModelAdmin):
    form = TaskForm
    paginator = CheapPaginator
    show_full_result_count = False
    date_hierarchy = None
    # Its own template brings a script inside the page, which the policy does not run.
    change_form_template = None
    list_display = ("name", "enabled", "scheduler", "last_run_at")
    list_filter = ("enabled",)


@admin.register(IntervalSchedule, site=ops_site)
class IntervalScheduleAdmin(ModelAdmin):
    paginator = CheapPaginator


@admin.register(CrontabSchedule, site=ops_site)
class CrontabScheduleAdmin(DjangoCrontabScheduleAdmin, ModelAdmin):
    paginator = CheapPaginator


@admin.register(ClockedSchedule, site=ops_site)
class ClockedScheduleAdmin(DjangoClockedScheduleAdmin, ModelAdmin):
    paginator = CheapPaginator
