"""The root key of this process: read once, unwrapped once."""

import os
from functools import cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from common.scope import vault, within
from common.sealed.providers import key_provider


@cache
def root_key() -> bytes:
    """32 bytes, the same for as long as the platform lives. Raises as ``opened_root_key`` does."""
    return opened_root_key()


def opened_root_key() -> bytes:
    """
    The root key, read and unwrapped now.

    :raises KeyLost: the master key that wrapped it is not here.
    :raises VaultClosed: the key provider does not answer.
    """
    from common.sealed.models import RootKey  # noqa: PLC0415  # Fields of models are made of this module.

    with within(vault()):
        kept = RootKey.objects.first()
    if kept is None:
        raise ImproperlyConfigured("The database has no root key. It is made by: manage.py migrate")
    return key_provider().unwrap(bytes(kept.wrapped_key), version=kept.key_version)


def make_root_key(root_keys: Any, *, secret: bytes | None = None) -> None:
    """Keep a root key where there is none yet: a fresh one, or ``secret``. ``root_keys`` is the table's manager."""
    provider = key_provider()
    wrapped = provider.wrap(secret or os.urandom(32))
    root_keys.get_or_create(id=1, defaults={"wrapped_key": wrapped, "key_version": provider.version})
