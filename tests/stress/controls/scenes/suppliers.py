"""Suppliers: an order sent by several workers, answers that are lost, workers that come late, and callbacks that are false."""

import time

from tests.stress.controls.play import Play
from tests.stress.controls.scenes.scene import scene
from tests.stress.judges.supplier import read_book

_HURRY = (
    "UPDATE supply_topup SET leased_until = NULL WHERE lease IS NULL",
    "UPDATE supply_topup SET next_query_at = now() WHERE state IN ('processing', 'unknown')",
)
_SETTLED = 0.4


def many_senders(play: Play) -> None:
    """Three workers are rung for one order in the same instant."""
    for _turn in range(2):
        topup = play.topup()
        play.clerks(*[{"act": "submit", "topup": topup}] * 3)


def lost_answer(play: Play) -> None:
    """The supplier does what was ordered, and its answer is an error; the bell is rung again, then the supplier is asked."""
    topup = play.topup()
    play.mood(error_done=1)
    play.clerk("submit", topup=topup)
    play.mood(error_done=0)
    for act in ("submit", "query"):
        for statement in _HURRY:
            play.cast.run(statement)
        time.sleep(_SETTLED)
        play.clerk(act, topup=topup)


def late_worker(play: Play) -> None:
    """A worker sleeps after the call until its lease is over; others find out what became of the order; then it wakes."""
    topup = play.topup()
    with play.cast.armed("submit.after_send=sleep:2"):
        play.clerks(
            {"act": "submit", "topup": topup},
            {"act": "lose", "topup": topup, "after": 0.8},
            {"act": "query", "topup": topup, "after": 1.2},
        )


def false_callbacks(play: Play) -> None:
    """Each order is told of twice by its supplier, and once by somebody else."""
    play.mood(duplicate_callback=1, forged_callback=1)
    for _turn in range(2):
        play.clerk("submit", topup=play.topup())
    end = time.monotonic() + 15
    while time.monotonic() < end and not _is_all_told(play):
        time.sleep(0.2)
    play.mood(duplicate_callback=0, forged_callback=0)


def _is_all_told(play: Play) -> bool:
    told = read_book(play.cast.supplier_url)["callbacks"]
    return bool(told) and all(event["state"] != "due" for event in told)


SCENES = (
    scene(many_senders, "web", "clerk", "supplier"),
    scene(lost_answer, "web", "clerk", "supplier"),
    scene(late_worker, "web", "clerk", "supplier"),
    scene(false_callbacks, "web", "clerk", "supplier"),
)
