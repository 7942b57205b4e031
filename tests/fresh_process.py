"""As a process that has just started: no key is in its memory, so the first to need one reads it from the database."""

from common.sealed import crypto, root
from supply.vault import fingerprints


def forget_keys() -> None:
    """Forget every key that this process has derived or read."""
    for remembered in (root.root_key, crypto.derived_key, crypto._cipher, fingerprints._key):
        remembered.cache_clear()
