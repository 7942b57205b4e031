"""
Personal data at rest: encrypted columns, and a keyed fingerprint beside them for exact look-up.

Bearer codes are not here: they have a vault of their own in ``supply``.
"""

from common.sealed.crypto import fingerprint, open_bytes, open_sealed, seal, seal_bytes
from common.sealed.fields import SealedTextField
from common.sealed.masks import mask_account, mask_email, mask_phone
from common.sealed.providers import KeyProvider, key_provider
from common.sealed.refusals import KeyLost, VaultClosed
from common.sealed.rewrap import rewrap_root_key

__all__ = [
    "KeyLost",
    "KeyProvider",
    "SealedTextField",
    "VaultClosed",
    "fingerprint",
    "key_provider",
    "mask_account",
    "mask_email",
    "mask_phone",
    "open_bytes",
    "open_sealed",
    "rewrap_root_key",
    "seal",
    "seal_bytes",
]
