"""Why a file is not taken, or an intake does not go on."""

from django.utils.translation import gettext_lazy as _

from common.refusals import Refused


class OrderNotPlaced(Refused):
    code = "order_not_placed"
    sentence = _("The purchase order %(number)s is not waiting for codes. Place it first, or raise a new one.")


class PatternInvalid(Refused):
    code = "pattern_invalid"
    sentence = _("The code pattern of %(sku)s is not a regular expression. Correct it on the product first.")


class FileBroughtBefore(Refused):
    code = "file_brought_before"
    sentence = _("This file is being taken in already, as lot %(lot)s. Finish or discard that one first.")


class IntakeNotReady(Refused):
    code = "intake_not_ready"
    sentence = _("This can't be done while the file is “%(state)s”.")


class NothingToTakeIn(Refused):
    code = "nothing_to_take_in"
    sentence = _("No line of this file is good. Discard it, and ask the supplier for another.")
