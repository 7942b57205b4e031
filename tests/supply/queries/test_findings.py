"""What calls and callbacks came to is told in words."""

import pytest

from supply.connectors.base import NotSentKind, UnknownKind
from supply.queries.findings import FINDINGS, finding_in_words


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        ("timeout", "no answer in time (timeout)"),
        ("rate_limited HTTP 429", "we asked too often (rate_limited HTTP 429)"),
        ("bad_account", "the account is not accepted (bad_account)"),
        ("adopted after a restore", "found again after a restore (adopted after a restore)"),
        ("account_frozen", "account_frozen"),
        ("", ""),
    ],
)
def test_a_finding_is_a_sentence_with_the_programs_word_behind_it(detail: str, said: str) -> None:
    assert finding_in_words(detail) == said


def test_every_reason_that_a_connector_can_give_has_its_words() -> None:
    assert {*UnknownKind, *NotSentKind} - set(FINDINGS) == set()
