"""What stands in a console's sidebar: groups of links, in the order given, each shown to whoever may follow it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst


@dataclass(frozen=True, slots=True)
class Link:
    """
    One line of the sidebar: the list of a model (``model="supply.Lot"``) or a named page of the site (``page="unknown"``).

    What waits there is counted by ``site.badges`` under the same name; nothing is shown for zero.
    """

    icon: str
    model: str = ""
    page: str = ""
    title: str | Promise = ""
    permission: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Some links under one heading."""

    title: str | Promise
    links: Sequence[Link]


def drawn(groups: Sequence[Group], site: AdminSite, request: HttpRequest) -> list[dict[str, Any]]:
    """The groups in the form that unfold's templates take."""
    shown = [(group, _links(group, site, request)) for group in groups]
    return [{"title": group.title, "separator": place > 0, "items": items} for place, (group, items) in enumerate(shown) if items]


def _links(group: Group, site: AdminSite, request: HttpRequest) -> list[dict[str, Any]]:
    return [_link(link, site, request) for link in group.links if _is_open(link, site, request)]


def _is_open(link: Link, site: AdminSite, request: HttpRequest) -> bool:
    if link.model:
        model = apps.get_model(link.model)
        is_allowed = site.is_registered(model) and site.get_model_admin(model).has_view_permission(request)
        page = f"{model._meta.app_label}_{model._meta.model_name}_changelist"
    else:
        is_allowed, page = not link.permission or site.may(request, link.permission), link.page  # type: ignore[attr-defined]
    return is_allowed and site.keeps_to_scope(request, page)  # type: ignore[attr-defined]


def _link(link: Link, site: AdminSite, request: HttpRequest) -> dict[str, Any]:
    path = _path(link, site)
    badge: Callable[[HttpRequest], int] | None = site.badges.get(link.page or link.model)  # type: ignore[attr-defined]
    waiting = badge(request) if badge else 0
    return {
        "title": link.title or capfirst(str(apps.get_model(link.model)._meta.verbose_name_plural)),
        "icon": link.icon,
        "link": path,
        "active": request.path == path or (path != reverse(f"{site.name}:index") and request.path.startswith(path)),
        "has_permission": True,
        "badge": f"{waiting:,}" if waiting else "",
        "badge_variant": "warning",
    }


def _path(link: Link, site: AdminSite) -> str:
    if link.page:
        return reverse(f"{site.name}:{link.page}")
    options = apps.get_model(link.model)._meta
    return reverse(f"{site.name}:{options.app_label}_{options.model_name}_changelist")
