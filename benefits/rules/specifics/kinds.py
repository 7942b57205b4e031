"""The fields of each kind, as one table: forms, checks, pages and the API all read it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from benefits.rules.specifics.shape import Specific

AMOUNT_OFF, PERCENT_OFF = "amount", "percent"

_COUPON = (
    Specific(
        "discount",
        _("discount"),
        "choice",
        is_required=True,
        choices=((AMOUNT_OFF, _("An amount off")), (PERCENT_OFF, _("A percentage off"))),
    ),
    Specific("amount_minor", _("amount off"), "money", help=_("For an amount: for example 25.00.")),
    Specific("percent_off", _("percent off"), "number", most=100, help=_("For a percentage: 20 means that four fifths are paid.")),
    Specific("most_off_minor", _("at most"), "money", help=_("For a percentage: never more than this is taken off. Empty: no bound.")),
    Specific(
        "serial_pattern",
        pgettext_lazy("coupon", "code pattern"),
        "text",
        most=40,
        is_shown=False,
        help=_(
            "For coupons of your own, where no product with codes is chosen: # is a digit, ? a letter or digit, everything else stands "
            "as it is, for example CT-####-??????. Each copy has a code of its own. Empty: ????-????-????."
        ),
    ),
    Specific(
        "is_shared",
        _("the same code for everybody"),
        "tick",
        is_shown=False,
        help=_("Only with a pattern that has no # and no ?. Each copy still has its own number and its own story."),
    ),
)
_SERVICE = (
    Specific("provider", _("provider"), "text", is_required=True, english=True, help=_("Who serves the member.")),
    Specific("contact", _("where to book"), "text", is_required=True, help=_("A phone number, a mail address or a link.")),
    Specific("hours", _("hours"), "text", english=True, help=_("For example: Monday to Friday, 9:00 to 18:00.")),
    Specific("uses", _("number of uses"), "number", is_required=True, most=1000, help=_("How often one copy may be used.")),
)
_CONTENT = (
    Specific("link", pgettext_lazy("address", "link"), "link", is_required=True, most=500, help=_("It begins with https://.")),
    Specific("access_note", _("how to open it"), "text", english=True, help=_("For example: sign in with the company account.")),
)
_EVENT = (
    Specific("starts_at", _("begins"), "moment", is_required=True),
    Specific("ends_at", _("ends"), "moment", is_required=True),
    Specific("venue", _("venue"), "text", is_required=True, english=True),
)
_QUOTA = (
    Specific("amount", pgettext_lazy("of a quota", "amount"), "number", is_required=True, most=1_000_000_000),
    Specific(
        "unit",
        pgettext_lazy("of a quota", "unit"),
        "text",
        is_required=True,
        most=40,
        english=True,
        help=_("For example: GB, calls, pages."),
    ),
)
_BADGE = (Specific("meaning", _("what it means"), "text", is_required=True, english=True, help=_("Why somebody has it, in one sentence.")),)

SPECIFICS: dict[str, tuple[Specific, ...]] = {
    "coupon": _COUPON,
    "service": _SERVICE,
    "content": _CONTENT,
    "event": _EVENT,
    "quota": _QUOTA,
    "badge": _BADGE,
}


def specifics_of(kind: str) -> tuple[Specific, ...]:
    """The fields of a kind; none for a card code, a top-up and a bundle, which are described by their product or their parts."""
    return SPECIFICS.get(kind, ())
