"""What a person sees after an act, where it is not the row's own page."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from common.console.acts.act import Outcome, Text


def go_to(page: str) -> Callable[[Outcome], HttpResponse]:
    """Open the page of what the operation returned: ``go_to("supply_intake_change")`` with its ``id``, or the id itself."""

    def follow(outcome: Outcome) -> HttpResponse:
        target = getattr(outcome.result, "pk", outcome.result)
        return HttpResponseRedirect(reverse(f"{outcome.admin.admin_site.name}:{page}", args=[target]))

    return follow


def to_list(outcome: Outcome) -> HttpResponse:
    """Back to the list: the row is gone."""
    return HttpResponseRedirect(outcome.admin.act_home(None))


def show_once(*, title: Text, sentence: Text) -> Callable[[Outcome], HttpResponse]:
    """Show the text that the operation returned, now and never again: console pages are not stored, and no address brings it back."""

    def show(outcome: Outcome) -> HttpResponse:
        admin = outcome.admin
        context = {
            **admin.admin_site.each_context(outcome.request),
            "title": title,
            "sentence": sentence,
            "secret": outcome.result,
            "opts": admin.opts,
            "original": outcome.obj,
            "back": admin.act_home(outcome.obj),
        }
        return TemplateResponse(outcome.request, "console/shown_once.html", context)

    return show
