"""A new master key: everything opens as before, and the old key is no longer needed."""

import base64
import os
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from common.feed.models import Event
from common.scope import OWNER, within
from common.sealed import KeyLost, open_sealed, providers, root, seal
from common.sealed.models import RootKey
from supply.models import Code, Lot
from supply.operations import rewrap
from supply.operations.rewrap import left_to_rewrap, rewrap_keys
from supply.vault import VaultRefused, open_code
from tests.factories import OPERATOR
from tests.supply.stocking import bring, code_of, release, take_in

pytestmark = pytest.mark.django_db


def new_key() -> str:
    return base64.b64encode(os.urandom(32)).decode()


def start_anew() -> None:
    """As a process that starts: it knows nothing of earlier settings."""
    providers._provider.cache_clear()
    root.root_key.cache_clear()


@pytest.fixture(autouse=True)
def _each_its_own_process() -> Iterator[None]:
    yield
    start_anew()


def change_key(settings: Settings) -> str:
    old, settings.VAULT_KEY = settings.VAULT_KEY, new_key()
    settings.VAULT_KEYS_KNOWN = [old]
    start_anew()
    return str(old)


def in_stock(*numbers: int) -> Code:
    """A code in a lot of its own."""
    lot = release(take_in(bring([code_of(number) for number in numbers])))
    return Code.objects.filter(lot=lot).order_by("line_number").first() or Code()


def plain(code: Code) -> str:
    return open_code(code.id).code


@pytest.mark.alone("it wraps the keys of every lot anew")
def test_while_the_key_changes_both_keys_open(settings: Settings) -> None:
    code = in_stock(1)
    change_key(settings)
    assert plain(code) == code_of(1)
    assert left_to_rewrap() == 1


@pytest.mark.alone("it wraps the keys of every lot anew")
def test_after_wrapping_anew_the_old_key_is_no_longer_needed(settings: Settings) -> None:
    codes, sealed = [in_stock(1), in_stock(2), in_stock(3)], seal("13800001111", purpose="test")
    change_key(settings)
    assert rewrap_keys(by=OPERATOR) == 3
    settings.VAULT_KEYS_KNOWN = []
    start_anew()
    assert [plain(code) for code in codes] == [code_of(1), code_of(2), code_of(3)]
    assert open_sealed(sealed, purpose="test") == "13800001111"
    assert root.root_key() is not None


def test_codes_are_not_touched(settings: Settings) -> None:
    asked = Code.objects.filter(id=in_stock(1).id)
    with within(OWNER):
        before = asked.values_list("ciphertext", "fingerprint", "lot__wrapped_key").get()
    change_key(settings)
    rewrap_keys(by=OPERATOR)
    with within(OWNER):
        after = asked.values_list("ciphertext", "fingerprint", "lot__wrapped_key").get()
    assert [bytes(now) == bytes(then) for now, then in zip(after, before, strict=True)] == [True, True, False]


@pytest.mark.alone("it wraps the keys of every lot anew")
def test_it_is_written_down_and_a_second_run_finds_nothing_to_do(settings: Settings) -> None:
    in_stock(1)
    change_key(settings)
    rewrap_keys(by=OPERATOR)
    assert rewrap_keys(by=OPERATOR) == 0
    assert [(event.actor, event.data["lots"]) for event in Event.objects.filter(kind="vault.rewrapped")] == [(str(OPERATOR), 1)]


@pytest.mark.alone("it wraps the keys of every lot anew")
def test_it_goes_on_where_it_stopped(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        in_stock(number)
    change_key(settings)
    monkeypatch.setattr(rewrap, "CHUNK", 1)

    class Stopped(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        rewrap_keys(by=OPERATOR, progress=stop)
    assert (left_to_rewrap(), rewrap_keys(by=OPERATOR), left_to_rewrap()) == (1, 1, 0)


def test_without_the_old_key_nothing_is_wrapped_and_nothing_opens(settings: Settings) -> None:
    code = in_stock(1)
    change_key(settings)
    settings.VAULT_KEYS_KNOWN = []
    start_anew()
    with pytest.raises(KeyLost):
        rewrap_keys(by=OPERATOR)
    with pytest.raises(VaultRefused):
        plain(code)
    assert (Lot.objects.get().key_version, RootKey.objects.values_list("key_version", flat=True).get()) == (
        code.lot.key_version,
        code.lot.key_version,
    )
