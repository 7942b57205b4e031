"""The scopes, and which one is in force in this thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

PLATFORM_ROLE, ENTERPRISE_ROLE, VAULT_ROLE = "quanyi_platform", "quanyi_enterprise", "quanyi_vault"
ROLES = (PLATFORM_ROLE, ENTERPRISE_ROLE, VAULT_ROLE)


@dataclass(frozen=True, slots=True)
class Scope:
    """
    A role of the database, what it may be asked for, and one enterprise or none.

    ``name`` is compared by the policies: the role alone, without it, sees nothing.
    """

    role: str
    name: str
    enterprise_id: UUID | None = None

    def after(self, said: "Scope | None") -> list[str]:
        """
        The statements that take the scope on until the transaction ends, after ``said`` was taken on in it before; all of them
        after ``None``, when nobody knows. Nothing in them comes from outside but a UUID.
        """
        return [
            *([f"SET LOCAL ROLE {self.role}"] if said is None or said.role != self.role else []),
            *([f"SET LOCAL app.scope = '{self.name}'"] if said is None or said.name != self.name else []),
            *(
                [f"SET LOCAL app.enterprise = '{self.enterprise_id or ''}'"]
                if said is None or said.enterprise_id != self.enterprise_id
                else []
            ),
        ]


# What a transaction begins with, before anything was said in it.
NOTHING = Scope("", "")
NOBODY = Scope(ENTERPRISE_ROLE, "enterprise")
PLATFORM = Scope(PLATFORM_ROLE, "platform")
# Whoever the connection has signed in as: for migrations, and for tests that alter tables. It passes the policies as a member
# of the platform's role.
OWNER = Scope("none", "platform")

_current: ContextVar[Scope | None] = ContextVar("scope", default=None)
_at_start = [NOBODY]


def enterprise(enterprise_id: UUID) -> Scope:
    """The rows of one enterprise, and what the platform shows to all of them."""
    if not isinstance(enterprise_id, UUID):
        raise TypeError(f"an enterprise is named by a UUID, not by {type(enterprise_id).__name__}")
    return Scope(ENTERPRISE_ROLE, "enterprise", enterprise_id)


def vault() -> Scope:
    """The sealed columns. Only supply's operations that take, open and take in codes ask for it."""
    return Scope(VAULT_ROLE, "vault", current().enterprise_id)


def current() -> Scope:
    """The scope of the moment."""
    return _current.get() or _at_start[0]


def begin_as(scope: Scope) -> None:
    """What this process is where nothing else was said: the platform in a worker or a command, nobody in a web server."""
    _at_start[0] = scope


@contextmanager
def within(scope: Scope) -> Iterator[None]:
    """Be in a scope for a block; also as a decorator. An open transaction goes on in the new scope, and back in the old one."""
    token = _current.set(scope)
    try:
        yield
    finally:
        _current.reset(token)


def narrow(scope: Scope) -> None:
    """Be in a scope from here on, until the enclosing ``within`` or ``kept`` ends."""
    _current.set(scope)


@contextmanager
def kept() -> Iterator[None]:
    """Whatever the block narrows to, it ends in the scope in which it began."""
    with within(current()):
        yield
