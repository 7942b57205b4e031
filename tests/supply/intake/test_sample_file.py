"""The supplier's file that the repository carries: every line of it comes out as it must."""

import csv

import pytest

from supply.models import Code
from supply.states import IntakeState, LotState
from tests.supply.stocking import SAMPLES, bring, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def content() -> bytes:
    return (SAMPLES / "codes-2000.csv").read_bytes()


def test_each_refused_line_of_the_sample_has_its_reason(content: bytes) -> None:
    intake = bring(content, name="codes-2000.csv")
    with (SAMPLES / "codes-2000.refused.csv").open() as file:
        expected = [(int(row["row"]), row["reason"]) for row in csv.DictReader(file)]
    refused = intake.staged.exclude(reason="").order_by("line_number")
    assert list(refused.values_list("line_number", "reason")) == expected


def test_the_rest_of_the_sample_becomes_quarantined_stock(content: bytes) -> None:
    intake = bring(content, name="codes-2000.csv")
    assert (intake.state, intake.line_count, intake.good_count, intake.refused_count) == (IntakeState.READY, 2000, 1993, 7)
    lot = take_in(intake)
    assert (lot.state, lot.received_count) == (LotState.QUARANTINED, 1993)
    assert Code.objects.filter(lot=lot, state="available").count() == 1993


def test_the_sample_is_known_to_be_read_by_a_guess(content: bytes) -> None:
    intake = bring(content, name="codes-2000.csv")
    assert intake.encoding == "gb18030"
    assert intake.layout == {
        "columns": ["code", "card_no", "expires_on"],
        "unknown": [],
        "notices": [],
        "sample": ["卡号", "卡密", "有效期"],
    }
