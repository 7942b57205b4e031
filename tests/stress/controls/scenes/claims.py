"""Grants: claimed by many taps at once, too late, by strangers, and while they are taken back."""

from datetime import UTC, datetime, timedelta
from functools import partial

from tests.stress.controls.play import Member, Play, at_once, later
from tests.stress.controls.scenes.scene import scene


def many_taps(play: Play) -> None:
    """Six taps on one grant in the same instant, each with a key of its own."""
    with play.cast.armed("claim.after_lock=sleep:0.3"):
        for _turn in range(2):
            member = play.member()
            grant = play.granted(member)
            before = set(play.acks.claims)
            at_once(*[partial(play.claim, member, grant)] * 6)
            play.acks.one_effect(grant, set(play.acks.claims) - before)


def too_late(play: Play) -> None:
    """A tap on what was taken back a moment ago."""
    member = play.member()
    grant = play.granted(member)
    play.clerk("revoke", grant=grant)
    play.claim(member, grant)


def taken_back_meanwhile(play: Play) -> None:
    """A tap that is being decided, and the operator who takes the grant back."""
    member = play.member()
    grant = play.granted(member)
    with play.cast.armed("claim.before_commit=sleep:0.8"):
        at_once(
            lambda: play.claim(member, grant).outcome,
            lambda: str(later(0.3, lambda: play.clerk("revoke", grant=grant)["outcome"])),
        )


def undone(play: Play) -> None:
    """A batch of three is taken back: one was claimed before, one is being claimed this moment."""
    members = [play.member() for _turn in range(3)]
    batch = play.batch(members)
    play.claim(members[0], _grants_of(play, batch)[members[0]["id"]])
    _undo_while_claimed(play, batch, members[1])


def undone_as_it_begins(play: Play) -> None:
    """A batch for tomorrow: its day has come and no sweep been round, so that the claim of this moment opens the grant and claims it."""
    members = [play.member() for _turn in range(2)]
    batch = play.batch(members, valid_from=(datetime.now(UTC) + timedelta(days=2)).date().isoformat())
    play.cast.run("UPDATE benefits_grant SET claimable_from = now() - interval '1 second' WHERE batch_id = %s", batch)
    _undo_while_claimed(play, batch, members[0])


def _grants_of(play: Play, batch: str) -> dict[str, str]:
    return dict(play.cast.run("SELECT member_id::text, id::text FROM benefits_grant WHERE batch_id = %s", batch))


def _undo_while_claimed(play: Play, batch: str, member: Member) -> None:
    grant, program = _grants_of(play, batch)[member["id"]], play.program()
    with play.cast.armed("claim.before_commit=sleep:0.8"):
        _claimed, answer = at_once(
            lambda: play.claim(member, grant),
            lambda: later(0.3, lambda: play.ask("undo", lambda: program.send("POST", f"batches/{batch}/undo", {}))),
        )
    if answer.status == 200:
        play.acks.undone[batch] = (answer.json()["reversed"], answer.json()["kept"])


def limited(play: Play) -> None:
    """What is given once a head, given four times in the same instant; and whatever was given is claimed at once."""
    member = play.member()
    with play.cast.armed("grant.before_commit=sleep:0.4"):
        at_once(*[lambda: play.grant(member, "once-a-head")] * 4)


def limited_claims(play: Play) -> None:
    """What is given once a head, given twice one after the other, and both tapped in the same instant; three members, one after the other."""
    for _turn in range(3):
        member = play.member()
        given = [play.grant(member, "once-a-head") for _grant in range(2)]
        grants = [answer.json()["id"] for answer in given if answer.status == 201]
        with play.cast.armed("claim.after_decision=sleep:0.8"):
            at_once(*(partial(play.claim, member, grant) for grant in grants))


def strangers(play: Play) -> None:
    """A colleague asks for another's grant, taps it, and wants to see the code."""
    owner, stranger = play.member(), play.member()
    waiting, taken = play.granted(owner), play.granted(owner)
    play.claim(owner, taken)
    redemption = play.cast.run("SELECT id::text FROM redemption_redemption WHERE grant_id = %s", taken)[0][0]
    app = play.app(stranger)
    answers = {
        "grant": play.ask("foreign", lambda: app.get(f"grants/{waiting}"), tries=1),
        "claim": play.ask("foreign", lambda: app.send("POST", f"grants/{waiting}/claim", {}, play.new_key()), tries=1),
        "redemption": play.ask("foreign", lambda: app.get(f"redemptions/{redemption}"), tries=1),
        "reveal": play.ask("foreign", lambda: app.send("POST", f"redemptions/{redemption}/reveal", {}), tries=1),
    }
    seen = {what: answer.outcome for what, answer in answers.items() if answer.status != 404}
    if seen:
        play.acks.find("nobody sees what is another's", f"a stranger was answered {seen}")


SCENES = (
    scene(many_taps, "web"),
    scene(too_late, "web", "clerk"),
    scene(taken_back_meanwhile, "web", "clerk"),
    scene(undone, "web", "clerk"),
    scene(undone_as_it_begins, "web", "clerk"),
    scene(limited, "web"),
    scene(limited_claims, "web"),
    scene(strangers, "web"),
)
