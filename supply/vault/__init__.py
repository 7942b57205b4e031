"""
The vault: the only place that turns codes into ciphertext and back.

``LotCipher`` seals under a lot's own data key; ``new_lot_key`` makes such a key, ``cipher_of`` finds a stored one.
``fingerprint_of`` tells whether two codes are the same. ``open_code`` opens. Nothing but ``supply.operations`` comes here.
"""

from supply.vault.cipher import LotCipher, LotKey, new_lot_key
from supply.vault.fingerprints import fingerprint_of, fingerprint_of_compared, fingerprint_of_file
from supply.vault.opening import cipher_of, fingerprint_of_code, fingerprints_of_codes, open_code
from supply.vault.refusals import VaultRefused
from supply.vault.text import CodeText, OpenedCode

__all__ = [
    "CodeText",
    "LotCipher",
    "LotKey",
    "OpenedCode",
    "VaultRefused",
    "cipher_of",
    "fingerprint_of",
    "fingerprint_of_code",
    "fingerprint_of_compared",
    "fingerprint_of_file",
    "fingerprints_of_codes",
    "new_lot_key",
    "open_code",
]
