"""The life of grants in words: from being given to being used, without what was given."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from benefits.models import Grant
from benefits.states import GrantState
from common.console.story import Line, told
from common.feed import TrailEntry, trail_of
from common.templatetags.console import named


def life_of_grant(grant: Grant) -> list[Line]:
    """What happened to one grant, oldest first."""
    entries = [entry for entry in trail_of([("grant", grant.id)]) if _title(entry)]
    return [_by_batch(line, entry) for line, entry in zip(told(grant.enterprise_id, entries, _title), entries, strict=True)]


def lives_of_grants(enterprise_id: UUID, grants: Sequence[Grant]) -> list[Line]:
    """What happened to several grants, each line with its benefit. Three queries however many they are."""
    known = {grant.id: grant for grant in grants}
    entries = [entry for entry in trail_of([("grant", grant_id) for grant_id in known]) if _title(entry)]
    lines = told(enterprise_id, entries, _title)
    return [_about(_by_batch(line, entry), known[entry.subject_id]) for line, entry in zip(lines, entries, strict=True)]


def _by_batch(line: Line, entry: TrailEntry) -> Line:
    """What a batch made is told by the batch's name: the job that made it is nobody."""
    return replace(line, who=entry.reason) if entry.actor.startswith("system:batch ") else line


def _about(line: Line, grant: Grant) -> Line:
    return replace(line, about=named(grant.benefit), address=reverse("hr:benefits_grant_change", args=[grant.id]))


def _title(entry: TrailEntry) -> str:
    """Only moves from state to state are told; notes beside them are the platform's."""
    if entry.kind == "grant.issued":
        return _("Given") if entry.after != GrantState.SCHEDULED else _("Given, to begin later")
    moved: dict[tuple[str, str], str] = {
        (GrantState.SCHEDULED, GrantState.CLAIMABLE): _("Can be claimed now"),
        (GrantState.CLAIMED, GrantState.CLAIMABLE): _("Could not be delivered; can be claimed again"),
        (GrantState.FULFILLED, GrantState.CLAIMED): _("Being replaced"),
        (GrantState.USED, GrantState.FULFILLED): _("Not used after all"),
    }
    words: dict[str, str] = {
        GrantState.CLAIMED: _("Claimed"),
        GrantState.FULFILLED: _("Delivered"),
        GrantState.USED: _("Used"),
        GrantState.EXPIRED: _("Expired"),
        GrantState.REVOKED: _("Taken back"),
    }
    if not entry.after or entry.before == entry.after:
        return ""
    return moved.get((entry.before, entry.after)) or words.get(entry.after, "")
