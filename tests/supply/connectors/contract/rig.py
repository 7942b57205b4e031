"""What the contract needs of an adapter and of the fake supplier behind it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from supply.connectors.base import CallbackNotice, CallbackRefused, Connector, OrderRequest

#: Refused at once, each with its own name as the word.
REFUSALS = ("bad_account", "insufficient_balance", "price_above_max", "out_of_stock")
#: The order is done, and its answer proves nothing.
AFTER_DOING_IT = (
    "slow",
    "silent_done",
    "error_done",
    "html",
    "page_not_found",
    "redirect",
    "too_large",
    "slow_drip",
    "reset_mid_body",
    "wrong_amount",
    "wrong_order",
    "success_with_failure",
)
#: The order never came to pass, and the answer does not prove it.
WITHOUT_DOING_IT = ("silent_not_done", "error_not_done", "rate_limited")
#: The request cannot even leave.
OUT_OF_REACH = ("unreachable", "unresolved", "tls_refused")
#: A query whose answer proves nothing.
OF_QUERIES = (
    "query:error_done",
    "query:rate_limited",
    "query:html",
    "query:page_not_found",
    "query:redirect",
    "query:too_large",
    "query:reset_mid_body",
    "query:wrong_order",
)

Flaw = Literal["", "unsigned", "another_supplier", "guessed_secret"]


class Callback(NamedTuple):
    """One callback as it arrives."""

    headers: dict[str, str]
    body: bytes
    path: str
    at: datetime

    def read_by(self, connector: Connector) -> CallbackNotice | CallbackRefused:
        """What a connector makes of it."""
        return connector.read_callback(self.headers, self.body, self.path, self.at)


class Rig(Protocol):
    """One connector, and a fake supplier with a book of its own that nothing was bought from yet."""

    @property
    def connector(self) -> Connector:
        """The connector to the fake; it should give up soon, as each silence is waited for."""
        ...

    def topup(self) -> OrderRequest:
        """An order with a reference never used before."""
        ...

    def codes(self, quantity: int) -> OrderRequest:
        """The same for codes."""
        ...

    def trouble(self, name: str) -> None:
        """
        From now on every submitted order meets this trouble.

        =========================  =========================================================================
        ``bad_account``            refused with this word; nothing is bought
        ``insufficient_balance``   the same
        ``price_above_max``        the same
        ``out_of_stock``           the same
        ``fails_later``            accepted, and failed by the time it is answered; nothing is delivered
        ``late_finish``            accepted, answered as still under way, and delivered only after the test
        ``slow``                   done; the answer comes after the connector has given up
        ``silent_done``            done; no answer
        ``error_done``             done; answered 5xx
        ``html``                   done; answered as if all were well, with a web page
        ``page_not_found``         done; answered 404 by somebody who knows nothing of orders
        ``redirect``               done; answered 3xx, to where the truth could be read
        ``too_large``              done; the right answer, in more than ``transport.MAX_BODY_BYTES``
        ``slow_drip``              done; the answer drips, each byte in time, the last one far too late
        ``reset_mid_body``         done; half an answer, then a reset
        ``wrong_amount``           done; the answer names a cost above ``max_cost_minor``
        ``wrong_order``            done; the answer is about another reference
        ``success_with_failure``   done; the answer says that it succeeded and why it failed
        ``silent_not_done``        not done; no answer
        ``error_not_done``         not done; answered 5xx
        ``rate_limited``           not done; answered 429
        ``unreachable``            not done, not even sent: nobody listens
        ``unresolved``             the same: the name is unknown
        ``tls_refused``            the same: no TLS where TLS is wanted
        =========================  =========================================================================

        The last three befall queries too; ``out_of_reach`` has an address for each. After ``query:``, a name troubles
        queries and leaves orders alone: ``query:error_done``, ``query:rate_limited``, ``query:html``,
        ``query:page_not_found``, ``query:redirect``, ``query:too_large``, ``query:reset_mid_body``, ``query:wrong_order``.
        A query meets it whether its reference was ever sent or not.
        """
        ...

    def behave(self) -> None:
        """No more trouble."""
        ...

    def effects(self) -> Sequence[str]:
        """The reference of every delivery in the supplier's own book, ours or not, one entry for each time."""
        ...

    def callback(self, request: OrderRequest, flaw: Flaw = "") -> Callback:
        """
        The callback for an order that succeeded: genuine, ``unsigned``, signed with the key and the secret of
        ``another_supplier``, or in our key's name with a ``guessed_secret``. Where a protocol has no name for a key, the last
        two are alike.
        """
        ...


def out_of_reach(name: str, base_url: str) -> str:
    """An address at which a connector meets one of ``OUT_OF_REACH``. ``base_url`` is the fake's own, in plain HTTP."""
    addresses = {
        "unreachable": "http://127.0.0.1:1",
        "unresolved": "https://supplier.invalid",
        "tls_refused": base_url.replace("http:", "https:", 1),
    }
    return addresses[name]
