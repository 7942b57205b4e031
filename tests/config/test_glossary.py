"""The glossary's page says of every state what the product says."""

import re
from collections.abc import Iterator

import pytest
from django.db.models import TextChoices
from django.utils.translation import override

from benefits import states as benefits
from common.duties import states as duties
from config.run.surroundings import ROOT
from members import states as members
from redemption import states as redemption
from supply import states as supply

STATES: dict[str, type[TextChoices]] = {
    "approval": duties.ApprovalState,
    "batch": benefits.BatchState,
    "benefit": benefits.BenefitState,
    "budget": benefits.BudgetState,
    "callback": supply.CallbackState,
    "code": supply.CodeState,
    "code intake": supply.IntakeState,
    "complaint": redemption.ComplaintState,
    "enterprise": members.EnterpriseState,
    "export": members.ExportState,
    "grant": benefits.GrantState,
    "lot": supply.LotState,
    "member": members.MemberState,
    "opening": benefits.OpeningState,
    "piece": benefits.PieceState,
    "purchase order": supply.OrderState,
    "redemption": redemption.RedemptionState,
    "roster": members.RosterState,
    "supplier": supply.SupplierState,
    "top-up": supply.TopUpState,
}


def rows() -> Iterator[tuple[str, str, str]]:
    """Noun, state and Chinese word of each row; a noun stands at its first state alone."""
    section = (ROOT / "docs" / "glossary.md").read_text().split("## States 状态")[1].split("\n## ")[0]
    noun = ""
    for named, state, chinese in re.findall(r"^\| (?:([a-z -]+) \S+ )?\| `(\w+)` \| (\S+) \|", section, re.MULTILINE):
        noun = named or noun
        yield noun, state, chinese


@pytest.mark.parametrize("noun", STATES)
def test_the_glossary_has_the_states_of_a_noun_and_their_words(noun: str) -> None:
    with override("zh-hans"):
        spoken = [(state.value, str(state.label)) for state in STATES[noun]]
    assert [(state, chinese) for found, state, chinese in rows() if found == noun] == spoken


def test_the_glossary_has_no_noun_beyond_these() -> None:
    assert sorted({noun for noun, _state, _chinese in rows()}) == sorted(STATES)
