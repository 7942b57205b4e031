"""What somebody reads at the phone or mail that they had, when another takes its place or comes beside it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from members.models.identity import Identity
from members.models.member import Member
from members.operations.messages import Letter

Happened = Literal["changed", "released", "phone_added", "email_added"]
ADDED: dict[str, Happened] = {"phone": "phone_added", "email": "email_added"}

# Of a release reads whoever has the phone now, who may be either of the two.
_WORDS = {
    ("phone", "changed"): gettext_lazy(
        "[Quanyi] The phone of your account was changed. If you don't know why, ask your HR department now."
    ),
    ("email", "changed"): gettext_lazy(
        "[Quanyi] The email address of your account was changed. If you don't know why, ask your HR department now."
    ),
    ("phone", "released"): gettext_lazy(
        "[Quanyi] This phone was taken off one account and given to another. If you don't know why, ask your HR department now."
    ),
    ("email", "released"): gettext_lazy(
        "[Quanyi] This email address was taken off one account and given to another. If you don't know why, ask your HR department now."
    ),
    ("phone", "email_added"): gettext_lazy(
        "[Quanyi] An email address was added to your account, and opens it too. If you don't know why, ask your HR department now."
    ),
    ("email", "phone_added"): gettext_lazy(
        "[Quanyi] A phone was added to your account, and opens it too. If you don't know why, ask your HR department now."
    ),
}


def contact_letter(to: Identity, member: Member, *, happened: Happened, at: datetime) -> Letter:
    """To one phone or mail, in its member's language: that it was changed or given away, or what was added beside it."""
    with override(member.language or "zh-hans"):
        subject = _("Your contact details were changed")
        text = str(_WORDS[to.kind, happened])
    return Letter(
        key=f"changed:{to.id}:{happened}:{at.isoformat()}",
        member_id=member.id,
        channel="sms" if to.kind == "phone" else "email",
        to=to.value,
        subject=subject,
        text=text,
    )


def letters_of_added(added: Iterable[Identity], *, at: datetime) -> list[Letter]:
    """
    A letter to each phone or mail by which its member has signed in, and beside which another was added. One query, however many.

    Who never signed in is not written to: an enterprise's second file, with mails beside the phones of the first, would send
    thousands of SMS to people who don't know yet what this is. What was granted to them is held for a day all the same.
    """
    kinds = {identity.member_id: identity.kind for identity in added}
    stood = Identity.objects.filter(member_id__in=kinds, kind__in=ADDED, verified_at__isnull=False).select_related("member")
    return [contact_letter(each, each.member, happened=ADDED[kinds[each.member_id]], at=at) for each in stood]
