"""Whatever the feed writes is said in words: a new state or event without them is noticed here."""

import re
from pathlib import Path

import pytest
from django.db.models import TextChoices

from benefits import states as benefit_states
from common.console.words import NOUNS, WORDS, actor_in_words, kind_in_words
from members import states as member_states
from redemption import states as redemption_states
from supply import states as supply_states

ROOT = Path(__file__).resolve().parents[3]
# A callback has a state and no life of its own; channels and reasons are no states. Nothing of them stands in the feed.
NO_LIVES = ("CallbackState", "Channel", "ComplaintReason", "SourceReason")
HOUSES = ("supply", "members", "benefits", "redemption")
LIVES = [
    choices
    for module in (supply_states, member_states, benefit_states, redemption_states)
    for choices in vars(module).values()
    if isinstance(choices, type) and issubclass(choices, TextChoices) and choices.choices and choices.__name__ not in NO_LIVES
]


def _noted() -> set[str]:
    """Every kind that a house notes by a literal."""
    sources = [path.read_text() for house in HOUSES for path in (ROOT / house).rglob("*.py")]
    return {kind for source in sources for kind in re.findall(r'note\(\s*"([a-z_]+\.[a-z_]+)"', source)}


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.__name__)
def test_every_state_has_its_word(life: type[TextChoices]) -> None:
    assert [state for state in life.values if state not in WORDS] == []


def test_every_event_that_is_noted_has_its_words() -> None:
    kinds = _noted()
    assert len(kinds) > 10
    assert [kind for kind in kinds if kind.split(".")[0] not in NOUNS or kind.split(".")[1] not in WORDS] == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("member:0190a1b2-0000-7000-8000-0000000abcde", "Member …0abcde"),
        ("system:expiry", "Automatic: expiry"),
        ("db:quanyi", "Database: quanyi"),
        ("supplier:hengtong", "Supplier hengtong"),
    ],
)
def test_an_actor_without_a_name_is_said_by_what_they_are(written: str, said: str) -> None:
    assert actor_in_words(written) == said


def test_a_kind_without_words_shows_as_it_is_written() -> None:
    assert kind_in_words("comet.passed") == "comet: passed"
