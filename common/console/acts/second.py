"""Acts that need a second person: asked for instead of done, and done as they were asked once somebody else agrees."""

from copy import copy
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from common.console.acts.act import Act
from common.console.acts.page import NotNow, Scene
from common.console.desk import person_of
from common.duties.approvals import Wanted, ask, typed
from common.duties.duty import Duty
from common.duties.models import Approval
from common.duties.registry import duty_named
from common.duties.tally import add_amount, take_off_amount
from common.refusals import Refused

_NEVER_KEPT = ("csrfmiddlewaretoken",)


class OneByOne(Refused):
    code = "one_by_one"
    exact = _("This needs a second person: open each row and ask for it there.")


class AskerGone(Refused):
    code = "asker_gone"
    exact = _("Whoever asked may no longer do this.")


def duty_of(scene: Scene) -> Duty | None:
    """The registry's line of an act."""
    return duty_named(f"{scene.admin.admin_site.name}.{scene.admin.opts.label_lower}.{scene.act.name}")


def amount_of(scene: Scene, cleaned: dict[str, Any]) -> int:
    """What an act adds to the day's sum of whoever does it."""
    return scene.act.amount(scene.obj, cleaned) if scene.act.amount is not None else 0


def needs_second(scene: Scene, duty: Duty, amount: int) -> bool:
    """Whether somebody else must agree. What needs nobody is added to the day's sum."""
    if duty.second == "never":
        return False
    return duty.second == "always" or not add_amount(duty, person_of(scene.request).id, amount, at=scene.at)


def take_back_amount(scene: Scene, duty: Duty | None, amount: int) -> None:
    """What was refused was not done."""
    if duty is not None and duty.second == "above":
        take_off_amount(duty, person_of(scene.request).id, amount, at=scene.at)


def ask_for(scene: Scene, duty: Duty, form: Form, amount: int) -> Approval:
    """Ask for a second person, with what was typed and what was shown."""
    if scene.obj is not None and not scene.act.when(scene.obj):
        raise NotNow
    content = {name: values for name, values in scene.request.POST.lists() if name not in _NEVER_KEPT}
    wanted = Wanted(
        duty=duty.name,
        site=scene.admin.admin_site.name,
        model=scene.admin.opts.label_lower,
        act=scene.act.name,
        subject_id=scene.obj.pk if scene.obj is not None else None,
        title=" · ".join(filter(None, [str(scene.act.label), _about(scene, form)])),
        content={name: [str(value) for value in values] for name, values in content.items()},
        shown=_shown(scene, form),
        reason=form.cleaned_data.get("reason", ""),
        amount=amount,
    )
    return ask(wanted, by=person_of(scene.request), at=scene.at)


def scene_of(approval: Approval, request: HttpRequest, site: Any) -> Scene:
    """
    The act as it was asked for, before the person who decides: for its figures as they stand now.

    :raises Http404: the row is not this person's to see.
    """
    admin = site._registry[apps.get_model(approval.model)]
    act: Act = next(act for act in admin.acts if act.name == approval.act)
    obj = admin.get_object(request, str(approval.subject_id)) if approval.subject_id else None
    if approval.subject_id and obj is None:
        raise Http404
    return Scene(admin, request, act, obj)


def may_decide(scene: Scene) -> bool:
    """Who agrees to an act must be one who may do it."""
    return bool(scene.admin.admin_site.may(scene.request, scene.act.permission))


def run_as_asked(approval: Approval, request: HttpRequest, site: Any) -> Any:
    """
    Do what was asked, as the person who asked: the same form, the same fields, checked anew.

    :raises AskerGone: they may no longer do it.
    :raises NotNow: the row has moved on.
    """
    scene = scene_of(approval, _as_asker(approval, request), site)
    if not scene.request.user.is_active or not may_decide(scene):
        raise AskerGone
    form = scene.form()
    if not form.is_valid():
        raise NotNow
    if scene.obj is not None and not scene.act.when(scene.obj):
        raise NotNow
    return scene.act.run(**scene.arguments(scene.obj, form.cleaned_data))


def _as_asker(approval: Approval, request: HttpRequest) -> HttpRequest:
    """The request of whoever agrees, as if the person who asked had sent what they typed then."""
    posted = QueryDict(mutable=True)
    for name, values in typed(approval).items():
        posted.setlist(name, values)
    asker = get_user_model().objects.filter(pk=approval.asked_by_id).first()
    if asker is None:
        raise PermissionDenied
    asked = copy(request)
    asked.user, asked.method = asker, "POST"
    asked.POST = posted  # type: ignore[assignment]
    asked._files = {}  # type: ignore[attr-defined]
    return asked


def _about(scene: Scene, form: Form) -> str:
    """What it is about, in words: as the act names it, else as the row is called, where that says more than its id."""
    if scene.act.about is not None:
        return str(scene.act.about(scene.obj, form.cleaned_data))
    name = "" if scene.obj is None else str(scene.obj)
    return "" if scene.obj is not None and name == str(scene.obj.pk) else name


def _shown(scene: Scene, form: Form) -> list[list[str]]:
    figures = [[str(figure.label), str(figure.value)] for figure in scene.preview()]
    fields = [[str(bound.label), _read(form, bound.name)] for bound in form.visible_fields() if bound.name != "reason"]
    return [*figures, *fields]


def _read(form: Form, name: str) -> str:
    """A field as a person reads it: the label of a choice, the name of a row."""
    value = form.cleaned_data.get(name, form.data.get(name, ""))
    field: Any = form.fields[name]
    choices = dict(field.choices) if hasattr(field, "choices") and not hasattr(field, "queryset") else {}
    if isinstance(value, bool):
        return "✓" if value else "—"
    if isinstance(value, UUID) and hasattr(field, "queryset"):
        return str(field.queryset.filter(pk=value).first() or value)
    return str(choices.get(value, value)) if value not in (None, "") else "—"
