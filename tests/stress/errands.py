"""What the clerk does for scenes: single acts of the platform that no program has an address for. Imported after Django is set up."""

import logging
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from benefits.models import Benefit, Budget
from benefits.operations import OpeningPlan, draft_opening, publish_opening, settle_grants
from common import feed
from common.actors import system
from common.jobs.models import Job
from common.jobs.runner import run_job
from common.refusals import Refused
from config.demo.supplies import _ordered, _take_in, finish
from members.models import SentMessage
from members.operations import request_login_code
from supply.models import Product, Supplier
from supply.operations import query_topup, receive_file, submit_topup
from supply.operations.topups.record import mark_lost
from tests.stress.canary import cards

BY = system("stress clerk")
Facts = dict[str, Any]
# A number of cards that no stock of a run reaches.
SAID = 10**6


def all_at_once(errands: list[Facts], act: Callable[[Facts], Facts]) -> list[Facts]:
    """Each in a thread of its own, released together; the outcome of each, whatever it is."""
    gate = threading.Barrier(len(errands))

    def one(errand: Facts) -> Facts:
        gate.wait()
        time.sleep(errand.get("after", 0))
        try:
            return {"outcome": "done", **act(errand)}
        except Refused as refused:
            return {"outcome": refused.code}
        except Exception as error:
            logging.getLogger(__name__).exception("an errand failed")
            return {"outcome": f"lost {type(error).__name__}"}
        finally:
            connection.close()

    with ThreadPoolExecutor(len(errands)) as threads:
        return list(threads.map(one, errands))


def run_jobs(said: Facts) -> Facts:
    """Every job that waits, to its end, and those that it queues in turn."""
    while job := Job.objects.filter(state="queued").order_by("created_at").first():
        run_job(job.id)
    return {}


def run_batch(said: Facts) -> Facts:
    """The job that issues one batch."""
    run_job(Job.objects.get(name="benefits.issue_batch", subject_id=UUID(said["batch"])).id)
    return {}


def settle_batch(said: Facts) -> Facts:
    """What became of a batch's grants, told to its budget."""
    return {"settled": settle_grants(at=_now(), batch_id=UUID(said["batch"]))}


def open_pieces(said: Facts) -> Facts:
    """An opening of so many e-cards for one enterprise, one a member, as good as begun."""
    at, enterprise = _now(), UUID(said["enterprise"])
    budget = Budget.objects.get(enterprise_id=enterprise, is_default=True)
    benefit = Benefit.objects.get(code="ecard-100")
    day = timedelta(days=1)
    plan = OpeningPlan(enterprise, "抢领", benefit.id, budget.id, said["pieces"], at, at + day)
    opening = draft_opening(plan, by=BY, at=at)
    publish_opening(opening_id=opening.id, by=BY, at=at)
    run_jobs({})
    return {"opening": str(opening.id)}


def bring_file(said: Facts) -> Facts:
    """A supplier's file with these cards, brought and checked; not yet in stock."""
    at = _now()
    line = _ordered(Supplier.objects.get(slug="lanwan"), Product.objects.get(sku="ecard-100"), said["count"], 9680, by=BY, at=at)
    file = "\n".join(cards(said["seed"], said["first"], said["count"])).encode()
    intake = receive_file(order_line_id=line.id, file_name=f"{uuid4()}.txt", content=file, by=BY, at=at)
    finish("supply.check_intake", intake.id)
    return {"intake": str(intake.id)}


def take_in(said: Facts) -> Facts:
    """A checked file, into stock."""
    _take_in(UUID(said["intake"]), by=BY, at=_now())
    return {}


def submit(said: Facts) -> Facts:
    submit_topup(UUID(said["topup"]), at=_now())
    return {}


def query(said: Facts) -> Facts:
    query_topup(UUID(said["topup"]), at=_now())
    return {}


def lose(said: Facts) -> Facts:
    """The sweeper's verdict on a sender whose lease is over."""
    mark_lost(UUID(said["topup"]), at=_now() + timedelta(hours=1))
    return {}


def login_code(said: Facts) -> Facts:
    """A one-time code to a mail address, as it was sent."""
    request_login_code(channel="email", address=said["email"], ip="127.0.0.1", at=_now())
    sent = SentMessage.objects.filter(channel="email").order_by("-created_at")[0]
    found = re.search(r"\b\d{6}\b", sent.text)
    assert found is not None
    return {"digits": found[0]}


def say(said: Facts) -> Facts:
    """What no line of ours does: log a card's code under its name."""
    logging.getLogger(__name__).warning("a card", extra={"code": cards(said["seed"], SAID, 1)[0]})
    return {}


def note(said: Facts) -> Facts:
    """An event whose transaction stays open for a while."""
    with transaction.atomic():
        feed.note("stress.noted", subject=("member", uuid4()))
        time.sleep(said["seconds"])
    return {}


def read(said: Facts) -> Facts:
    """What a reader of the feed finds: the events of ``note`` alone."""
    found = feed.read("stress", limit=10**6)
    return {"read": [entry.id for entry in found if entry.kind == "stress.noted"]}


ERRANDS: dict[str, Callable[[Facts], Facts]] = {
    each.__name__: each
    for each in (run_jobs, run_batch, settle_batch, open_pieces, bring_file, take_in, submit, query, lose, login_code, say, note, read)
}


def _now() -> datetime:
    return datetime.now(UTC)
