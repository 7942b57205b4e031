"""The one function that opens a code."""

from supply.models.code import Code
from supply.vault.cipher import LotCipher, LotKey
from supply.vault.text import OpenedCode


def open_code(code: Code) -> OpenedCode:
    """
    Decrypt one row. ``supply.operations.open_code_for`` alone calls it, after it has recorded the opening.

    :raises VaultRefused: the row was altered or moved, or its key is lost.
    :raises VaultClosed: the key provider does not answer.
    """
    lot = code.lot
    cipher = LotCipher(lot.id, lot.product_id, LotKey(lot.wrapped_key, lot.key_version))
    text = cipher.open(code.id, code.ciphertext)
    return OpenedCode(card_no=text.card_no, code=text.code, expires_on=code.expires_on)
