"""
Who wraps the lots' data keys and the platform's root key: the environment's master key, or another provider such as a KMS.

The setting ``VAULT_PROVIDER`` names the class. A provider that can't be reached raises ``VaultClosed``.
"""

import base64
import hashlib
import hmac
import os
from functools import cache
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from common.sealed.derive import derive
from common.sealed.refusals import KeyLost


class KeyProvider(Protocol):
    """Holds the master key. It sees data keys, never a code."""

    @property
    def version(self) -> str:
        """The name of the master key that wraps now; stored beside what it wrapped."""

    def wrap(self, data_key: bytes) -> bytes:
        """Encrypt a data key under the present master key."""

    def unwrap(self, wrapped: bytes, *, version: str) -> bytes:
        """
        The data key again.

        :raises KeyLost: altered, or wrapped by a master key that is not here.
        :raises VaultClosed: the provider does not answer.
        """


class EnvironmentKeys:
    """
    The provider for one host or a small cluster: ``VAULT_KEY`` wraps, and with each of ``VAULT_KEYS_KNOWN`` it opens.

    While the master key changes, every process knows both. See docs/guides/deployment.md.
    """

    def __init__(self) -> None:
        masters = [_master_key("VAULT_KEY", settings.VAULT_KEY)]
        masters += [_master_key("VAULT_KEYS_KNOWN", key) for key in settings.VAULT_KEYS_KNOWN]
        keys = [derive(master, "vault/master") for master in masters]
        # Each is named without telling anything of it, so that a restore under another key is noticed at once.
        self._ciphers = {"environment:" + hmac.digest(key, b"name", hashlib.sha256).hex()[:12]: AESGCM(key) for key in keys}
        self.version = next(iter(self._ciphers))

    def wrap(self, data_key: bytes) -> bytes:
        nonce = os.urandom(12)
        return nonce + self._ciphers[self.version].encrypt(nonce, data_key, self.version.encode())

    def unwrap(self, wrapped: bytes, *, version: str) -> bytes:
        if version not in self._ciphers:
            raise KeyLost(version=version)
        try:
            return self._ciphers[version].decrypt(wrapped[:12], wrapped[12:], version.encode())
        except (InvalidTag, ValueError) as error:
            raise KeyLost(version=version) from error


def _master_key(name: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be base64.") from error
    if len(key) != 32:
        raise ImproperlyConfigured(f"{name} must be 32 bytes in base64.")
    return key


@cache
def _provider(path: str) -> KeyProvider:
    made: KeyProvider = import_string(path)()
    return made


def key_provider() -> KeyProvider:
    """The provider that the settings name."""
    return _provider(settings.VAULT_PROVIDER)
