"""The two ways in which a key provider says no. Neither carries anything that it holds."""

from django.utils.translation import gettext_lazy as _

from common.refusals import Refused


class KeyLost(Refused):
    """A wrapped key does not open: altered, or wrapped by a master key that is not here."""

    code = "key_lost"
    status = 503
    sentence = _("This can't be shown now. We have been told and will put it right.")
    exact = _("A key that was wrapped by %(version)s does not open: that master key is not here, or the key was altered.")


class VaultClosed(Refused):
    """The key provider does not answer. Nothing is lost, and nothing was shown."""

    code = "vault_closed"
    status = 503
    sentence = _("Your code is safe, but can't be shown just now. Please try again in a few minutes.")
