"""From a stored row to its plaintext."""

from collections.abc import Iterable
from uuid import UUID

from common.scope import vault, within
from supply.models.code import Code
from supply.models.lot import Lot
from supply.vault.cipher import LotCipher, LotKey
from supply.vault.text import OpenedCode


def cipher_of(lot: Lot) -> LotCipher:
    """
    The cipher of a stored lot.

    :raises VaultRefused: the lot's key is lost or was altered.
    :raises VaultClosed: the key provider does not answer.
    """
    with within(vault()):
        wrapped = Lot.objects.values_list("wrapped_key", flat=True).get(id=lot.id)
    return LotCipher(lot.id, lot.product_id, LotKey(bytes(wrapped), lot.key_version))


def open_code(code_id: UUID) -> OpenedCode:
    """
    Read one row in the vault's role and decrypt it. ``supply.operations.open_code_for`` alone calls it, after it has recorded the opening.

    :raises VaultRefused: the row was altered or moved, or its key is lost.
    :raises VaultClosed: the key provider does not answer.
    """
    with within(vault()):
        code = Code.objects.defer(None).select_related("lot").get(id=code_id)
    cipher = LotCipher(code.lot_id, code.lot.product_id, LotKey(bytes(code.lot.wrapped_key), code.lot.key_version))
    text = cipher.open(code.id, bytes(code.ciphertext))
    return OpenedCode(card_no=text.card_no, code=text.code, expires_on=code.expires_on)


def fingerprint_of_code(code_id: UUID) -> bytes:
    """By which a code is known again, and from which it can't be read."""
    with within(vault()):
        return bytes(Code.objects.values_list("fingerprint", flat=True).get(id=code_id))


def fingerprints_of_codes(code_ids: Iterable[UUID]) -> set[bytes]:
    """``fingerprint_of_code`` for several at once."""
    with within(vault()):
        return {bytes(known) for known in Code.objects.filter(id__in=list(code_ids)).values_list("fingerprint", flat=True)}
