"""Enterprises: opened, changed, suspended, opened again; and who works for them here."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import feed
from common.actors import Actor
from common.ids import new_id
from common.refusals import NotFound, Refused
from members.models.enterprise import Enterprise
from members.models.login import MemberSession
from members.models.staff import Staff, StaffRole, User
from members.states import EnterpriseState


class SlugTaken(Refused):
    code = "slug_taken"
    sentence = _("Another enterprise has this slug. Choose another.")


class EnterpriseInvalid(Refused):
    code = "enterprise_invalid"
    status = 422
    sentence = _("These details can't be accepted.")
    exact = _("%(why)s")


@transaction.atomic
def open_enterprise(*, slug: str, name: str, by: Actor, at: datetime, **details: str) -> UUID:
    """
    A new enterprise, active from now on. ``details`` are its other fields: ``name_en``, ``time_zone``, ``currency``,
    ``support_contact``, ``leaver_policy``.

    :raises SlugTaken: the slug stands for another enterprise.
    :raises EnterpriseInvalid: a field can't be accepted; ``facts["why"]`` says which.
    """
    feed.sign(by)
    if Enterprise.objects.filter(slug=slug).exists():
        raise SlugTaken
    enterprise = Enterprise(id=new_id(), slug=slug, name=name, **details)
    try:
        enterprise.full_clean(exclude=["created_at"])
    except ValidationError as error:
        raise EnterpriseInvalid(why=" ".join(error.messages)) from error
    enterprise.save(force_insert=True)
    return enterprise.id


@transaction.atomic
def suspend_enterprise(*, enterprise_id: UUID, by: Actor, reason: str, at: datetime) -> None:
    """
    Shut an enterprise: its members' sessions and its keys work no more from this commit on.

    Locks    the enterprise.
    Replays  one that is suspended stays so.

    :raises NotFound: no such enterprise.
    """
    _move(enterprise_id, EnterpriseState.SUSPENDED, by, reason)
    MemberSession.objects.filter(member__enterprise_id=enterprise_id, ended_at=None).update(ended_at=at)


@transaction.atomic
def reopen_enterprise(*, enterprise_id: UUID, by: Actor, reason: str, at: datetime) -> None:
    """
    Open a suspended enterprise again. Its members sign in anew; its keys work again.

    Locks    the enterprise.

    :raises NotFound: no such enterprise.
    """
    _move(enterprise_id, EnterpriseState.ACTIVE, by, reason)


@transaction.atomic
def appoint_staff(*, user_id: UUID, enterprise_id: UUID, role: str, by: Actor, at: datetime) -> None:
    """
    Give a login its role in one enterprise, ``hr_admin`` or ``hr_viewer``; a login works for one enterprise at a time.

    :raises NotFound: no such login or enterprise, or an operator's login.
    """
    feed.sign(by)
    user = User.objects.select_for_update().filter(id=user_id, is_staff=False).first()
    if user is None or not Enterprise.objects.filter(id=enterprise_id).exists():
        raise NotFound
    given = {"enterprise_id": enterprise_id, "role": StaffRole(role)}
    staff, _made = Staff.objects.update_or_create(user=user, defaults=given)
    feed.note("staff.appointed", subject=staff, data={"role": role})


@transaction.atomic
def dismiss_staff(*, user_id: UUID, by: Actor, at: datetime) -> None:
    """
    Take a login's role away; it can no longer enter the enterprise console.

    :raises NotFound: the login has no role.
    """
    staff = Staff.objects.select_for_update().filter(user_id=user_id).first()
    if staff is None:
        raise NotFound
    feed.sign(by)
    feed.note("staff.dismissed", subject=staff, data={"role": staff.role})
    staff.delete()


def _move(enterprise_id: UUID, state: EnterpriseState, by: Actor, reason: str) -> None:
    enterprise = Enterprise.objects.select_for_update().filter(id=enterprise_id).first()
    if enterprise is None:
        raise NotFound
    feed.sign(by, reason)
    if enterprise.state != state:
        enterprise.state = state
        enterprise.save(update_fields=["state"])
