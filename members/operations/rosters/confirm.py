"""A roster that somebody has looked at is confirmed, or discarded."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import feed
from common.actors import Actor
from common.jobs import start_job
from common.refusals import NotFound, Refused
from members.models.roster import Roster, RosterRow
from members.operations.people import hold_people
from members.operations.rosters.check import check_rows, counts_of
from members.states import RosterState

JOB = "members.imports.apply_roster"


class RosterNotReady(Refused):
    code = "roster_not_ready"
    sentence = _("This roster can't be confirmed now.")
    exact = _("The roster is %(state)s, or another one is being applied.")


class RosterChanged(Refused):
    code = "roster_changed"
    sentence = _("This isn't the file that you looked at. Open the roster again.")


class RosterStale(Refused):
    code = "roster_stale"
    sentence = _("Your people have changed since you looked. Look at the new result, then confirm.")


def confirm_roster(*, roster_id: UUID, file_sha256: bytes, by: Actor, at: datetime) -> Roster:
    """
    Apply the roster that was looked at, in the background. The rows are checked once more first.

    Locks    the enterprise's people, then the roster.
    Replays  a roster that is being applied, or was, is returned as it is: confirming twice does it once.

    :raises NotFound: no such roster.
    :raises RosterChanged: the hash is not that of the file.
    :raises RosterStale: the people have changed since, and so has what the file would do; the new result is there to be seen.
    :raises RosterNotReady: it was discarded, or another one is being applied.
    """
    # The new result must stay when the confirmation is refused, so the refusal is raised after the commit.
    with transaction.atomic(durable=True):
        outcome = _confirm(roster_id, file_sha256, by, at)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


@transaction.atomic
def discard_roster(*, roster_id: UUID, by: Actor, at: datetime) -> None:
    """
    Throw away a roster that was not applied, and what it says of people with it.

    Replays  a discarded roster stays so.

    :raises NotFound: no such roster.
    :raises RosterNotReady: it is being applied, or was.
    """
    roster = _locked(roster_id)
    if roster.state == RosterState.DISCARDED:
        return
    if roster.state not in {RosterState.CHECKING, RosterState.READY}:
        raise RosterNotReady(state=roster.state)
    feed.sign(by)
    roster.state, roster.finished_at, roster.sealed_content = RosterState.DISCARDED, at, None
    roster.save(update_fields=["state", "finished_at", "sealed_content"])
    RosterRow.objects.filter(roster=roster).delete()


def _confirm(roster_id: UUID, file_sha256: bytes, by: Actor, at: datetime) -> Roster | Refused:
    hold_people(_enterprise_of(roster_id))
    roster = _locked(roster_id)
    if bytes(roster.file_sha256) != file_sha256:
        return RosterChanged()
    if roster.state in {RosterState.APPLYING, RosterState.DONE}:
        return roster
    if roster.state != RosterState.READY or _another_is_applied(roster):
        return RosterNotReady(state=roster.state)
    seen = counts_of(roster)
    check_rows(roster)
    feed.sign(by)
    if counts_of(roster) != seen:
        roster.save()
        return RosterStale()
    roster.state, roster.confirmed_by, roster.confirmed_at = RosterState.APPLYING, str(by), at
    roster.save()
    start_job(JOB, roster.id, by=by, at=at, enterprise_id=roster.enterprise_id)
    return roster


def _another_is_applied(roster: Roster) -> bool:
    return Roster.objects.filter(enterprise_id=roster.enterprise_id, state=RosterState.APPLYING).exists()


def _enterprise_of(roster_id: UUID) -> UUID:
    enterprise_id = Roster.objects.filter(id=roster_id).values_list("enterprise_id", flat=True).first()
    if enterprise_id is None:
        raise NotFound
    return enterprise_id


def _locked(roster_id: UUID) -> Roster:
    roster = Roster.objects.select_for_update().filter(id=roster_id).first()
    if roster is None:
        raise NotFound
    return roster
