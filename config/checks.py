"""What ``manage.py check --deploy`` and ``migrate`` say of a host that is set up dangerously."""

import os
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DataError, ProgrammingError, transaction

from common.scope.guards.roles import mighty_roles
from common.sealed import KeyLost, VaultClosed, key_provider
from common.sealed.root import opened_root_key
from supply.queries.credentials import keys_of_elsewhere


@register(Tags.security, deploy=True)
def check_witness(**_options: Any) -> list[CheckMessage]:
    """Without a witness, a restored database gives out again what it has forgotten."""
    hint = "Name a folder on another volume than the database's. See docs/guides/deployment.md, Backups and restoring."
    if not settings.WITNESS_LOG:
        return [Warning("WITNESS_LOG is not set: nothing notices what a restore forgets.", hint=hint, id="quanyi.W001")]
    if os.path.isdir(settings.WITNESS_LOG) and os.access(settings.WITNESS_LOG, os.R_OK | os.W_OK | os.X_OK):
        return []
    said = f"WITNESS_LOG names {settings.WITNESS_LOG}, which is no folder that this user can read and write: no code can be shown."
    hint = "Is its volume mounted? Make the folder for the user that serves, or mount what was there before."
    return [Error(said, hint=hint, id="quanyi.E003")]


@register(Tags.security)
def check_master_key(**_options: Any) -> list[CheckMessage]:
    """A key that is no key is found at the first thing that is sealed: too late."""
    try:
        key_provider()
    except (ImproperlyConfigured, ImportError) as error:
        hint = "32 random bytes in base64; or another VAULT_PROVIDER. See docs/guides/deployment.md, The master key."
        return [Error(f"The vault can't be opened: {error}", hint=hint, id="quanyi.E004")]
    return []


@register(Tags.database)
def check_root_key(databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Another platform's master key opens nothing here, and must not seal anything either: migrations refuse, and so nothing starts."""
    if not databases or check_master_key():
        return []
    try:
        with transaction.atomic():
            opened_root_key()
    except KeyLost as lost:
        hint = "Set VAULT_KEY to this platform's key, or name the key that wrapped it in VAULT_KEYS_KNOWN."
        return [Error(f"The root key of this database does not open. {lost.for_staff()}", hint=hint, id="quanyi.E005")]
    except VaultClosed as closed:
        return [Warning(f"Nobody can tell whether the root key opens: {closed}.", hint="Is the key provider up?", id="quanyi.W002")]
    except (
        ProgrammingError,
        DataError,
        ImproperlyConfigured,
    ):  # Before the first migrations there is no key, no table, no role to read it.
        return []
    return []


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
