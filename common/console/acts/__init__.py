"""
Acts: what people may do from the consoles, each declared once.

The base does the address, CSRF, permission, preview, reason, confirmation, one call of the operation, and the message.
"""

from common.console.acts.act import Act, Figure, Outcome
from common.console.acts.registry import Registered, all_acts
from common.console.acts.then import go_to, show_once, to_list

__all__ = ["Act", "Figure", "Outcome", "Registered", "all_acts", "go_to", "show_once", "to_list"]
