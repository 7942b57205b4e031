"""
Who wraps the lots' data keys: the environment's master key, or another provider such as a KMS.

The setting ``VAULT_PROVIDER`` names the class. A provider that can't be reached raises ``VaultClosed``.
"""

import hashlib
import hmac
import os
from functools import cache
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.module_loading import import_string

from common.sealed.crypto import derived_key
from supply.vault.refusals import VaultRefused


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

        :raises VaultRefused: altered, or wrapped by a master key that is not here.
        :raises VaultClosed: the provider does not answer.
        """


class EnvironmentKeys:
    """The provider for one host or a small cluster: its master key comes from ``VAULT_KEY``."""

    def __init__(self) -> None:
        key = derived_key("vault/master")
        self._cipher = AESGCM(key)
        # Names the key without telling anything of it, so that a restore under another key is noticed at once.
        self.version = "environment:" + hmac.digest(key, b"name", hashlib.sha256).hex()[:12]

    def wrap(self, data_key: bytes) -> bytes:
        nonce = os.urandom(12)
        return nonce + self._cipher.encrypt(nonce, data_key, self.version.encode())

    def unwrap(self, wrapped: bytes, *, version: str) -> bytes:
        if version != self.version:
            raise VaultRefused(code_id="—")
        try:
            return self._cipher.decrypt(wrapped[:12], wrapped[12:], version.encode())
        except (InvalidTag, ValueError) as error:
            raise VaultRefused(code_id="—") from error


@cache
def _provider(path: str) -> KeyProvider:
    made: KeyProvider = import_string(path)()
    return made


def key_provider() -> KeyProvider:
    """The provider that the settings name."""
    return _provider(settings.VAULT_PROVIDER)
