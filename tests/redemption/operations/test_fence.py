"""A restore to an earlier time never leads to a code that was shown being given again, nor to a top-up bought twice."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from benefits.models import Grant
from benefits.operations.grants.set_aside import let_claim_again
from common import clock
from common.actors import system
from common.witness import Fenced, WitnessSilent, is_fenced, unknown_entries
from common.witness.book import folder_of_book
from common.witness.fence import compare_with_witness, lift_fence
from common.witness.models import Fence
from redemption.models import Redemption
from redemption.operations import claim_grant, reveal_code
from redemption.operations.claim.claim import GivenBefore
from redemption.operations.unfence import read_forgotten, settle_forgotten
from supply.models import Attempt, Code, LostOrder, Lot, SpentCode, TopUp
from supply.operations import submit_topup
from supply.operations.witnessed import code_shown, order_sent
from supply.sandbox.server import Sandbox, start
from supply.sandbox.settings import SandboxSettings
from supply.vault import fingerprint_of_code
from tests.factories import NOW, make_grant, make_member
from tests.redemption.operations.claiming import claim, code_grant, owner, topup_benefit
from tests.redemption.operations.restoring import Restored, forget_connections

pytestmark = pytest.mark.django_db


@pytest.fixture
def restored(settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any) -> Any:
    settings.WITNESS_LOG = str(tmp_path)
    forget_connections()
    yield Restored(django_capture_on_commit_callbacks)
    forget_connections()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with start(settings=SandboxSettings()) as running:
        yield running


def unfence() -> None:
    settle_forgotten(read_forgotten(), by=system("test"), at=NOW)
    assert lift_fence(by=system("test"), at=NOW) == 0
    forget_connections()


def test_what_is_remembered_does_not_fence(restored: Restored) -> None:
    restored.shown(code_grant())
    forget_connections()
    assert (is_fenced(), unknown_entries()) == (False, [])


def test_a_shown_code_is_never_shown_to_another(restored: Restored) -> None:
    grant = code_grant(stock=2)
    other = make_grant(make_member(), grant.benefit)
    with restored.forgotten():
        seen = restored.shown(grant)
    with pytest.raises(Fenced):
        claim(other)
    unfence()
    assert restored.shown(other) != seen
    assert list(Code.objects.values_list("state", flat=True).order_by("state")) == ["issued", "void"]


def test_a_restore_without_its_witness_gives_nothing_out(restored: Restored) -> None:
    grant = code_grant()
    other = make_grant(make_member(), grant.benefit)
    with restored.forgotten():
        restored.shown(grant)
    shutil.rmtree(folder_of_book())
    with pytest.raises(Fenced):
        claim(other)
    assert (Redemption.objects.count(), Code.objects.get().state) == (0, "available")


def test_while_fenced_nothing_is_written(restored: Restored) -> None:
    grant = code_grant(stock=2)
    with restored.forgotten():
        restored.shown(grant)
    with pytest.raises(Fenced):
        claim(grant)
    assert (Redemption.objects.count(), Code.objects.filter(state="available").count()) == (0, 2)


def test_whoever_saw_the_code_does_not_get_a_second_one_unasked(restored: Restored) -> None:
    grant = code_grant(stock=2)
    with restored.forgotten():
        restored.shown(grant)
    unfence()
    with pytest.raises(GivenBefore):
        claim(grant)
    let_claim_again(grant_id=grant.id, by=system("test"), at=NOW, reason="the page had broken off")
    assert claim(grant)[0].state == "fulfilled"


def test_a_code_that_nobody_saw_is_void_and_its_member_claims_anew(restored: Restored) -> None:
    grant = code_grant(stock=2)
    with restored.forgotten():
        restored.claimed(grant)
    unfence()
    assert claim(grant)[0].state == "fulfilled"
    assert sorted(Code.objects.values_list("state", flat=True)) == ["issued", "void"]


def test_a_reveal_that_was_claimed_before_the_restored_moment_is_known(restored: Restored) -> None:
    grant = code_grant()
    redemption = restored.claimed(grant)
    with restored.forgotten():
        reveal_code(redemption_id=redemption.id, member_id=grant.member_id, by=owner(grant.member_id), at=NOW, channel="api")
    assert is_fenced() is False


def test_a_code_of_a_forgotten_lot_is_spent_when_its_file_comes_again(restored: Restored) -> None:
    grant = code_grant()
    fingerprint = fingerprint_of_code(Code.objects.get().id)
    with restored.forgotten():
        restored.shown(grant)
    settle_forgotten(read_forgotten(), by=system("test"), at=NOW)
    code = Code.objects.get()
    assert (code.state, fingerprint_of_code(code.id)) == ("void", fingerprint)
    assert [bytes(each.fingerprint) for each in SpentCode.objects.all()] == [fingerprint]


def test_a_witness_that_cannot_write_lets_nothing_be_shown(restored: Restored, settings: Any, tmp_path: Path) -> None:
    grant = code_grant()
    redemption = restored.claimed(grant)
    (tmp_path / "taken").write_text("")
    settings.WITNESS_LOG = str(tmp_path / "taken")
    forget_connections()
    with pytest.raises(WitnessSilent):
        reveal_code(redemption_id=redemption.id, member_id=grant.member_id, by=owner(grant.member_id), at=NOW, channel="api")


def promised(sandbox: Sandbox) -> Grant:
    """A top-up that can be claimed now: its supplier's clock is not ours to set."""
    at = clock.now()
    return make_grant(make_member(), topup_benefit(sandbox), claimable_until=at + timedelta(days=9), claimable_from=at - timedelta(days=1))


def tap(grant: Grant) -> UUID:
    """The top-up that the claim ordered."""
    return claim_grant(grant_id=grant.id, member_id=grant.member_id, by=owner(grant.member_id), at=clock.now(), account="13812345678")[
        0
    ].topup_id


def test_an_order_whose_row_is_here_is_asked_about_and_not_sent_again(restored: Restored, sandbox: Sandbox) -> None:
    topup_id = tap(promised(sandbox))
    with restored.forgotten():
        submit_topup(topup_id, at=clock.now())
    submit_topup(topup_id, at=clock.now())
    assert Attempt.objects.count() == 0
    unfence()
    topup = TopUp.objects.get(id=topup_id)
    assert (topup.state, topup.next_query_at is not None, topup.attempts.count()) == ("unknown", True, 1)


def test_an_order_that_the_supplier_has_is_not_bought_a_second_time(restored: Restored, sandbox: Sandbox) -> None:
    grant = promised(sandbox)
    with restored.forgotten():
        with restored.committing():
            topup_id = tap(grant)
        submit_topup(topup_id, at=clock.now())
    unfence()
    lost = LostOrder.objects.get()
    assert (lost.grant_id, lost.finding in ("succeeded", "processing")) == (grant.id, True)
    with pytest.raises(GivenBefore):
        tap(grant)


def test_an_order_that_never_arrived_can_be_claimed_again(restored: Restored, sandbox: Sandbox) -> None:
    grant = promised(sandbox)
    with restored.forgotten():
        with restored.committing():
            topup = TopUp.objects.get(id=tap(grant))
        order_sent(Attempt.objects.create(topup=topup, kind="submit", lease=topup.id, started_at=NOW), topup)
    unfence()
    assert LostOrder.objects.get().finding == "not_found"
    assert tap(grant) is not None


def test_a_sweep_raises_one_fence_and_the_pages_say_so(restored: Restored) -> None:
    grant = code_grant()
    with restored.forgotten():
        restored.shown(grant)
    compare_with_witness(NOW)
    compare_with_witness(NOW)
    assert Fence.objects.filter(is_up=True).count() == 1
    assert Client().get("/readyz").json()["fenced"] is True


def test_looking_changes_nothing(restored: Restored, capsys: Any) -> None:
    grant = code_grant()
    with restored.forgotten():
        restored.shown(grant)
    call_command("unfence")
    assert capsys.readouterr().out.splitlines()[0] == "2 things left the platform that this database does not know."
    assert (is_fenced(), Code.objects.get().state) == (True, "available")


@pytest.mark.django_db(transaction=True)
def test_while_an_invariant_is_broken_the_fence_stays(restored: Restored) -> None:
    grant = code_grant()
    claim(grant)
    code = Code.objects.get()
    # The tables say that it is somebody else's, and the count of its lot is wrong.
    code_shown(code.id, purpose_id=grant.id, fingerprint=fingerprint_of_code(code.id), at=NOW)
    Lot.objects.update(received_count=7)
    forget_connections()
    with pytest.raises(CommandError, match="lot"):
        call_command("unfence", "--apply")
    assert is_fenced() is True
