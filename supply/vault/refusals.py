"""How the vault says no. It carries nothing that it holds."""

from django.utils.translation import gettext_lazy as _

from common.refusals import Refused


class VaultRefused(Refused):
    """What is stored does not open: altered, moved to another row, or sealed under a key that is not ours."""

    code = "code_unreadable"
    sentence = _("This code can't be shown now. We have been told and will put it right.")
    exact = _("The stored code %(code_id)s does not open: the row was altered or moved, or its key is lost.")
