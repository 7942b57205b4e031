"""What the vault seals, it opens for the same row alone."""

import pickle

import pytest

from common.ids import new_id
from supply.vault import CodeText, LotCipher, OpenedCode, VaultRefused, new_lot_key

TEXT = CodeText("7K2M-9QXD-4H1V-W3PT", card_no="62737464933471")


@pytest.fixture
def cipher() -> LotCipher:
    return LotCipher(new_id(), new_id(), new_lot_key())


def test_a_sealed_code_opens_in_its_own_row(cipher: LotCipher) -> None:
    code_id = new_id()
    assert cipher.open(code_id, cipher.seal(code_id, TEXT)) == TEXT


def test_the_same_code_is_sealed_differently_each_time(cipher: LotCipher) -> None:
    code_id = new_id()
    assert cipher.seal(code_id, TEXT) != cipher.seal(code_id, TEXT)


def test_a_code_does_not_open_in_another_row(cipher: LotCipher) -> None:
    sealed = cipher.seal(new_id(), TEXT)
    with pytest.raises(VaultRefused):
        cipher.open(new_id(), sealed)


@pytest.mark.parametrize("moved", ["lot", "product"])
def test_a_code_does_not_open_in_another_lot_or_product(moved: str) -> None:
    lot, product, code_id, key = new_id(), new_id(), new_id(), new_lot_key()
    sealed = LotCipher(lot, product, key).seal(code_id, TEXT)
    other = LotCipher(new_id() if moved == "lot" else lot, new_id() if moved == "product" else product, key)
    with pytest.raises(VaultRefused):
        other.open(code_id, sealed)


def test_no_flipped_bit_goes_unnoticed(cipher: LotCipher) -> None:
    code_id = new_id()
    sealed = cipher.seal(code_id, TEXT)
    for place in range(len(sealed)):
        altered = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(VaultRefused):
            cipher.open(code_id, altered)


@pytest.mark.parametrize("stored", [b"", b"\x01", b"\x01short", b"\x02" * 60])
def test_rubbish_is_refused_like_a_tampered_row(cipher: LotCipher, stored: bytes) -> None:
    with pytest.raises(VaultRefused):
        cipher.open(new_id(), stored)


def test_a_chunk_opens_at_its_own_place_alone(cipher: LotCipher) -> None:
    intake_id = new_id()
    sealed = cipher.seal_chunk(intake_id, 0, b"lines")
    assert cipher.open_chunk(intake_id, 0, sealed) == b"lines"
    with pytest.raises(VaultRefused):
        cipher.open_chunk(intake_id, 1, sealed)


@pytest.mark.parametrize("secret", [TEXT, OpenedCode("62737464933471", "7K2M-9QXD-4H1V-W3PT", None)])
def test_plaintext_shows_itself_as_stars_and_is_never_pickled(secret: CodeText | OpenedCode) -> None:
    assert (repr(secret), str(secret), f"{secret}") == ("***", "***", "***")
    with pytest.raises(TypeError):
        pickle.dumps(secret)
