"""Who said that something was used, in the reader's language."""

from django.utils.translation import gettext as _


def used_by_in_words(said_by: str) -> str:
    """Nobody but its holder knows for certain: so it is told whose word it is."""
    return {"member": _("marked used by the member"), "staff": _("marked used by the platform")}.get(said_by, "")
