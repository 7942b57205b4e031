"""Sentences: every code of the contract has one, in the reader's language, and no fact that is missing breaks it."""

import re

import pytest
from django.utils import translation

from common.sheets.file_reasons import FILE_REASONS
from common.sheets.reasons import CLOSER, REASONS, sentence
from common.sheets.refused import CellRefused, FileRefused

PROMISED = [
    "member_not_found",
    "member_ambiguous",
    "member_left",
    "phone_invalid",
    "email_invalid",
    "unknown_benefit",
    "benefit_not_available",
    "quantity_not_a_number",
    "quantity_not_whole",
    "quantity_not_positive",
    "quantity_too_large",
    "date_impossible",
    "date_ambiguous",
    "until_before_from",
    "until_in_the_past",
    "duplicate_row",
    "duplicate_of_earlier_import",
    "over_limit",
    "budget_exceeded",
    "formula_refused",
    "text_too_long",
    "merged_cells",
    "malformed",
    "expired",
    "duplicate_in_file",
    "duplicate_on_platform",
]
OURS = ["joined_after_freeze", "digits_lost", "invisible_characters", "not_text"]


def test_the_table_holds_the_codes_of_the_contract_and_four_of_our_own() -> None:
    assert sorted(REASONS) == sorted(PROMISED + OURS)


def test_no_code_means_both_a_row_and_a_file() -> None:
    assert set(REASONS) & set(FILE_REASONS) == set()


@pytest.mark.parametrize("code", [*REASONS, *FILE_REASONS])
def test_a_sentence_ends_and_is_complete_without_facts(code: str) -> None:
    text = sentence(code)
    assert text.endswith(".")
    assert re.search(r"%\(|%s", text) is None


def test_facts_stand_in_the_sentence() -> None:
    assert sentence("quantity_too_large", {"given": "500", "limit": 100}) == (
        "The quantity “500” is above 100, the most for one row. Lower it."
    )


@pytest.mark.parametrize(("code", "because"), CLOSER)
def test_a_reason_that_is_known_closer_says_so(code: str, because: str) -> None:
    text = sentence(code, {"because": because})
    assert text.endswith(".")
    assert text != sentence(code)
    assert sentence(code, {"because": "a later version's"}) == sentence(code)


def test_a_code_of_a_later_version_shows_as_itself() -> None:
    assert sentence("from_the_future", {}) == "from_the_future"


def test_refusals_carry_their_code_and_are_put_into_words_when_asked() -> None:
    refused = FileRefused("too_many_rows", rows=200_000, name="x.csv")
    with translation.override("en"):
        assert refused.message == "The file has more than 200000 rows. Split it into several files."
    assert (refused.code, refused.status) == ("too_many_rows", 422)
    assert CellRefused("text_too_long", length=70, limit=64).message == "The text has 70 characters; at most 64 are possible. Shorten it."
