"""Liveness, readiness, and what machines read about us."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from common import clock
from common.jobs.models import Tick
from common.jobs.sweeper import sweep_all

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unremembered() -> None:
    cache.clear()


def readiness() -> tuple[int, dict[str, Any]]:
    answer = Client().get("/readyz")
    assert answer.headers["cache-control"].split(", ").count("no-store") == 1
    return answer.status_code, answer.json()


def test_the_process_lives() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_everything_answers_once_a_worker_has_swept() -> None:
    sweep_all(clock.now())
    parts = {"database": True, "migrations": True, "broker": True, "worker": True}
    assert readiness() == (200, {"status": "ok", **parts})


def test_without_a_worker_it_is_not_ready() -> None:
    Tick.objects.all().delete()
    status, parts = readiness()
    assert (status, parts["status"], parts["worker"], parts["broker"]) == (503, "unavailable", False, True)


def test_a_worker_that_was_last_seen_half_a_minute_ago_does_not_answer() -> None:
    at = clock.now()
    Tick.objects.create(name="sweep", slot=int(at.timestamp()) // 4, at=at.replace(year=at.year - 1))
    assert readiness()[1]["worker"] is False


def test_a_migration_that_is_missing_is_seen() -> None:
    # By name: a migration that replaces another is written down after those that follow it.
    MigrationRecorder.Migration.objects.filter(app="common").latest("name").delete()
    status, parts = readiness()
    assert (status, parts["migrations"]) == (503, False)


def test_a_broker_that_is_away_is_seen(settings: Any) -> None:
    from celery import current_app

    before = current_app.conf.broker_write_url
    current_app.conf.broker_write_url = "amqp://127.0.0.1:1//"
    try:
        status, parts = readiness()
    finally:
        current_app.conf.broker_write_url = before
    assert (status, parts["broker"], parts["database"]) == (503, False, True)


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_only_read(address: str) -> None:
    assert Client().post(address).status_code == 405


def test_figures_are_told_to_prometheus() -> None:
    Client().get("/healthz")
    answer = Client().get("/metrics")
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/plain")
    assert b"django_http_requests_before_middlewares_total" in answer.content


def test_the_description_is_served_and_its_pages_ask_no_other_host() -> None:
    page = Client().get("/api/docs/")
    assert page.status_code == 200
    assert b"http://" not in page.content
    assert b"https://" not in page.content
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "'unsafe-eval'" not in policy
    assert Client().get("/api/schema/").headers["content-type"].startswith("application/vnd.oai.openapi")


def test_only_that_page_may_style_inline() -> None:
    assert "'unsafe-inline'" in Client().get("/api/docs/").headers["content-security-policy"]
    assert "'unsafe-inline'" not in Client().get("/healthz").headers["content-security-policy"]
