"""What an order comes to where nothing goes wrong on the line."""

import pytest

from supply.connectors.base import NotFound, Processing, Refused, Succeeded

from .rig import REFUSALS, Rig


class OrderContract:
    """Orders, queries and the two reads."""

    def test_an_order_succeeds_and_is_found_again(self, rig: Rig) -> None:
        request = rig.topup()
        submitted = rig.connector.submit(request)
        assert isinstance(submitted, Succeeded)
        assert rig.connector.query(request.reference, expected=request) == submitted

    def test_the_same_reference_buys_once(self, rig: Rig) -> None:
        request = rig.topup()
        assert rig.connector.submit(request) == rig.connector.submit(request)
        assert list(rig.effects()) == [request.reference]

    def test_another_reference_buys_again(self, rig: Rig) -> None:
        requests = [rig.topup(), rig.topup()]
        assert [type(rig.connector.submit(request)) for request in requests] == [Succeeded] * 2
        assert sorted(rig.effects()) == sorted(request.reference for request in requests)

    def test_codes_arrive_as_many_as_ordered_and_never_show_themselves(self, rig: Rig) -> None:
        request = rig.codes(3)
        outcome = rig.connector.submit(request)
        assert isinstance(outcome, Succeeded)
        texts = {item.code.reveal() for item in outcome.order.codes}
        assert (len(texts), list(rig.effects())) == (3, [request.reference])
        assert [text for text in texts if text in repr(outcome)] == []

    def test_a_reference_never_sent_is_not_found(self, rig: Rig) -> None:
        assert rig.connector.query(rig.topup().reference) == NotFound()

    @pytest.mark.parametrize("word", REFUSALS)
    def test_a_refusal_is_definite_and_nothing_was_bought(self, rig: Rig, word: str) -> None:
        request = rig.topup()
        rig.trouble(word)
        assert rig.connector.submit(request) == Refused(word)
        assert (list(rig.effects()), rig.connector.query(request.reference)) == ([], NotFound())

    def test_an_order_under_way_is_processing_whoever_asks(self, rig: Rig) -> None:
        request = rig.topup()
        rig.trouble("late_finish")
        submitted = rig.connector.submit(request)
        assert isinstance(submitted, Processing)
        assert rig.connector.query(request.reference, expected=request) == submitted
        assert (submitted.order.reference, list(rig.effects())) == (request.reference, [])

    def test_an_accepted_order_that_fails_is_refused_with_its_order(self, rig: Rig) -> None:
        request = rig.topup()
        rig.trouble("fails_later")
        outcome = rig.connector.submit(request)
        assert isinstance(outcome, Refused)
        assert outcome.order is not None
        assert (outcome.order.reference, list(rig.effects())) == (request.reference, [])

    def test_the_catalogue_and_the_balance_can_be_read(self, rig: Rig) -> None:
        skus = [product.sku for product in rig.connector.products()]
        assert skus.count(rig.topup().sku) == 1
        assert rig.connector.balance().balance_minor > 0
