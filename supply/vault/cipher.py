"""AES-256-GCM under one data key a lot. The row's identity is bound in: a row that was moved or swapped does not open."""

import os
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from common.sealed import KeyLost, key_provider
from supply.vault.refusals import VaultRefused
from supply.vault.text import CodeText

_VERSION = b"\x01"
_NONCE = 12


@dataclass(frozen=True, slots=True)
class LotKey:
    """A data key as it is stored: wrapped, with the name of the master key that wrapped it."""

    wrapped: bytes
    version: str


def new_lot_key() -> LotKey:
    """A fresh data key for one lot."""
    provider = key_provider()
    return LotKey(provider.wrap(AESGCM.generate_key(256)), provider.version)


class LotCipher:
    """
    Seals and opens the codes of one lot.

    Associated data: ``version | lot | product | code id``, each of fixed length; a code opens in its own row alone.
    """

    __slots__ = ("_aesgcm", "_bound", "lot_id")

    def __init__(self, lot_id: UUID, product_id: UUID, key: LotKey) -> None:
        self.lot_id = lot_id
        try:
            self._aesgcm = AESGCM(key_provider().unwrap(key.wrapped, version=key.version))
        except KeyLost as lost:
            raise VaultRefused(code_id="—") from lost
        self._bound = _VERSION + lot_id.bytes + product_id.bytes

    def seal(self, code_id: UUID, text: CodeText) -> bytes:
        """Encrypt one code for the row ``code_id``."""
        return self.seal_payload(code_id.bytes, text.as_payload())

    def open(self, code_id: UUID, ciphertext: bytes) -> CodeText:
        """
        Decrypt the row ``code_id``.

        :raises VaultRefused: altered, or sealed for another row, lot or product.
        """
        return CodeText.from_payload(self._opened(ciphertext, self._bound + code_id.bytes, code_id))

    def seal_payload(self, code_id: bytes, payload: bytes) -> bytes:
        """``seal`` for those who seal a million: the id as 16 bytes, the text as ``CodeText.as_payload`` makes it."""
        nonce = os.urandom(_NONCE)
        return _VERSION + nonce + self._aesgcm.encrypt(nonce, payload, self._bound + code_id)

    def seal_chunk(self, intake_id: UUID, position: int, lines: bytes) -> bytes:
        """Encrypt a part of a file that is still to be checked."""
        nonce = os.urandom(_NONCE)
        return _VERSION + nonce + self._aesgcm.encrypt(nonce, lines, self._of_chunk(intake_id, position))

    def open_chunk(self, intake_id: UUID, position: int, sealed: bytes) -> bytes:
        """
        The part again.

        :raises VaultRefused: altered, or a part of another file or place.
        """
        return self._opened(sealed, self._of_chunk(intake_id, position), intake_id)

    def _of_chunk(self, intake_id: UUID, position: int) -> bytes:
        # Longer than the associated data of a code, so that neither passes for the other.
        return self._bound + intake_id.bytes + b"chunk" + position.to_bytes(4)

    def _opened(self, sealed: bytes, bound: bytes, row_id: UUID) -> bytes:
        start = len(_VERSION) + _NONCE
        if sealed[: len(_VERSION)] != _VERSION:
            raise VaultRefused(code_id=row_id)
        try:
            return self._aesgcm.decrypt(sealed[len(_VERSION) : start], sealed[start:], bound)
        except (InvalidTag, ValueError) as error:
            raise VaultRefused(code_id=row_id) from error
