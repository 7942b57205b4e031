"""Openings on both consoles: planned in a form, looked at before they are published, closed early."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from benefits.console.opening_form import OpeningForm
from benefits.models import Budget, Opening
from benefits.operations import (
    OpeningPlan,
    change_opening,
    close_opening,
    discard_opening,
    draft_opening,
    publish_opening,
    resume_opening,
)
from benefits.queries.openings.forecast import Forecast, forecast_of
from benefits.queries.openings.watch import PAGE, arrivals_of, watch_of
from benefits.states import OpeningState
from common.actors import Actor
from common.console import Act, Figure, go_to, job_of
from common.jobs.states import JobState
from common.money import format_minor
from common.pages import numbered

_LIVE = (OpeningState.PREPARING, OpeningState.PUBLISHED)


def _plan(fields: dict[str, Any]) -> OpeningPlan:
    return OpeningPlan(enterprise_id=Budget.objects.get(id=fields["budget_id"]).enterprise_id, **fields)


def _draft(*, by: Actor, at: datetime, **fields: Any) -> Opening:
    return draft_opening(_plan(fields), by=by, at=at)


def _change(*, opening_id: UUID, by: Actor, at: datetime, **fields: Any) -> Opening:
    return change_opening(opening_id, _plan(fields), by=by, at=at)


def promise(opening: Any) -> list[Figure]:
    """What publishing would promise, before it is promised."""
    return _figures(opening, forecast_of(opening))


def _figures(opening: Any, forecast: Forecast) -> list[Figure]:
    stock = [
        Figure(_("Codes of “%(benefit)s”") % {"benefit": need.benefit}, _of(need.needed, need.free), "red" if need.is_short else "")
        for need in forecast.stock
    ]
    return [
        Figure(_("Benefit"), opening.benefit),
        Figure(_("For whom"), "、".join(d.path for d in opening.departments.all()) or _("Everybody")),
        Figure(_("Pieces"), f"{opening.pieces:,}"),
        Figure(_("Reserved"), format_minor(forecast.total, forecast.unit)),
        Figure(_("Left in the budget"), format_minor(forecast.left, forecast.unit), "red" if forecast.left < 0 else ""),
        *stock,
    ]


def _of(needed: int, free: int) -> str:
    return ngettext("%(needed)s of %(free)s that is free", "%(needed)s of %(free)s that are free", free) % {
        "needed": f"{needed:,}",
        "free": f"{free:,}",
    }


def _what_closing_does(opening: Any) -> list[Figure]:
    watch = watch_of(opening)
    back = watch.left * (opening.piece_committed or 0)
    return [
        Figure(_("Taken, kept"), f"{watch.taken:,}"),
        Figure(_("Not taken"), f"{watch.left:,}", tone="orange"),
        Figure(_("Goes back to the budget"), format_minor(back, watch.unit)),
    ]


def _is_stuck(opening: Any) -> bool:
    job = job_of("benefits.prepare_opening", opening.pk)
    return opening.state == OpeningState.PREPARING and (job is None or job.state == JobState.FAILED)


def _own(opening: Any) -> dict[str, Any]:
    return {"enterprise_id": opening.enterprise_id}


def acts_with(form: type[OpeningForm]) -> tuple[Act, ...]:
    """The acts of one console, whose form knows for whom it stands."""
    return (
        Act(
            "draft",
            label=_("Plan an opening"),
            run=_draft,
            permission="benefits.draft_opening",
            form=form,
            on="list",
            reason=False,
            then=go_to("benefits_opening_change"),
            tone="primary",
            icon="add",
        ),
        Act(
            "publish",
            label=_("Publish"),
            run=publish_opening,
            permission="benefits.publish_opening",
            when=lambda opening: opening.state == OpeningState.DRAFT,
            given=_own,
            preview=promise,
            confirm=_("The whole amount is reserved, members see it at once and are told of it, and it can't be changed any more."),
            reason=False,
            done=_("It is published."),
            tone="primary",
            icon="campaign",
        ),
        Act(
            "change",
            label=pgettext_lazy("plan", "Change"),
            run=_change,
            permission="benefits.draft_opening",
            form=form,
            when=lambda opening: opening.state == OpeningState.DRAFT,
            reason=False,
            done=_("The plan is changed."),
            icon="edit",
        ),
        Act(
            "discard",
            label=_("Put away"),
            run=discard_opening,
            permission="benefits.draft_opening",
            when=lambda opening: opening.state == OpeningState.DRAFT,
            given=_own,
            reason=False,
            done=_("The plan is put away."),
            icon="delete",
        ),
        Act(
            "resume",
            label=_("Go on making the pieces"),
            run=resume_opening,
            permission="benefits.publish_opening",
            when=_is_stuck,
            given=_own,
            done=_("The pieces are being made."),
            icon="play_arrow",
        ),
        Act(
            "close",
            label=_("Close early"),
            run=close_opening,
            permission="benefits.close_opening",
            when=lambda opening: opening.state in _LIVE,
            given=_own,
            preview=_what_closing_does,
            confirm=_("Whoever has a piece keeps it. Nobody can take one any more."),
            done=_("It is closed."),
            tone="danger",
            icon="lock",
        ),
    )


def watched(request: HttpRequest, opening: Any) -> dict[str, Any]:
    """What the page of an opening shows: before it is published what it would promise, afterwards who came."""
    before = numbered(request.GET.get("before", ""))
    arrivals = arrivals_of(opening, before=before)
    forecast = forecast_of(opening) if opening.state == OpeningState.DRAFT else None
    return {
        "figures": _figures(opening, forecast) if forecast else [],
        "total": forecast.total if forecast else 0,
        "watch": watch_of(opening),
        "arrivals": arrivals,
        "before": before,
        "next": arrivals[-1].number if len(arrivals) == PAGE else None,
        "is_live": opening.state in _LIVE,
    }
