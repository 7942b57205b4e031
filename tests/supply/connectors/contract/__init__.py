"""
The fixed contract test of connectors.

An adapter's author writes one module with a fixture ``rig`` and ``class TestTheirProtocol(ConnectorContract)``.

Source   docs/guides/supplier-connectors.md
"""

from .callbacks import CallbackContract
from .orders import OrderContract
from .rig import Callback, Flaw, Rig, out_of_reach
from .troubles import TroubleContract


class ConnectorContract(OrderContract, TroubleContract, CallbackContract):
    """Everything the platform relies on. It needs a fixture ``rig``, made anew for each test."""


__all__ = ["Callback", "ConnectorContract", "Flaw", "Rig", "out_of_reach"]
