"""One act on several ticked rows: each row in its own transaction, each refusal told."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.console.acts import second
from common.console.acts.act import Act
from common.console.acts.page import Scene, draw
from common.refusals import Refused, StillBusy


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One ticked row: whether the act applies to it."""

    obj: Any
    applies: bool


def bulk_page(admin: Any, request: HttpRequest, act: Act) -> HttpResponse:
    """Show the ticked rows and the act, or do it to each that it applies to."""
    if not admin.admin_site.may(request, act.permission):
        raise PermissionDenied
    rows = [BulkRow(obj, act.when(obj)) for obj in _ticked(admin, request)]
    scene = Scene(admin, request, act, rows=rows)
    form = scene.form()
    if not form.is_bound or not form.is_valid():
        return draw(scene, form, status=400 if form.is_bound else 200)
    done = sum(_do(scene, row.obj, form.cleaned_data) for row in rows if row.applies)
    if done:
        messages.success(
            request,
            ngettext("%(act)s: done for %(count)d row.", "%(act)s: done for %(count)d rows.", done) % {"act": act.label, "count": done},
        )
    return HttpResponseRedirect(admin.act_home(None))


def _do(scene: Scene, obj: Any, cleaned: dict[str, Any]) -> bool:
    try:
        _refuse_where_second(scene)
        scene.act.run(**scene.arguments(obj, cleaned))
    except Refused as refused:
        messages.error(scene.request, _("%(row)s: %(why)s") % {"row": obj, "why": refused.for_staff()})
        return False
    except OperationalError:
        messages.error(scene.request, _("%(row)s: %(why)s") % {"row": obj, "why": StillBusy().for_staff()})
        return False
    return True


def _refuse_where_second(scene: Scene) -> None:
    duty = second.duty_of(scene)
    if duty is not None and duty.second != "never":
        raise second.OneByOne


def _ticked(admin: Any, request: HttpRequest) -> list[Any]:
    try:
        ids = [UUID(text) for text in request.GET.get("ids", "").split(",")]
    except ValueError as error:
        raise Http404 from error
    rows = list(admin.get_queryset(request).filter(pk__in=ids[: admin.list_per_page]).order_by("pk"))
    if not rows:
        raise Http404
    return rows
