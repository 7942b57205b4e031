"""What an order comes to when the line or the answer goes wrong: never a guess."""

import pytest

from supply.connectors.base import NotFound, NotSent, Succeeded, Unknown

from .rig import AFTER_DOING_IT, OF_QUERIES, OUT_OF_REACH, WITHOUT_DOING_IT, Rig


class TroubleContract:
    """Unknown, not found and not sent are told apart, and the supplier's book agrees."""

    @pytest.mark.parametrize("trouble", AFTER_DOING_IT)
    def test_done_but_badly_answered_is_unknown_until_queried(self, rig: Rig, trouble: str) -> None:
        request = rig.topup()
        rig.trouble(trouble)
        assert isinstance(rig.connector.submit(request), Unknown)
        assert isinstance(rig.connector.query(request.reference, expected=request), Succeeded)
        assert list(rig.effects()) == [request.reference]

    @pytest.mark.parametrize("trouble", WITHOUT_DOING_IT)
    def test_not_done_and_badly_answered_is_unknown_until_not_found(self, rig: Rig, trouble: str) -> None:
        request = rig.topup()
        rig.trouble(trouble)
        assert isinstance(rig.connector.submit(request), Unknown)
        assert (list(rig.effects()), rig.connector.query(request.reference)) == ([], NotFound())

    def test_after_not_found_the_same_reference_may_be_sent_again(self, rig: Rig) -> None:
        request = rig.topup()
        rig.trouble("error_not_done")
        rig.connector.submit(request)
        rig.behave()
        assert isinstance(rig.connector.submit(request), Succeeded)
        assert list(rig.effects()) == [request.reference]

    @pytest.mark.parametrize("trouble", OUT_OF_REACH)
    def test_what_never_left_is_not_sent(self, rig: Rig, trouble: str) -> None:
        request = rig.topup()
        rig.trouble(trouble)
        assert isinstance(rig.connector.submit(request), NotSent)
        rig.behave()
        assert (list(rig.effects()), rig.connector.query(request.reference)) == ([], NotFound())

    @pytest.mark.parametrize("trouble", OUT_OF_REACH)
    def test_a_query_that_never_left_says_nothing_of_the_order(self, rig: Rig, trouble: str) -> None:
        request = rig.topup()
        rig.connector.submit(request)
        rig.trouble(trouble)
        assert isinstance(rig.connector.query(request.reference, expected=request), NotSent)

    @pytest.mark.parametrize("trouble", OF_QUERIES)
    def test_a_badly_answered_query_of_a_done_order_is_unknown(self, rig: Rig, trouble: str) -> None:
        request = rig.topup()
        rig.connector.submit(request)
        rig.trouble(trouble)
        assert isinstance(rig.connector.query(request.reference, expected=request), Unknown)

    # A reference that was never sent has no answer to be about another order.
    @pytest.mark.parametrize("trouble", [name for name in OF_QUERIES if name != "query:wrong_order"])
    def test_a_badly_answered_query_never_proves_that_nothing_was_bought(self, rig: Rig, trouble: str) -> None:
        rig.trouble(trouble)
        assert isinstance(rig.connector.query(rig.topup().reference), Unknown)
