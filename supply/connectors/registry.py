"""Which adapter speaks which protocol. A new adapter is one module and one line here."""

from collections.abc import Callable

from .base import Connector, ConnectorSettings
from .quanyi_http import QuanyiHttp

CONNECTORS: dict[str, Callable[[ConnectorSettings], Connector]] = {
    "quanyi-http": QuanyiHttp,
}


class NoConnector(LookupError):
    """Nobody speaks this kind: it has no adapter here."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def connector_for(kind: str, settings: ConnectorSettings) -> Connector:
    """
    The connector of one supplier.

    :raises NoConnector: this kind has none.
    :raises ValueError: the settings name no host that may be used.
    """
    if kind not in CONNECTORS:
        raise NoConnector(kind)
    return CONNECTORS[kind](settings)
