"""Why a source was chosen, in the reader's language."""

import pytest
from django.utils import translation

from supply.queries.sources import source_in_words

FACTS = {"supplier": "青禾", "priority": 100, "cost_minor": 4900, "usable": 3, "currency": "CNY", "order": "PO-7"}


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", ""),
        ("only_one", "青禾 had the only offer that could be used, at ¥49.00."),
        ("priority", "青禾 comes first by priority (100), at ¥49.00. 3 offers could be used."),
        ("cheapest", "青禾 was the cheapest of priority 100, at ¥49.00. 3 offers could be used."),
        ("oldest", "青禾 was as cheap as others of priority 100, at ¥49.00; its offer is the oldest. 3 offers could be used."),
        ("order", "The purchase order PO-7 is to 青禾, whose offer is at ¥49.00. 3 offers could be used."),
    ],
)
def test_each_reason_has_its_sentence(reason: str, sentence: str) -> None:
    with translation.override("en"):
        assert source_in_words(reason, FACTS) == sentence
