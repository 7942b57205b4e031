"""Data keys are wrapped by a master key that has a name."""

import pytest
from pytest_django import Settings

from common.ids import new_id
from common.sealed import VaultClosed, key_provider
from supply.vault import LotCipher, LotKey, VaultRefused, new_lot_key


def test_a_wrapped_key_is_unwrapped_again() -> None:
    provider = key_provider()
    assert provider.unwrap(provider.wrap(b"k" * 32), version=provider.version) == b"k" * 32


def test_every_lot_has_a_key_of_its_own() -> None:
    provider, first, second = key_provider(), new_lot_key(), new_lot_key()
    assert provider.unwrap(first.wrapped, version=first.version) != provider.unwrap(second.wrapped, version=second.version)


def test_a_key_of_another_master_is_refused() -> None:
    key = new_lot_key()
    with pytest.raises(VaultRefused):
        LotCipher(new_id(), new_id(), LotKey(key.wrapped, "environment:000000000000"))


def test_an_altered_wrapped_key_is_refused() -> None:
    key = new_lot_key()
    with pytest.raises(VaultRefused):
        LotCipher(new_id(), new_id(), LotKey(key.wrapped[:-1] + bytes([key.wrapped[-1] ^ 1]), key.version))


def test_the_settings_choose_the_provider(settings: Settings) -> None:
    settings.VAULT_PROVIDER = "tests.supply.closed_keys.ClosedKeys"
    with pytest.raises(VaultClosed):
        new_lot_key()
