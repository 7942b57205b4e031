"""What each kind of benefit asks for, and what it says to somebody who gave something else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from benefits.rules.specifics import SPECIFICS, faults_of_specifics, kept_specifics, opened_specifics

BEGINS = datetime(2026, 3, 6, 10, 30, tzinfo=UTC)
WHOLE: dict[str, dict[str, Any]] = {
    "coupon": {"discount": "percent", "percent_off": 20, "most_off_minor": 5_000},
    "service": {"provider": "IT", "contact": "8888", "hours": "9–18", "uses": 3},
    "content": {"link": "https://example.com/book", "access_note": "sign in"},
    "event": {"starts_at": BEGINS, "ends_at": BEGINS + timedelta(hours=2), "venue": "三楼"},
    "quota": {"amount": 50, "unit": "GB"},
    "badge": {"meaning": "五年"},
}


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


def faults(kind: str, *, has_product: bool = False, **changed: Any) -> dict[str, str]:
    found = faults_of_specifics(kind, {**WHOLE[kind], **changed}, has_product=has_product)
    return {name: str(sentence) for name, sentence in found.items()}


@pytest.mark.parametrize("kind", SPECIFICS)
def test_a_whole_description_is_accepted_kept_and_read_back(kind: str) -> None:
    assert faults(kind) == {}
    assert opened_specifics(kind, kept_specifics(kind, {**WHOLE[kind], "stranger": "x"})) == WHOLE[kind]


@pytest.mark.parametrize("kind", SPECIFICS)
def test_what_every_benefit_of_a_kind_needs_is_asked_for(kind: str) -> None:
    needed = {field.name for field in SPECIFICS[kind] if field.is_required}
    assert set(faults_of_specifics(kind, {})) == needed


@pytest.mark.parametrize(
    ("kind", "changed", "wrong"),
    [
        ("coupon", {"percent_off": None}, "percent_off"),
        ("coupon", {"percent_off": 101}, "percent_off"),
        ("coupon", {"amount_minor": 100}, "amount_minor"),
        ("coupon", {"discount": "amount", "percent_off": None, "most_off_minor": None}, "amount_minor"),
        ("coupon", {"discount": "free"}, "discount"),
        ("coupon", {"serial_pattern": "CT-####"}, "serial_pattern"),
        ("coupon", {"serial_pattern": "食堂-??????????"}, "serial_pattern"),
        ("service", {"uses": 0}, "uses"),
        ("service", {"uses": 1001}, "uses"),
        ("content", {"link": "http://example.com"}, "link"),
        ("content", {"link": "javascript:alert(1)"}, "link"),
        ("content", {"link": "https://"}, "link"),
        ("event", {"ends_at": BEGINS}, "ends_at"),
        ("quota", {"amount": 0}, "amount"),
    ],
)
def test_a_fault_stands_at_its_field(kind: str, changed: dict[str, Any], wrong: str) -> None:
    assert list(faults(kind, **changed)) == [wrong]


def test_a_fault_names_its_remedy() -> None:
    assert faults("content", link="http://example.com") == {
        "link": "Give a whole address that begins with https://. Others are not safe to open."
    }


def test_a_shared_code_is_refused_until_somebody_says_that_it_is_meant() -> None:
    assert faults("coupon", serial_pattern="WELCOME") == {
        "is_shared": "Without # or ? everybody would get the same code. Tick this if it is meant, or add places."
    }
    assert faults("coupon", serial_pattern="WELCOME", is_shared=True) == {}


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"serial_pattern": "CT-??????????", "is_shared": True}, "is_shared"),
        ({"is_shared": True}, "serial_pattern"),
        ({"serial_pattern": "CT-??????????", "has_product": True}, "serial_pattern"),
        ({"is_shared": True, "has_product": True}, "is_shared"),
    ],
)
def test_a_code_comes_from_one_place_only(changed: dict[str, Any], wrong: str) -> None:
    assert list(faults("coupon", **changed)) == [wrong]
