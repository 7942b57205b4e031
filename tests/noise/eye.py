"""
What a test itself looks up, without the neighbours' rows.

A test says ``Grant.objects.count() == 30`` and means those that it made. The product's own code, whatever it asks, sees the
neighbours: only a manager that a file of ``tests/`` has in its hand leaves them out.
"""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models
from django.db.models.manager import ManagerDescriptor

from members.models import Enterprise
from tests.noise.tenants import MARK

_TESTS, _HERE = str(Path(__file__).parents[1]), str(Path(__file__).parent)
# By which name the neighbours' rows of a few models are told; every other row belongs to one of these.
_NAMED = {
    "members.enterprise": "slug",
    "members.user": "username",
    "benefits.benefit": "code",
    "supply.brand": "slug",
    "supply.category": "slug",
    "supply.product": "sku",
    "supply.supplier": "slug",
}
_DEEPEST = 4


def narrow_the_eye() -> None:
    """From now on a test's own look-ups leave the neighbours out."""
    whole: Any = ManagerDescriptor.__get__

    def narrowed(self: ManagerDescriptor, instance: object, cls: Any = None) -> Any:
        manager = whole(self, instance, cls)
        asker = sys._getframe(1).f_code.co_filename
        return _without_neighbours(manager) if asker.startswith(_TESTS) and not asker.startswith(_HERE) else manager

    ManagerDescriptor.__get__ = narrowed  # type: ignore[method-assign]


def _without_neighbours(manager: Any) -> Any:
    named = tuple(_ways(manager.model))
    if not named and not _has_bare_enterprise(manager.model):
        return manager

    def own_rows() -> models.QuerySet[Any]:
        rows = type(manager).get_queryset(manager)
        for way in named:
            rows = rows.exclude(**{f"{way}__startswith": MARK})
        if _has_bare_enterprise(manager.model):
            rows = rows.exclude(enterprise_id__in=Enterprise.objects.filter(slug__startswith=MARK).values("id"))
        return rows

    own = type(manager)()
    own.model, own.name, own._db, own.get_queryset = manager.model, manager.name, manager._db, own_rows
    return own


@cache
def _ways(model: type[models.Model]) -> list[str]:
    """From a model to a name that may carry the mark: the shortest ways over its foreign keys."""
    return list(_search(model, "", _DEEPEST))


def _search(model: type[models.Model], before: str, depth: int) -> Iterator[str]:
    if named := _NAMED.get(model._meta.label_lower):
        yield before + named
    elif depth:
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model not in (None, model):
                yield from _search(field.related_model, f"{before}{field.name}__", depth - 1)


@cache
def _has_bare_enterprise(model: type[models.Model]) -> bool:
    return any(field.name == "enterprise_id" for field in model._meta.concrete_fields)
