"""Bound accounts are shown with the name of their brand, which another house knows."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.actors import Actor
from members.models import Member
from members.operations import bind_account
from tests.analytics.admin.world import sign_in
from tests.benefits.hr.desk import at_desk
from tests.factories import NOW, make_benefit, make_brand, make_member, make_product

pytestmark = pytest.mark.django_db


def bind(member: Member, slug: str, name: str, name_en: str = "") -> None:
    """Bind an account at a brand that some benefit is of."""
    make_benefit("topup", product=make_product("topup", brand=make_brand(slug, name=name, name_en=name_en)))
    bind_account(member_id=member.id, brand=slug, kind="text", value="10001", by=Actor("member", member.id), at=NOW)


def at_hr(member: Member) -> tuple[Client, str]:
    return at_desk(member.enterprise)[0], f"/hr/members/member/{member.id}/change/"


def at_ops(member: Member) -> tuple[Client, str]:
    return sign_in(), f"/ops/members/member/{member.id}/change/"


@pytest.mark.parametrize("desk", [at_ops, at_hr])
@pytest.mark.parametrize(("language", "name"), [("zh-hans", "腾飞视频"), ("en", "Soar Video")])
def test_an_account_has_its_brands_name_in_the_readers_language(
    desk: Callable[[Member], tuple[Client, str]], language: str, name: str
) -> None:
    member = make_member()
    bind(member, "soar-video", "腾飞视频", "Soar Video")
    client, address = desk(member)
    page = client.get(address, headers={"accept-language": language})
    assert [brand for _account, brand in page.context["accounts"]] == [name]
    assert re.search(rf"<(?:span|dt)>{name}</", page.content.decode()) is not None


def test_a_brand_that_nobody_knows_any_more_keeps_its_slug() -> None:
    member = make_member()
    bind_account(member_id=member.id, brand="long-gone", kind="text", value="10001", by=Actor("member", member.id), at=NOW)
    client, address = at_ops(member)
    assert [brand for _account, brand in client.get(address).context["accounts"]] == ["long-gone"]


def test_many_accounts_ask_for_their_brands_once() -> None:
    member, asked = make_member(), []
    client, address = at_ops(member)
    client.get(address)
    for count in (1, 6):
        for number in range(count):
            bind(member, f"brand-{count}-{number}", f"品牌{count}{number}")
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        asked.append(sum("supply_brand" in query["sql"] for query in found))
    assert asked == [1, 1]
