"""Wrapping the root key anew, by the master key of today."""

from django.db import transaction

from common.scope import vault, within
from common.sealed.providers import key_provider


@within(vault())
@transaction.atomic
def rewrap_root_key() -> bool:
    """
    Wrap the root key by the present master key; False when it is.

    Locks    the root key.

    :raises KeyLost: the master key that wrapped it is not here; nothing is written.
    """
    from common.sealed.models import RootKey  # noqa: PLC0415  # Fields of models are made of this package.

    provider, kept = key_provider(), RootKey.objects.select_for_update().get()
    if kept.key_version == provider.version:
        return False
    secret = provider.unwrap(bytes(kept.wrapped_key), version=kept.key_version)
    kept.wrapped_key, kept.key_version = provider.wrap(secret), provider.version
    kept.save()
    return True
