"""The two ways in which the vault says no. Neither carries anything that it holds."""

from django.utils.translation import gettext_lazy as _

from common.refusals import Refused


class VaultRefused(Refused):
    """What is stored does not open: altered, moved to another row, or sealed under a key that is not ours."""

    code = "code_unreadable"
    sentence = _("This code can't be shown now. We have been told and will put it right.")
    exact = _("The stored code %(code_id)s does not open: the row was altered or moved, or its key is lost.")


class VaultClosed(Refused):
    """The key provider does not answer. Nothing is lost, and nothing was shown."""

    code = "vault_closed"
    status = 503
    sentence = _("Your code is safe, but can't be shown just now. Please try again in a few minutes.")
