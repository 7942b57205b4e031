"""Who did something, as an enterprise may read it: its own staff by name, everybody else by what they are."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.actors import Actor, parse_actor

_KINDS = {"member": _("The member"), "key": _("API"), "user": _("The platform's staff")}
_PLATFORM = _("Automatic")


def actor_of(request: HttpRequest) -> Actor:
    """The person at a console, as the signature of what they do."""
    return Actor("user", str(request.user.pk))


def names_within(enterprise_id: UUID, actors: Iterable[str]) -> dict[str, str]:
    """A name for each signature. Operators of the platform are not named to an enterprise. One query."""
    wanted = set(actors)
    own = _own_staff(enterprise_id, {parse_actor(text).id for text in wanted if text.startswith("user:")})
    return {text: own.get(text) or str(_KINDS.get(parse_actor(text).kind, _PLATFORM)) for text in wanted}


def _own_staff(enterprise_id: UUID, ids: set[UUID | str]) -> dict[str, str]:
    if not ids:
        return {}
    users = get_user_model().objects.filter(pk__in=[i for i in map(str, ids) if _is_id(i)], staff__enterprise_id=enterprise_id)
    # A colleague's password is not within an enterprise's reach.
    users = users.only("username", "first_name", "last_name")
    return {f"user:{user.pk}": user.get_full_name() or user.get_username() for user in users}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
