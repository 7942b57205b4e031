"""The page of one act: preview, form, one call of the operation, and its answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import OperationalError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.console.acts.act import Act, Figure, Outcome
from common.console.acts.reason import ReasonField
from common.console.forms import dress
from common.console.names import actor_of
from common.refusals import Refused, StillBusy


class NotNow(Refused):
    code = "not_now"
    exact = gettext_lazy("This can't be done in its present state. Reload the page to see how it stands.")


@dataclass(slots=True)
class Scene:
    """One person before one act: the admin, the request, the act, and the row or rows it is about."""

    admin: Any
    request: HttpRequest
    act: Act
    obj: Any = None
    rows: Sequence[Any] = field(default_factory=list)
    at: datetime = field(default_factory=clock.now)

    def form(self) -> Form:
        posted = self.request.method == "POST" and "act" in self.request.POST
        bound = {"data": self.request.POST, "files": self.request.FILES} if posted else {}
        form = self.act.form(request=self.request, obj=self.obj, **bound)
        if self.act.reason:
            form.fields["reason"] = ReasonField()
            dress(form.fields["reason"])
        return form

    def arguments(self, obj: Any, cleaned: dict[str, Any]) -> dict[str, Any]:
        has_subject = obj is not None and self.act.subject is not None
        subject = {self.act.subject or f"{self.admin.feed_noun}_id": obj.pk} if has_subject else {}
        given = self.act.given(obj) if self.act.given is not None and obj is not None else {}
        return {**subject, **given, **cleaned, "by": actor_of(self.request), "at": self.at}

    def preview(self) -> Sequence[Figure]:
        return self.act.preview(self.obj) if self.act.preview else []


def act_page(scene: Scene) -> HttpResponse:
    """
    Show the act, or do it.

    :raises PermissionDenied: the person may not; the row itself is theirs to see.
    """
    if not scene.admin.admin_site.may(scene.request, scene.act.permission):
        raise PermissionDenied
    form = scene.form()
    if not form.is_bound or not form.is_valid():
        return draw(scene, form, status=400 if form.is_bound else 200)
    try:
        return _done_or_asked(scene, form)
    except Refused as refused:
        return draw(scene, form, refused=refused)
    except ValidationError as invalid:
        _show(invalid, form)
        return draw(scene, form, status=400)
    except OperationalError:
        return draw(scene, form, refused=StillBusy())


def _done_or_asked(scene: Scene, form: Form) -> HttpResponse:
    """Do it; or ask for the second person whom the registry wants."""
    from common.console.acts import second  # noqa: PLC0415 - it is built on the scenes of this file.

    duty = second.duty_of(scene)
    amount = second.amount_of(scene, form.cleaned_data)
    if duty is not None and second.needs_second(scene, duty, amount):
        second.ask_for(scene, duty, form, amount)
        messages.info(scene.request, _("It waits for a second person, and is done exactly as you asked once somebody else agrees."))
        return HttpResponseRedirect(reverse(f"{scene.admin.admin_site.name}:common_approval_changelist"))
    try:
        result = _run(scene, form.cleaned_data)
    except BaseException:
        second.take_back_amount(scene, duty, amount)
        raise
    return _answer(scene, result)


def _run(scene: Scene, cleaned: dict[str, Any]) -> Any:
    if scene.obj is not None and not scene.act.when(scene.obj):
        raise NotNow
    return scene.act.run(**scene.arguments(scene.obj, cleaned))


def _show(invalid: ValidationError, form: Form) -> None:
    """What the operation found wrong stands beside the field that it means."""
    errors = invalid.error_dict if hasattr(invalid, "error_dict") else {NON_FIELD_ERRORS: invalid.error_list}
    for name, found in errors.items():
        form.add_error(name if name in form.fields else None, found)


def _answer(scene: Scene, result: Any) -> HttpResponse:
    if scene.act.then is not None:
        return scene.act.then(Outcome(scene.admin, scene.request, scene.act, scene.obj, result))
    messages.success(scene.request, str(scene.act.done) or _("Done: %(act)s.") % {"act": scene.act.label})
    return HttpResponseRedirect(scene.admin.act_home(scene.obj))


def draw(scene: Scene, form: Form, *, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    """The act's page; with a refusal, its exact sentence stands above the form and what was typed stays."""
    applies = scene.obj is None or scene.act.when(scene.obj)
    context = {
        **scene.admin.admin_site.each_context(scene.request),
        "title": scene.act.label,
        "opts": scene.admin.opts,
        "original": scene.obj,
        "act": scene.act,
        "form": form,
        "media": form.media,
        "rows": scene.rows,
        "figures": scene.preview() if applies else [],
        "refused": refused.for_staff() if refused else ("" if applies else NotNow().for_staff()),
        "applies": applies,
        "back": scene.admin.act_home(scene.obj),
    }
    return TemplateResponse(scene.request, "console/act.html", context, status=refused.status if refused else status)
