"""Openings: one member who taps many times, and many members for the last pieces."""

from functools import partial

from tests.stress.controls.play import Member, Play, at_once
from tests.stress.controls.scenes.scene import scene
from tests.stress.wire import Answer

_HOLD = "claim.before_commit=sleep:0.3"


def many_taps_for_a_piece(play: Play) -> None:
    """One member taps four times for what is one a head."""
    opening, member = _opened(play, pieces=6), play.member()
    with play.cast.armed(_HOLD):
        at_once(*[partial(_tap, play, member, opening)] * 4)


def last_pieces(play: Play) -> None:
    """Two pieces, and six members in the same instant."""
    opening = _opened(play, pieces=2)
    with play.cast.armed(_HOLD):
        at_once(*(partial(_tap, play, play.member(), opening) for _turn in range(6)))


def _opened(play: Play, *, pieces: int) -> str:
    return str(play.clerk("open_pieces", enterprise=play.enterprise(0)["id"], pieces=pieces)["opening"])


def _tap(play: Play, member: Member, opening: str) -> Answer:
    app, key = play.app(member), play.new_key()
    return play.ask("tap", lambda: app.send("POST", f"openings/{opening}/claim", {}, key), tries=5)


SCENES = (
    scene(many_taps_for_a_piece, "web", "clerk"),
    scene(last_pieces, "web", "clerk"),
)
