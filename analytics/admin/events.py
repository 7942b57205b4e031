"""The feed, newest first. A day of it unless more is asked for: it only ever grows."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from common import clock
from common.console import ReadOnlyAdmin, ops_site
from common.console.search import by_id
from common.console.words import NOUNS, actor_in_words, kind_in_words
from common.feed.models import Event


class PeriodFilter(DropdownFilter):
    """The feed is partitioned by month: a period keeps the others closed."""

    title = _("period")
    parameter_name = "within"
    all_option = None

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("the last day")), ("7", _("the last week")), ("31", _("the last month")), ("all", _("all"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        days = {"7": 7, "31": 31, "all": 0}.get(self.value() or "", 1)
        # Whoever searches has something in hand, and means its whole life.
        if not days or request.GET.get("q"):
            return queryset
        return queryset.filter(at__gte=clock.now() - timedelta(days=days))


class NounFilter(DropdownFilter):
    title = _("what")
    parameter_name = "noun"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return sorted(((noun, str(words)) for noun, words in NOUNS.items()), key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(subject_type=self.value()) if self.value() else queryset


@display(description=_("what happened"))
def _kind(event: Event) -> str:
    return kind_in_words(event.kind)


@display(description=_("about"))
def _subject(event: Event) -> SafeString:
    address = f"{reverse('ops:find')}?q={event.subject_id}"
    return format_html('<a class="q-link q-mono" href="{}">…{}</a>', address, str(event.subject_id)[-8:])


@display(description=_("by"))
def _actor(event: Event) -> str:
    return actor_in_words(event.actor)


@admin.register(Event, site=ops_site)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("at", _kind, _subject, _actor, "reason", "request_id")
    list_display_links = None
    list_filter = (PeriodFilter, NounFilter)
    ordering = ("-at", "-id")
    search_fields = (by_id("subject_id", _("id of what it is about")), by_id("member_id", _("member id")))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        """By the indexed ids alone, and straight: the ids of events say nothing about their partition."""
        for look in self.search_fields:
            condition = look.condition(search_term.strip())
            if condition is not None and queryset.filter(condition).exists():
                return queryset.filter(condition), False
        return (queryset.none() if search_term.strip() else queryset), False

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """An event has no page: its line says everything, and its id alone finds no partition."""
        raise Http404
