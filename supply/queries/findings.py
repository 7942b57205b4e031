"""What came of calls and callbacks, in the reader's words; of a call the program's own word stays beside it, to be told to the supplier."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supply.connectors.base import NotSentKind, UnknownKind

FINDINGS: dict[str, Promise] = {
    UnknownKind.TIMEOUT: gettext_lazy("no answer in time"),
    UnknownKind.DISCONNECTED: gettext_lazy("the line was cut"),
    UnknownKind.UNREADABLE: gettext_lazy("the answer could not be read"),
    UnknownKind.TOO_LARGE: gettext_lazy("the answer was too large"),
    UnknownKind.REDIRECTED: gettext_lazy("we were sent to another address, and did not go"),
    UnknownKind.RATE_LIMITED: gettext_lazy("we asked too often"),
    UnknownKind.SERVER_ERROR: gettext_lazy("an error on the supplier's side"),
    UnknownKind.UNLISTED_ANSWER: gettext_lazy("an answer that means nothing to us"),
    UnknownKind.WRONG_ORDER: gettext_lazy("the answer was about another order"),
    UnknownKind.WRONG_AMOUNT: gettext_lazy("the answer named another amount"),
    UnknownKind.CONTRADICTION: gettext_lazy("the answer contradicted itself"),
    NotSentKind.NAME_UNRESOLVED: gettext_lazy("the name in the supplier's address is unknown"),
    NotSentKind.ADDRESS_FORBIDDEN: gettext_lazy("the supplier's address is not allowed"),
    NotSentKind.CONNECT_FAILED: gettext_lazy("no connection to the supplier"),
    NotSentKind.TLS_FAILED: gettext_lazy("no secure connection to the supplier"),
    "bad_account": gettext_lazy("the account is not accepted"),
    "insufficient_balance": gettext_lazy("our prepayment there is used up"),
    "price_above_max": gettext_lazy("the price is above what we accept"),
    "out_of_stock": gettext_lazy("sold out there"),
    "adopted after a restore": gettext_lazy("found again after a restore"),
}

# What speaks against a callback that is genuine.
OBJECTIONS: dict[str, Promise] = {
    "unknown_reference": gettext_lazy("no top-up of ours has this reference"),
    "other_terms": gettext_lazy("quantity, cost or currency differ from our order"),
    "other_end": gettext_lazy("it contradicts what the top-up has ended as"),
}


def finding_in_words(detail: str) -> str:
    """``rate_limited HTTP 429`` as "we asked too often (rate_limited HTTP 429)". A supplier's own word stays as it is."""
    said = FINDINGS.get(detail) or FINDINGS.get(detail.partition(" ")[0])
    return _("%(words)s (%(raw)s)") % {"words": said, "raw": detail} if said else detail


def objection_in_words(word: str) -> str:
    """What speaks against a callback; one that was written down in a sentence stays as it is."""
    return str(OBJECTIONS.get(word, word))
