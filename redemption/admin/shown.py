"""Who acted on a redemption, and where, as operators read it: words and links, not signatures."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.actors import parse_actor
from common.console.words import actor_in_words
from redemption.states import channel_in_words


@display(description=_("channel"))
def channel_shown(_admin: Any, row: Any) -> str:
    """A column: where it happened."""
    return channel_in_words(row.channel)


def person_shown(actor: str, member: Any) -> SafeString:
    """The member by name, as a link to their page; anybody else by what they are."""
    if parse_actor(actor).id != str(member.pk):
        return format_html("{}", actor_in_words(actor))
    return format_html('<a class="q-link" href="{}">{}</a>', reverse("ops:members_member_change", args=[member.pk]), member.name)
