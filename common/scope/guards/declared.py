"""Collecting what the houses declare."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from common.scope.guards.shapes import Guard, owned, platform_only

# Libraries' tables: sign-in, sessions, schedules. Enterprises have nothing to do with them.
_LIBRARIES = ("django_", "auth_", "axes_", "account_", "mfa_")


@cache
def declared_guards() -> Mapping[str, Guard]:
    """The guards by table, as ``GUARDS`` of each house's ``tenancy`` says."""
    found: dict[str, Guard] = {}
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.tenancy"):
            found |= import_module(f"{config.name}.tenancy").GUARDS
    return found


def guard_of(table: str, columns: frozenset[str]) -> Guard:
    """The guard of a table. One that nobody declared is its enterprise's if it names one, else the platform's alone."""
    given = declared_guards().get(table)
    if given is not None:
        return given
    return owned() if "enterprise_id" in columns else platform_only()


def is_decided(table: str, columns: frozenset[str]) -> bool:
    """Whether somebody has thought about this table."""
    return table in declared_guards() or "enterprise_id" in columns or table.startswith(_LIBRARIES)
