"""From a stored row to its plaintext."""

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
    return LotCipher(lot.id, lot.product_id, LotKey(bytes(lot.wrapped_key), lot.key_version))


def open_code(code: Code) -> OpenedCode:
    """
    Decrypt one row. ``supply.operations.open_code_for`` alone calls it, after it has recorded the opening.

    :raises VaultRefused: the row was altered or moved, or its key is lost.
    :raises VaultClosed: the key provider does not answer.
    """
    text = cipher_of(code.lot).open(code.id, bytes(code.ciphertext))
    return OpenedCode(card_no=text.card_no, code=text.code, expires_on=code.expires_on)
