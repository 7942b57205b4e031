"""Codes: the last of them, the same ones twice, shown, and remembered beyond a restore."""

import time
from functools import partial

from tests.stress.acks import Acks
from tests.stress.controls.play import Member, Play, at_once
from tests.stress.controls.scenes.scene import scene

_LEAVE = """
UPDATE supply_code SET state = 'void', voided_at = now() WHERE state = 'available' AND product_id IN (
    SELECT id FROM supply_product WHERE sku = 'ecard-100') AND id NOT IN (
    SELECT c.id FROM supply_code c JOIN supply_lot l ON l.id = c.lot_id JOIN supply_product p ON p.id = c.product_id
    WHERE p.sku = 'ecard-100' AND c.state = 'available' AND l.state = 'released' ORDER BY c.id LIMIT %s)
"""


def last_codes(play: Play) -> None:
    """Two e-cards are left, and six members tap in the same instant."""
    members = [play.member() for _turn in range(6)]
    grants = [play.granted(member) for member in members]
    play.cast.run(_LEAVE, 2)
    with play.cast.armed("claim.after_code=sleep:0.4"):
        at_once(*(partial(play.claim, member, grant, tries=2) for member, grant in zip(members, grants, strict=True)))
    owners = dict(zip(grants, members, strict=True))
    for grant, made in list(play.acks.claims.values()):
        play.reveal(owners[grant], made[0])


def same_file_twice(play: Play) -> None:
    """Two files with the same twenty codes, both checked before either is taken in."""
    files = [play.clerk("bring_file", first=500_000, count=count)["intake"] for count in (20, 21)]
    for intake in files:
        play.clerk("take_in", intake=intake)


def shown_and_died(play: Play) -> None:
    """A code is opened, and the web server dies before it answers; the next time it is shown."""
    member = play.member()
    _grant, made = _claimed(play, member)
    with play.cast.armed("reveal.after_opening=kill9"):
        play.reveal(member, made)
    time.sleep(0.5)
    app = play.app(member)
    play.ask("me", lambda: app.get("me"), tries=100)
    _other, second = _claimed(play, member)
    play.reveal(member, second)


def restored(play: Play) -> None:
    """The last e-card is shown to its owner; the database goes back to an earlier time; somebody else asks for one."""
    memory, acks = Acks(), play.acks
    play.acks = memory
    for member in (play.member(), play.member()):
        play.cast.run(_LEAVE, 1)
        grant = play.granted(member)
        claimed = play.claim(member, grant, tries=1)
        if claimed.status == 201:
            play.reveal(member, next(iter(memory.claims.values()))[1][0])
        play.cast.stop()
        play.cast.take_ground()
        play.cast.start()
        # What was promised in a time that is forgotten can't be kept; what was seen was seen.
        memory.claims.clear()
    acks.findings += memory.findings
    play.acks = acks


def _claimed(play: Play, member: Member) -> tuple[str, str]:
    grant = play.granted(member)
    play.claim(member, grant)
    return grant, next(made[0] for asked, made in play.acks.claims.values() if asked == grant)


SCENES = (
    scene(last_codes, "web", is_alone=True),
    scene(same_file_twice, "clerk"),
    scene(shown_and_died, "web"),
    scene(restored, "web", is_alone=True),
)
