"""Every lot is put under a new master key while members claim and are shown their codes: nobody waits in vain, and each code is the right one."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from common.sealed import rewrap_root_key, seal
from redemption.operations import RevealedCode, reveal_code
from supply.models import Code, Lot
from supply.operations import rewrap
from supply.operations.rewrap import left_to_rewrap, rewrap_keys
from supply.vault import open_code
from tests.factories import NOW, OPERATOR, make_benefit, make_budget, make_enterprise, make_grant, make_member
from tests.redemption.operations.claiming import claim, owner, stock_of
from tests.supply.operations.test_rewrap import change_key, start_anew
from tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race, pytest.mark.alone("it wraps the keys of every lot anew")]
LOTS, MEMBERS, EACH = 150, 8, 15


@pytest.fixture
def _as_it_was(transactional_db: None, settings: Settings) -> Iterator[None]:
    """What is committed here stays: other tests find the root key under their own master key again."""
    old = settings.VAULT_KEY
    yield
    settings.VAULT_KEY, settings.VAULT_KEYS_KNOWN = old, [settings.VAULT_KEY]
    start_anew()
    rewrap_root_key()
    settings.VAULT_KEYS_KNOWN = []
    start_anew()


@pytest.mark.usefixtures("_as_it_was")
def test_codes_go_out_while_the_master_key_is_changed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    benefit, enterprise = make_benefit("code"), make_enterprise()
    make_budget(enterprise, amount=10**9, is_default=True)
    lots = [stock_of(benefit.product, 1) for _lot in range(LOTS)]
    members = [make_member(enterprise) for _member in range(MEMBERS)]
    grants = [[make_grant(member, benefit) for _grant in range(EACH)] for member in members]
    seal("the root key is there", purpose="test")
    change_key(settings)
    monkeypatch.setattr(rewrap, "CHUNK", 1)

    def act(number: int) -> list[tuple[str, str]]:
        if number == MEMBERS:
            assert rewrap_keys(by=OPERATOR) == len(lots)
            return []
        shown: list[tuple[str, str]] = []
        for grant in grants[number]:
            made = claim(grant)[0]
            code = reveal_code(redemption_id=made.id, member_id=grant.member_id, by=owner(grant.member_id), at=NOW, channel="portal")
            assert made.code_id
            assert isinstance(code, RevealedCode)
            shown.append((code.code, f"CODE-{made.code_id.hex[-8:].upper()}"))
        return shown

    results = together(MEMBERS + 1, act)
    assert [result for result in results if isinstance(result, Exception)] == []
    shown = [pair for result in results if isinstance(result, list) for pair in result]
    assert [came for came, _went in shown] == [went for _came, went in shown]
    assert (len(set(shown)), left_to_rewrap()) == (MEMBERS * EACH, 0)

    settings.VAULT_KEYS_KNOWN = []
    start_anew()
    left = Code.objects.filter(state="available").order_by("id")
    assert len(left) == LOTS - MEMBERS * EACH
    assert [open_code(code.id).code for code in left] == [f"CODE-{code.id.hex[-8:].upper()}" for code in left]
    assert Lot.objects.filter(id__in=[lot.id for lot in lots]).values("key_version").distinct().count() == 1
