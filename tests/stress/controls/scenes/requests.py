"""Requests that come twice: with one key, with one key and another body, with one reference, with one event."""

from datetime import UTC, datetime
from functools import partial

from tests.stress.controls.play import Member, Play, at_once
from tests.stress.controls.scenes.scene import scene


def one_key(play: Play) -> None:
    """The same request with the same key four times in the same instant."""
    key, member = play.new_key(), play.member()
    with play.cast.armed("replay.after_key=sleep:0.4"):
        at_once(*[partial(play.grant, member, key=key)] * 4)


def other_body(play: Play) -> None:
    """A key that was answered, with another body."""
    key, member = play.new_key(), play.member()
    play.grant(member, key=key)
    refused = play.grant(play.member(), key=key)
    if refused.status != 422:
        play.acks.find("I21 another body is refused", f"{key} answered {refused.outcome}")


def one_reference(play: Play) -> None:
    """An enterprise's own reference, used by three programs in the same instant."""
    member, reference = play.member(), play.new_key()
    with play.cast.armed("grant.before_commit=sleep:0.4"):
        at_once(*[lambda: play.grant(member, reference=reference)] * 3)


def one_event(play: Play) -> None:
    """The same behaviour, reported three times."""
    key, member = play.new_key(), play.member()
    for _turn in range(3):
        report(play, member, key)


def report(play: Play, member: Member, key: str) -> None:
    """One event under its key, in a request of its own."""
    event = {"kind": "page.viewed", "member": {"staff_no": member["staff_no"]}, "key": key, "occurred_at": datetime.now(UTC).isoformat()}
    send = partial(play.program().send, "POST", "events", {"events": [event]}, play.new_key())
    if play.ask("report", send).status == 202:
        play.acks.events.add(key)


SCENES = (
    scene(one_key, "web"),
    scene(other_body, "web"),
    scene(one_reference, "web"),
    scene(one_event, "web"),
)
