"""Openings on both consoles: planned in a form, looked at before they are published, closed early."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from benefits.models import Benefit, Budget, Opening
from benefits.models.opening import MOST_PIECES
from benefits.operations import (
    OpeningPlan,
    change_opening,
    close_opening,
    discard_opening,
    draft_opening,
    publish_opening,
    resume_opening,
)
from benefits.queries.hr.catalogue import benefits_offered
from benefits.queries.openings.forecast import forecast_of
from benefits.queries.openings.watch import PAGE, arrivals_of, watch_of
from benefits.states import BenefitState, BudgetState, OpeningState
from common import clock
from common.actors import Actor
from common.console import Act, ActForm, Figure, MomentInput, go_to, job_of
from common.jobs.states import JobState
from common.money import format_minor

_LIVE = (OpeningState.PREPARING, OpeningState.PUBLISHED)


class OpeningForm(ActForm):
    """The plan of an opening. The budget says whose it is; the enterprise is known where one is drafted or changed within it."""

    name = forms.CharField(label=_("Occasion"), max_length=120, help_text=_("Members read it."))
    benefit_id = forms.TypedChoiceField(label=_("Benefit"), coerce=UUID)
    budget_id = forms.TypedChoiceField(label=_("Budget"), coerce=UUID)
    pieces = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=MOST_PIECES)
    opens_at = forms.DateTimeField(label=_("Opens at"), widget=MomentInput())
    closes_at = forms.DateTimeField(label=_("Closes at"), widget=MomentInput(), help_text=_("Or once they are all gone."))
    limit_per_member = forms.IntegerField(label=_("Most per member"), min_value=1, initial=1)
    limit_per_day = forms.IntegerField(label=_("Most per member and day"), min_value=1, required=False)
    limit_per_device = forms.IntegerField(
        label=_("Most per device"),
        min_value=1,
        required=False,
        help_text=_("A device is known by a cookie or by what its app calls it: a hint, no proof."),
    )
    department_ids = forms.TypedMultipleChoiceField(
        label=_("Only for"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With all below them. None ticked: for everybody."),
    )

    @property
    def enterprise_id(self) -> UUID | None:
        """The enterprise within which this form stands; None where the budget decides."""
        return self.obj.enterprise_id if self.obj else None

    def prepare(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["benefit_id"].choices = _benefits(self.enterprise_id)
        fields["budget_id"].choices = _budgets(self.enterprise_id)
        if self.enterprise_id is None:
            del self.fields["department_ids"]
        else:
            fields["department_ids"].choices = _departments(self.enterprise_id)
        if self.obj is not None:
            self.initial = {name: getattr(self.obj, name) for name in fields if hasattr(self.obj, name)}
            self.initial["department_ids"] = [department.pk for department in self.obj.departments.all()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("It can't close before it opens."))
        benefit, budget = _found(Benefit, cleaned.get("benefit_id")), _found(Budget, cleaned.get("budget_id"))
        if benefit and budget and benefit.enterprise_id not in (None, budget.enterprise_id):
            self.add_error("benefit_id", _("This benefit is another enterprise's own."))
        return {**cleaned, "department_ids": tuple(cleaned.get("department_ids", ()))}


def _found(model: type[Any], row_id: UUID | None) -> Any:
    return model.objects.filter(id=row_id).first() if row_id else None


def _benefits(enterprise_id: UUID | None) -> list[tuple[str, str]]:
    if enterprise_id is not None:
        return [(str(offered.id), f"{offered.name} ({offered.code})") for offered in benefits_offered(enterprise_id, clock.now())]
    return [(str(row.id), str(row)) for row in Benefit.objects.filter(state=BenefitState.LISTED).order_by("code")]


def _budgets(enterprise_id: UUID | None) -> list[tuple[str, str]]:
    budgets = Budget.objects.filter(state=BudgetState.OPEN).select_related("enterprise").order_by("enterprise__slug", "-is_default", "name")
    if enterprise_id is not None:
        return [(str(row.id), row.name) for row in budgets.filter(enterprise_id=enterprise_id)]
    return [(str(row.id), f"{row.enterprise} · {row.name}") for row in budgets]


def _departments(enterprise_id: UUID) -> list[tuple[str, str]]:
    rows: Any = Opening._meta.get_field("departments").related_model  # Of another house.
    return [(str(row.pk), row.path) for row in rows.objects.filter(enterprise_id=enterprise_id)]


def _plan(fields: dict[str, Any]) -> OpeningPlan:
    return OpeningPlan(enterprise_id=Budget.objects.get(id=fields["budget_id"]).enterprise_id, **fields)


def _draft(*, by: Actor, at: datetime, **fields: Any) -> Opening:
    return draft_opening(_plan(fields), by=by, at=at)


def _change(*, opening_id: UUID, by: Actor, at: datetime, **fields: Any) -> Opening:
    return change_opening(opening_id, _plan(fields), by=by, at=at)


def promise(opening: Any) -> list[Figure]:
    """What publishing would promise, before it is promised."""
    forecast = forecast_of(opening)
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
            confirm=_("The whole amount is reserved, members see it at once, and it can't be changed any more."),
            reason=False,
            done=_("It is published."),
            tone="primary",
            icon="campaign",
        ),
        Act(
            "change",
            label=_("Change"),
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
    given = request.GET.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 19 else None
    arrivals = arrivals_of(opening, before=before)
    return {
        "figures": promise(opening) if opening.state == OpeningState.DRAFT else [],
        "watch": watch_of(opening),
        "arrivals": arrivals,
        "before": before,
        "next": arrivals[-1].number if len(arrivals) == PAGE else None,
        "is_live": opening.state in _LIVE,
    }
