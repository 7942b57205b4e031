"""Spreadsheets of HR: confirmed by what was not seen, brought twice, and issued by two workers at once."""

import hashlib

from tests.stress.acts.hr import HumanResources
from tests.stress.controls.play import Play
from tests.stress.controls.scenes.scene import scene


def other_file(play: Play) -> None:
    """What is confirmed is not the file that was checked."""
    hr = play.hr()
    batch = hr.upload("other", hr.content(play.new_key(), 5))
    assert batch is not None
    play.clerk("run_jobs")
    play.acks.unseen.add(batch)
    hr.confirm(batch, hashlib.sha256(b"another file").hexdigest())


def two_previews(play: Play) -> None:
    """The same file twice, both checked before either is confirmed, and both confirmed."""
    hr, people = play.hr(), [play.member() for _turn in range(3)]
    lines = [f"{member['staff_no']},ecard-100" for member in people]
    content = "\n".join(["工号,权益编码", *lines]).encode()
    batches = [str(hr.upload("twice", content, allows_repeats=False)) for _turn in range(2)]
    play.clerk("run_jobs")
    seen = [hr.hash_of(batch) for batch in batches]
    for batch, digest in zip(batches, seen, strict=True):
        _confirm(play, hr, batch, digest, rows=3)
    play.clerk("run_jobs")


def two_workers(play: Play) -> None:
    """Two workers are rung for one batch in the same instant."""
    hr = play.hr()
    batch = str(hr.upload("workers", hr.content(play.new_key(), 40)))
    play.clerk("run_jobs")
    _confirm(play, hr, batch, hr.hash_of(batch), rows=40)
    with play.cast.armed("issue.after_chunk=sleep:0.6"):
        play.clerks(*[{"act": "run_batch", "batch": batch}] * 2)


def _confirm(play: Play, hr: HumanResources, batch: str, digest: str | None, *, rows: int) -> None:
    play.acks.batch_rows[batch] = rows
    if digest is not None and hr.confirm(batch, digest):
        play.acks.confirmed.add(batch)


SCENES = (
    scene(other_file, "web", "clerk"),
    scene(two_previews, "web", "clerk"),
    scene(two_workers, "web", "clerk"),
)
