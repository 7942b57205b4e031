"""Which adapter speaks which protocol. A new adapter is one module and one line here."""

from collections.abc import Callable

from .base import Connector, ConnectorSettings
from .quanyi_http import QuanyiHttp

#: A supplier of this kind is served by people: files in, no calls out.
MANUAL = "manual"

CONNECTORS: dict[str, Callable[[ConnectorSettings], Connector]] = {
    "quanyi-http": QuanyiHttp,
}


class NoConnector(LookupError):
    """Nobody speaks this kind: it is ``manual``, or not installed."""

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


def kinds() -> tuple[str, ...]:
    """Every kind a supplier can be of, for a form's choices."""
    return (*CONNECTORS, MANUAL)
