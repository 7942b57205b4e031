"""The supplier's own book against ours: each reference took effect at most once, and both sides say the same."""

import json
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import psycopg

from tests.stress.acks import Finding

Book = dict[str, Any]


def read_book(url: str) -> Book:
    """The book, from the supplier itself."""
    with urllib.request.urlopen(f"{url}/book", timeout=60) as answer:
        book: Book = json.load(answer)
        return book


def judge_supplier(url: str, supplier_url: str) -> list[Finding]:
    """Where the two books differ, and what was bought twice."""
    book = read_book(supplier_url)
    with psycopg.connect(url, autocommit=True) as judge:
        sent = judge.execute("SELECT reference, state FROM supply_topup WHERE submitted_at IS NOT NULL OR state <> 'created'")
        ours: dict[str, str] = dict(sent.fetchall())
        by_hand = {row[0] for row in judge.execute("SELECT reference FROM supply_topup WHERE failure = 'settled_by_hand'").fetchall()}
        stored = {row[0] for row in judge.execute("SELECT event_id FROM supply_callback").fetchall()}
    return [*_once(book), *_same(book, ours, by_hand), *_asked_first(book), *_genuine(book, stored)]


def _once(book: Book) -> Iterator[Finding]:
    effects = Counter(effect["reference"] for effect in book["effects"])
    twice = [reference for reference, count in effects.items() if count > 1]
    if twice:
        yield Finding("I17 at most one effect a reference", f"{len(twice)}: {twice[:4]}")
    if not book["is_balanced"]:
        yield Finding("the supplier's own book balances", str(book["accounts"]))


def _same(book: Book, ours: dict[str, str], by_hand: set[str]) -> Iterator[Finding]:
    delivered = {effect["reference"] for effect in book["effects"]}
    differ = [
        f"{reference} is {state} with us and {'delivered' if reference in delivered else 'not delivered'} there"
        for reference, state in ours.items()
        if reference not in by_hand and ((state == "succeeded") != (reference in delivered)) and state in ("succeeded", "failed")
    ]
    if differ:
        yield Finding("I19 our book equals theirs", f"{len(differ)}: {differ[:4]}")
    strangers = sorted(delivered - set(ours))
    if strangers:
        yield Finding("I19 nothing is bought that we do not know of", f"{len(strangers)}: {strangers[:4]}")


def _genuine(book: Book, stored: set[str]) -> Iterator[Finding]:
    """What a stranger told in the supplier's name is not kept."""
    forged = sorted(stored & {event["event_id"] for event in book["callbacks"] if event["forged"]})
    if forged:
        yield Finding("I20 only genuine callbacks are taken", f"{len(forged)}: {forged[:4]}")


def _asked_first(book: Book) -> Iterator[Finding]:
    """Between two orders under one reference there is a question answered with "not found"."""
    asked: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for request in book["requests"]:
        if request["reference"] is not None:
            asked[request["reference"]].append((request["method"], request["status"]))
    blind = [reference for reference, requests in asked.items() if _is_blind(requests)]
    if blind:
        yield Finding("I17 sent again without asking", f"{len(blind)}: {blind[:4]}")


def _is_blind(requests: list[tuple[str, Any]]) -> bool:
    was_told_not_found = True
    for method, status in requests:
        if method == "POST":
            if not was_told_not_found:
                return True
            was_told_not_found = False
        elif status == 404:
            was_told_not_found = True
    return False
