"""Why a delivery failed, in words that tell the member what to do next."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_WORDS: dict[str, Promise] = {
    "bad_account": _("The account was not accepted. Check it, change it if need be, and try again."),
    "out_of_stock": _("It is sold out at the moment. Try again a little later."),
}
_OTHERWISE = _("The supplier could not deliver it. You lost nothing: it is yours to claim again.")


def failure_in_words(failure: str) -> str:
    """A sentence for the failure that the supplier named; what only staff can act on stays with staff."""
    return str(_WORDS.get(failure, _OTHERWISE))
