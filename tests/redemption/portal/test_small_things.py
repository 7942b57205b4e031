"""Covers, links, the pace of polling, places to go on to, devices by name, reasons of failures."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import RequestFactory, override_settings

from benefits.models.benefit import BenefitKind
from benefits.queries.faces import face_of
from common.devices import device_in_words
from common.visitor import address_of
from redemption.portal.covers import DRAWN, cover_of
from redemption.portal.failures import failure_in_words
from redemption.portal.gate import safe_next
from redemption.portal.links import safe_use_url
from redemption.portal.pace import poll_seconds, stamp_of
from tests.factories import make_benefit

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def test_every_cover_that_can_be_chosen_is_drawn() -> None:
    files = {file.stem for file in Path(settings.BASE_DIR, "templates/portal/covers").glob("*.svg")}
    assert files == DRAWN


@pytest.mark.django_db
@pytest.mark.parametrize("kind", BenefitKind.values)
def test_every_kind_has_a_cover(kind: str) -> None:
    assert cover_of(face_of(make_benefit(kind))) in DRAWN


@pytest.mark.django_db
def test_a_cover_that_is_not_drawn_is_replaced_by_the_kinds() -> None:
    assert cover_of(face_of(make_benefit(cover="../../settings"))) == "ecard"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("https://mall.example/gift?a=1", "https://mall.example/gift?a=1"),
        ("weixin://dl/business", "weixin://dl/business"),
        (" https://mall.example/ ", "https://mall.example/"),
        ("javascript:alert(1)", ""),
        ("javascript://x/%0aalert(1)", ""),
        ("JaVaScRiPt://x", ""),
        ("data://text/html,x", ""),
        ("//evil.example", ""),
        ("/history/", ""),
        ("https://[", ""),
        ("", ""),
    ],
)
def test_only_links_to_pages_and_known_apps_are_shown(given: str, shown: str) -> None:
    assert safe_use_url(given) == shown


@pytest.mark.parametrize(
    ("given", "kept"), [("/history/?before=1", "/history/?before=1"), ("//x", "/"), ("/\\x", "/"), ("x", "/"), ("/a\nb", "/")]
)
def test_only_places_of_this_site_are_gone_on_to(given: str, kept: str) -> None:
    assert safe_next(given) == kept


def test_a_page_asks_at_once_and_then_ever_more_calmly() -> None:
    ages = (0, 7, 8, 30, 120, 600, 86_400)
    assert [poll_seconds(AT, AT + timedelta(seconds=age)) for age in ages] == [1, 1, 2, 5, 15, 60, 60]


def test_a_stamp_tells_states_apart() -> None:
    assert stamp_of(["pending"]) == stamp_of(["pending"]) != stamp_of(["processing"])


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit Mobile MicroMessenger/8.0 Safari", "iPhone · WeChat"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/130 Mobile Safari/537.36 AliApp(DingTalk/7.0)", "Android · DingTalk"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537.36 Edg/130", "Windows · Edge"),
        ("Mozilla/5.0 (Macintosh) Version/18 Safari/605", "Mac · Safari"),
        ("curl/8", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_devices_are_named_as_their_owners_would(agent: str, name: str) -> None:
    assert device_in_words(agent) == name


def test_a_forwarded_address_is_believed_behind_the_proxy_alone() -> None:
    request = RequestFactory().get("/", headers={"x-forwarded-for": "6.6.6.6, 203.0.113.9"}, REMOTE_ADDR="10.0.0.1")
    assert address_of(request) == "10.0.0.1"
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        assert address_of(request) == "203.0.113.9"


def test_a_failure_nobody_foresaw_still_says_that_nothing_is_lost() -> None:
    assert "You lost nothing" in failure_in_words("never_heard_of")
    assert "not accepted" in failure_in_words("bad_account")
