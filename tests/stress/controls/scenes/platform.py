"""What lies under all houses: the feed's readers, the last gate of the logs, and the commit that survives the power cut."""

import signal
import threading
import time

from tests.stress.controls.play import Play
from tests.stress.controls.scenes.requests import report
from tests.stress.controls.scenes.scene import scene
from tests.stress.families import family, send


def late_commit(play: Play) -> None:
    """An event is written first and committed last, and a reader reads in between and afterwards."""
    errands = [
        {"act": "note", "seconds": 1.2},
        {"act": "note", "seconds": 0.1, "after": 0.4},
        {"act": "read", "after": 0.8},
        {"act": "read", "after": 2.0},
    ]
    for answer in play.clerks(*errands):
        play.acks.read += answer.get("read", [])


def careless_line(play: Play) -> None:
    """Somebody logs a code under its name."""
    play.clerk("say")


def power_cut(play: Play) -> None:
    """Programs report as fast as they can, and every process of PostgreSQL is killed between two answers, three times."""
    over, people = threading.Event(), [play.member() for _turn in range(4)]

    def go_on(number: int) -> None:
        while not over.is_set():
            report(play, people[number], play.new_key())

    # A sequence of a database that was just copied is not logged until the next checkpoint: killed before, it would go back.
    play.cast.run("CHECKPOINT")
    threads = [threading.Thread(target=go_on, args=(number,), daemon=True) for number in range(4)]
    for thread in threads:
        thread.start()
    database = play.cast.stage.database
    for _turn in range(3):
        time.sleep(1.5)
        if database.pid is not None:
            send(family(database.pid), signal.SIGKILL)
        while database.is_alive():
            time.sleep(0.02)
        database.restart()
    over.set()
    for thread in threads:
        thread.join(60)


SCENES = (
    scene(late_commit, "clerk"),
    scene(careless_line, "clerk"),
    scene(power_cut, "web", is_alone=True),
)
