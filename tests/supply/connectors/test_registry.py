"""Which connector a kind gets, and which settings no connector takes."""

from typing import Any

import pytest

from supply.connectors.base import Secret
from supply.connectors.quanyi_http import QuanyiHttp
from supply.connectors.registry import CONNECTORS, NoConnector, connector_for
from tests.supply.connectors import samples


def test_quanyi_http_is_built_in() -> None:
    assert type(connector_for("quanyi-http", samples.settings("https://supplier.test"))) is QuanyiHttp


@pytest.mark.parametrize("kind", ["manual", "", "soap"])
def test_a_kind_without_connector_is_refused(kind: str) -> None:
    with pytest.raises(NoConnector):
        connector_for(kind, samples.settings("https://supplier.test"))


def test_a_line_in_the_registry_is_all_that_a_kind_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CONNECTORS, "another", QuanyiHttp)
    assert type(connector_for("another", samples.settings("https://supplier.test"))) is QuanyiHttp


@pytest.mark.parametrize(
    ("base_url", "changes"),
    [
        ("", {}),
        ("supplier.test", {}),
        ("file:///etc/passwd", {}),
        ("ftp://supplier.test", {}),
        ("http://supplier.test", {}),
        ("https://", {}),
        ("https://user:pass@supplier.test", {}),
        ("https://supplier.test?to=x", {}),
        ("https://supplier.test#x", {}),
        ("https://supplier.test:port", {}),
        ("https://supplier.test", {"key_id": ""}),
        ("https://supplier.test", {"key_id": "a\r\nX-Key: b"}),
        ("https://supplier.test", {"secret": Secret("")}),
    ],
)
def test_settings_that_no_order_could_use_are_refused_at_once(base_url: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        connector_for("quanyi-http", samples.settings(base_url, **changes))


@pytest.mark.parametrize(
    ("base_url", "changes"),
    [
        ("https://supplier.test:8443/api/", {}),
        ("http://127.0.0.1:9001", {}),
        ("http://localhost:9001", {}),
        ("http://supplier.test", {"allow_http": True}),
    ],
)
def test_tls_this_machine_and_a_closed_network_are_accepted(base_url: str, changes: dict[str, Any]) -> None:
    assert connector_for("quanyi-http", samples.settings(base_url, **changes)) is not None
