"""Which callbacks are believed."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from supply.connectors.base import CallbackNotice, CallbackRefused

from .rig import Callback, Flaw, Rig


class CallbackContract:
    """The genuine one, and nothing that was made from it."""

    def test_a_genuine_callback_is_read(self, rig: Rig) -> None:
        request = rig.topup()
        rig.connector.submit(request)
        notice = rig.callback(request).read_by(rig.connector)
        assert isinstance(notice, CallbackNotice)
        assert (notice.order.reference, notice.order.status) == (request.reference, "succeeded")

    @pytest.mark.parametrize("flaw", ["unsigned", "another_supplier", "guessed_secret"])
    def test_a_callback_that_is_not_the_suppliers_is_refused(self, rig: Rig, flaw: Flaw) -> None:
        request = rig.topup()
        rig.connector.submit(request)
        assert isinstance(rig.callback(request, flaw).read_by(rig.connector), CallbackRefused)

    def test_an_altered_callback_is_refused(self, rig: Rig) -> None:
        """Or, where a byte means nothing to the protocol, read as if nobody had touched it."""
        request = rig.topup()
        rig.connector.submit(request)
        genuine = rig.callback(request)
        notice = genuine.read_by(rig.connector)
        altered = list(_altered(genuine))
        believed = [one for one in altered if not isinstance(one.read_by(rig.connector), CallbackRefused)]
        assert [one for one in believed if one.read_by(rig.connector) != notice] == []
        assert len(believed) < len(altered)

    def test_an_old_callback_is_refused(self, rig: Rig) -> None:
        request = rig.topup()
        rig.connector.submit(request)
        callback = rig.callback(request)
        later = callback._replace(at=datetime.fromtimestamp(callback.at.timestamp() + 3600, UTC))
        assert isinstance(later.read_by(rig.connector), CallbackRefused)


def _altered(genuine: Callback) -> Iterator[Callback]:
    """With one bit flipped, in each place of the body in turn, and of the path for those who write there."""
    for place in range(len(genuine.body)):
        yield genuine._replace(body=_flipped(genuine.body, place))
    for place in range(len(genuine.path)):
        yield genuine._replace(path=_flipped(genuine.path.encode(), place).decode())


def _flipped(text: bytes, place: int) -> bytes:
    flipped = text[:place] + bytes([text[place] ^ 1]) + text[place + 1 :]
    assert flipped != text
    return flipped
