"""What ``manage.py check --deploy`` and ``migrate`` say of a host that is set up dangerously."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import ProgrammingError, transaction

from common.scope.guards.roles import mighty_roles
from supply.queries.credentials import keys_of_elsewhere


@register(Tags.security, deploy=True)
def check_witness(**_options: Any) -> list[CheckMessage]:
    """Without a witness, a restored database gives out again what it has forgotten."""
    if settings.WITNESS_LOG:
        return []
    hint = "Name a folder on another volume than the database's. See docs/guides/deployment.md, Backups and restoring."
    return [Warning("WITNESS_LOG is not set: nothing notices what a restore forgets.", hint=hint, id="quanyi.W001")]


@register(Tags.database)
def check_credentials(databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """A copy of another platform's database holds keys with which real money is spent: migrations refuse, and so nothing starts."""
    if not databases:
        return []
    try:
        with transaction.atomic():
            foreign = keys_of_elsewhere()
    except ProgrammingError:  # Before the first migrations there is nothing to look at.
        return []
    hint = (
        "UPDATE supply_credential SET is_active = false; then type in keys for this platform. Or set ENVIRONMENT, if it is that platform."
    )
    return [
        Error(
            f"The key of supplier {slug} belongs to “{theirs}”, and this platform is “{settings.ENVIRONMENT}”.", hint=hint, id="quanyi.E001"
        )
        for slug, theirs in foreign
    ]


@register(Tags.database)
def check_roles(databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Rows are kept apart by roles that must be bound by it."""
    if not databases:
        return []
    hint = "As a superuser: ALTER ROLE … NOSUPERUSER NOBYPASSRLS; see docs/guides/deployment.md, PostgreSQL."
    return [Error(f"Row level security does not hold for the role {name}.", hint=hint, id="quanyi.E002") for name in mighty_roles()]
