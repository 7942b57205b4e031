"""Idempotency keys: the same request has the same answer, another request under the key is refused."""

from datetime import timedelta

import pytest

from common.replay import Answer, KeyMissing, KeyReused, once
from common.replay.forget import forget_old_keys
from common.replay.models import Replay
from supply.models import Supplier
from tests.factories import NOW, make_supplier

pytestmark = pytest.mark.django_db


def asked(key: str | None = "a-key-of-length", body: object = None, *, is_only_guard: bool = False) -> Answer:
    def act() -> Answer:
        return Answer(201, {"supplier": make_supplier().slug})

    return once(scope="test", key=key, request=body or {"a": 1}, at=NOW, act=act, is_only_guard=is_only_guard)


def test_same_key_and_body_answers_the_same_and_acts_once() -> None:
    assert asked() == asked()
    assert Supplier.objects.count() == 1


def test_same_key_with_another_body_is_refused() -> None:
    asked()
    with pytest.raises(KeyReused):
        asked(body={"a": 2})
    assert Supplier.objects.count() == 1


def test_order_of_the_names_in_a_body_does_not_matter() -> None:
    assert asked(body={"a": 1, "b": 2}) == asked(body={"b": 2, "a": 1})


@pytest.mark.parametrize("key", [None, "", "short", "x" * 129, "has\nlinebreak"])
def test_key_that_is_missing_or_of_wrong_length_is_refused(key: str | None) -> None:
    with pytest.raises(KeyMissing):
        asked(key=key)
    assert Replay.objects.count() == 0


def test_refused_act_leaves_the_key_free() -> None:
    def refuse() -> Answer:
        raise KeyMissing

    with pytest.raises(KeyMissing):
        once(scope="test", key="a-key-of-length", request={"a": 1}, at=NOW, act=refuse)
    assert asked().status == 201


def test_key_that_is_the_only_guard_is_never_forgotten() -> None:
    asked(is_only_guard=True)
    forget_old_keys(NOW + timedelta(days=3_000))
    assert (asked(is_only_guard=True).status, Supplier.objects.count(), Replay.objects.count()) == (201, 1, 1)


def test_key_is_forgotten_after_thirty_days_and_not_before() -> None:
    asked()
    forget_old_keys(NOW + timedelta(days=30))
    assert Replay.objects.count() == 1
    forget_old_keys(NOW + timedelta(days=30, seconds=1))
    assert Replay.objects.count() == 0
