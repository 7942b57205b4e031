"""Downloads of many rows: above a day's sum of one person, somebody else must agree first."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from common import clock
from common.console.desk import person_of
from common.duties.approvals import Wanted, ask, typed
from common.duties.models import Approval
from common.duties.registry import duty_named
from common.duties.states import ApprovalState
from common.duties.tally import add_amount, take
from common.feed import note, sign

TAKEN = "agreed"


def is_agreed(admin: Any, request: HttpRequest, rows: int) -> bool:
    """
    Count the rows for the person who takes them away. False where a second person must agree, who is asked now.

    :raises LimitReached: more rows than one person may in a day.
    """
    duty = duty_named(f"{admin.admin_site.name}.{admin.opts.label_lower}.take_away")
    if duty is None or _was_agreed(admin, request):
        _noted(admin, request, rows)
        return True
    person, at = person_of(request), clock.now()
    take(duty, person.id, at=at, times=rows)
    if duty.second == "never" or add_amount(duty, person.id, rows, at=at):
        _noted(admin, request, rows)
        return True
    wanted = Wanted(
        duty=duty.name,
        site=admin.admin_site.name,
        model=admin.opts.label_lower,
        act="take_away",
        subject_id=None,
        title=_("Download · %(what)s") % {"what": admin.opts.verbose_name_plural},
        content={name: [str(value) for value in values] for name, values in request.GET.lists()},
        shown=[[_("Rows"), f"{rows:,}"], [_("Filters"), request.GET.urlencode() or "—"]],
        amount=rows,
    )
    ask(wanted, by=person, at=at)
    return False


@contextmanager
def without(request: HttpRequest, name: str) -> Iterator[None]:
    """The request as if this parameter did not stand in its address: lists refuse what is no filter of theirs."""
    whole, rest = request.GET, request.GET.copy()
    rest.pop(name, None)
    request.GET = rest  # type: ignore[assignment]
    try:
        yield
    finally:
        request.GET = whole


def query_of(approval: Approval) -> str:
    """The filters as they were asked for, with the approval that lets them pass."""
    return urlencode([*((name, value) for name, values in typed(approval).items() for value in values), (TAKEN, str(approval.id))])


def _was_agreed(admin: Any, request: HttpRequest) -> bool:
    """Collected a moment ago, by this person, for exactly these filters."""
    approval_id = _as_id(request.GET.get(TAKEN, ""))
    if approval_id is None:
        return False
    approval = Approval.objects.filter(id=approval_id, state=ApprovalState.DONE, model=admin.opts.label_lower, act="take_away").first()
    if approval is None or approval.asked_by_id != request.user.pk or approval.done_at is None:
        return False
    asked = {name: [str(value) for value in values] for name, values in request.GET.lists() if name != TAKEN}
    return typed(approval) == asked and (clock.now() - approval.done_at).total_seconds() < 60


@transaction.atomic
def _noted(admin: Any, request: HttpRequest, rows: int) -> None:
    sign(person_of(request).actor)
    note(f"{admin.feed_noun}.taken_away", subject=("user", person_of(request).id), data={"rows": rows, "filters": request.GET.urlencode()})


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
