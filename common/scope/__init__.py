"""
Whose rows a statement may see: the database's roles, taken on for one transaction at a time.

Every statement of Django's connection runs in the scope of the moment. ``PLATFORM`` is the operators', the workers' and the
sign-in's; ``enterprise(id)`` is one enterprise's; ``NOBODY`` sees no enterprise's rows at all and is what a web request begins
with. ``within(scope)`` changes it for a block, ``narrow(scope)`` for the rest of the request or task.
"""

from common.scope.scopes import (
    NOBODY,
    OWNER,
    PLATFORM,
    Scope,
    begin_as,
    current,
    enterprise,
    kept,
    narrow,
    vault,
    within,
)

__all__ = ["NOBODY", "OWNER", "PLATFORM", "Scope", "begin_as", "current", "enterprise", "kept", "narrow", "vault", "within"]
