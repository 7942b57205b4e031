"""Letters to members about things that are theirs: one a member, in the member's language. What is said is the caller's."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from members.operations import Letter, send_messages
from members.queries.contacts import Contact, contacts_of

# Members who never chose one are written to in the language of the platform's home.
HOME_LANGUAGE = "zh-hans"


class Theirs(Protocol):
    """A row that is a member's, of a benefit: a grant, or what became of it."""

    benefit: Any
    enterprise: Any


Row = TypeVar("Row", bound=Theirs)


def send_each(
    by_member: Mapping[UUID, Sequence[Row]], key: Callable[[UUID], str], text: Callable[[Sequence[Row]], str], at: datetime
) -> None:
    """One message to each of them who can be reached; nobody is written to twice under one ``key``."""
    send_messages([_letter(each, by_member[each.member_id], key(each.member_id), text) for each in contacts_of(by_member)], at=at)


def names_of(rows: Sequence[Theirs]) -> str:
    """The names of their benefits, each once, in the language of the letter."""
    is_english = (translation.get_language() or "").startswith("en")
    names = dict.fromkeys((row.benefit.name_en if is_english else "") or row.benefit.name for row in rows)
    return (", " if is_english else "、").join(names)


def _letter(contact: Contact, rows: Sequence[Row], key: str, text: Callable[[Sequence[Row]], str]) -> Letter:
    with translation.override(contact.language or HOME_LANGUAGE):
        return Letter(
            key=key,
            member_id=contact.member_id,
            channel=contact.channel,
            to=contact.to,
            subject=_("Your benefits at %(enterprise)s") % {"enterprise": rows[0].enterprise.name},
            text=text(rows),
        )
