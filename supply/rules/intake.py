"""When a whole file of codes is taken, doubted or refused. Pure."""

from django.utils.translation import gettext_lazy as _

from common.sheets.shapes import MEGABYTE, Column, Limits

CODE, CARD_NO, EXPIRES_ON = "code", "card_no", "expires_on"
COLUMNS = (
    Column(CODE, ("Code", "卡密", "Card code", "Card secret", "密码", "兑换码", "PIN"), required=True),
    Column(CARD_NO, ("Card no.", "卡号", "Card number")),
    Column(EXPIRES_ON, ("Expires on", "有效期", "Expiry date", "Expires", "有效期至", "到期日期", "失效日期")),
)
# A text file without headers holds one code a line, or a card number and a code.
LAYOUTS = ((CODE,), (CARD_NO, CODE))
# A supplier's delivery may be far larger than what people fill in by hand.
LIMITS = Limits(rows=1_000_000, file_bytes=80 * MEGABYTE)

MOSTLY_MALFORMED, CHECK_FAILED = "mostly_malformed", "check_failed"
PROBLEMS = {
    MOSTLY_MALFORMED: _(
        "More than a fifth of the lines do not have the form of this product's codes. Are columns swapped, or the product?"
    ),
    CHECK_FAILED: _("The file could not be checked. Bring it again; if that does not help, the log says why."),
}
_DOUBT_PER_MILLE = 1
_REFUSE_PERCENT = 20


def is_doubtful(*, misfits: int, lines: int) -> bool:
    """More than one line in a thousand does not fit: worth asking the supplier before it is taken."""
    return misfits * 1000 > lines * _DOUBT_PER_MILLE


def is_mostly_malformed(*, malformed: int, lines: int) -> bool:
    """More than a fifth is not of the product's form: the columns are swapped, or it is another product's file."""
    return malformed * 100 > lines * _REFUSE_PERCENT
