"""Which trouble happens when: by chance, seeded, or because a certain account was named."""

import hashlib
import threading
from collections.abc import Mapping

#: Before anything is done. The reference stays unknown to the supplier.
BEFORE = frozenset({"silent_not_done", "error_not_done", "rate_limited"})
#: The order is done, or stands, and its answer goes wrong.
ANSWERS = frozenset(
    {
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
    }
)
#: The supplier's terms or its mind change.
TERMS = frozenset({"price_change", "sold_out", "fails_later", "late_finish"})
#: What goes wrong with the callback of a finished order.
CALLBACKS = frozenset(
    {
        "duplicate_callback",
        "late_callback",
        "contradictory_callback",
        "forged_callback",
        "out_of_order_callback",
        "no_callback",
    }
)
#: Definite refusals, whatever the order.
REFUSALS = frozenset({"bad_account", "insufficient_balance", "price_above_max", "out_of_stock"})

KINDS = BEFORE | ANSWERS | TERMS | CALLBACKS | REFUSALS
WHERES = ("orders", "query", "products", "balance")

#: Accounts for hand play start like this, so that nobody's real number makes trouble.
ACCOUNT_BLOCK = "1990000"
ACCOUNT_TROUBLES = {
    "0001": "bad_account",
    "0002": "silent_done",
    "0003": "slow",
    "0004": "silent_not_done",
    "0005": "error_done",
    "0006": "error_not_done",
    "0007": "fails_later",
    "0008": "rate_limited",
    "0009": "html",
    "0010": "out_of_stock",
    "0011": "price_above_max",
    "0012": "insufficient_balance",
    "0013": "wrong_amount",
    "0014": "wrong_order",
    "0015": "success_with_failure",
    "0016": "duplicate_callback",
    "0017": "late_callback",
    "0018": "contradictory_callback",
    "0019": "forged_callback",
    "0020": "out_of_order_callback",
    "0021": "slow_drip",
    "0022": "reset_mid_body",
    "0023": "no_callback",
    "0024": "page_not_found",
    "0025": "redirect",
    "0026": "too_large",
    "0027": "late_finish",
}


class Chaos:
    """
    How likely each trouble is. Names are a kind (``html``), or a request and a kind (``query:html``).

    The same seed, reference and turn draw the same troubles, in whatever order threads ask.
    """

    def __init__(self, seed: int, odds: Mapping[str, float] | None = None) -> None:
        self.seed = seed
        self._lock = threading.Lock()
        self._odds: dict[str, float] = {}
        self.set(odds or {})

    def set(self, odds: Mapping[str, float]) -> None:
        """
        Change some odds, 0 to 1; all or none.

        :raises ValueError: no such trouble, or no such odds.
        """
        for name, odd in odds.items():
            _check(name)
            if isinstance(odd, bool) or not isinstance(odd, (int, float)) or not 0 <= odd <= 1:
                raise ValueError(f"{name}: odds go from 0 to 1")
        with self._lock:
            self._odds |= odds

    def clear(self) -> None:
        """Behave."""
        with self._lock:
            self._odds.clear()

    def odds(self) -> dict[str, float]:
        """What is set now."""
        with self._lock:
            return {name: odd for name, odd in sorted(self._odds.items()) if odd}

    def draw(self, where: str, key: str = "", turn: int = 0) -> frozenset[str]:
        """The troubles of one request: its kind, what it is about, and how often that was asked before."""
        mine = {name.rpartition(":")[2]: odd for name, odd in self.odds().items() if _where(name) == where}
        return frozenset(kind for kind, odd in mine.items() if self._chance(f"{where}|{kind}|{key}|{turn}") < odd)

    def _chance(self, about: str) -> float:
        digest = hashlib.sha256(f"{self.seed}|{about}".encode()).digest()
        return int.from_bytes(digest[:7]) / 2**56


def trouble_of_account(account: str | None, *, is_first: bool) -> frozenset[str]:
    """What an account of the block asks for. Refusals stand; all else happens once, so that the order can end well."""
    block, last = (account or "")[:-4], (account or "")[-4:]
    kind = ACCOUNT_TROUBLES.get(last) if block == ACCOUNT_BLOCK else None
    return frozenset({kind}) if kind and (is_first or kind in REFUSALS) else frozenset()


def odds_from(words: tuple[str, ...]) -> dict[str, float]:
    """
    Odds as written on a command line: ``NAME`` or ``NAME=P``.

    :raises ValueError: no such trouble, or no such odds.
    """
    odds: dict[str, float] = {}
    for word in words:
        name, _, odd = word.partition("=")
        _check(name)
        odds[name] = float(odd or 1)
    return odds


def _where(name: str) -> str:
    return name.rpartition(":")[0] or "orders"


def _check(name: str) -> None:
    where, _, kind = name.rpartition(":")
    reads_only = where not in ("", "orders")
    if (where and where not in WHERES) or kind not in KINDS or (reads_only and kind in TERMS | CALLBACKS | REFUSALS):
        raise ValueError(f"{name} is no trouble we know; the kinds are {', '.join(sorted(KINDS))}")
