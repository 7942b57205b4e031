"""A member at the portal: signed in, looking, tapping."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

from django.db import transaction
from django.test import Client

from benefits.models import Grant
from common.actors import system
from common.feed import sign
from common.ids import new_id, new_token, token_hash
from members.models import Member, MemberSession
from members.operations import bind_own_account
from redemption.models import Redemption
from redemption.portal.cookies import SESSION
from supply.models import Brand
from tests.factories import NOW, by_member, make_benefit, make_brand, make_grant, make_member, make_offer, make_product, make_supplier


def sign_in(client: Client, member: Member, **fields: Any) -> MemberSession:
    """Give the browser a live session of the member."""
    token = new_token()
    given = {"kind": "portal", "created_at": NOW, "seen_at": NOW, "expires_at": NOW + timedelta(days=30), **fields}
    session = MemberSession.objects.create(id=new_id(), member=member, token_hash=token_hash(token), **given)
    client.cookies[SESSION] = token
    return session


def visitor(member: Member) -> Client:
    """A browser in which the member is signed in."""
    client = Client(headers={"accept-language": "en"})
    sign_in(client, member)
    return client


def seen(client: Client, path: str, **headers: str) -> str:
    """What stands on a page, in words: no tags, no runs of blanks."""
    response = client.get(path, headers=headers)
    assert response.status_code == 200, response.status_code
    return words_of(response.content.decode())


def words_of(html: str) -> str:
    """The words of a page as a person reads them."""
    body = re.sub(r"<(script|style|svg|head)\b.*?</\1>", " ", html, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def key_on(client: Client, grant_id: UUID) -> str:
    """The single-use key in the claim form of a grant's page."""
    found = re.search(r'name="key" value="([^"]+)"', client.get(f"/grants/{grant_id}/").content.decode())
    assert found is not None
    return found[1]


def tap(client: Client, grant_id: UUID, *, key: str = "", **form: Any) -> Any:
    """Claim a grant as its page does."""
    return client.post(f"/grants/{grant_id}/claim/", {"key": key or key_on(client, grant_id), **form})


def topup_grant(*, brand: Brand | None = None, **fields: Any) -> Grant:
    """A claimable top-up to the member's own phone, which is bound, with a supplier that nobody calls in tests."""
    supplier = make_supplier(secret="s3cret", connector="quanyi-http", base_url="https://supplier.test")
    product = make_product("topup", brand=brand or make_brand())
    make_offer(product, supplier)
    member = fields.pop("member", None) or make_member(phone="+8613812345678")
    bind_own_account(member_id=member.id, brand=product.brand.slug, kind="phone", by=by_member(member), at=NOW)
    return make_grant(member, make_benefit("topup", product=product), **fields)


@transaction.atomic
def move(redemption: Redemption, state: str, **fields: Any) -> None:
    """Bring a redemption to where its supplier's answer would bring it, and its grant along."""
    sign(system("test"))
    stamp = {"fulfilled": "fulfilled_at", "failed": "failed_at", "reversed": "reversed_at"}.get(state)
    Redemption.objects.filter(id=redemption.id).update(state=state, **({stamp: NOW} if stamp else {}), **fields)
    if state == "failed":
        Grant.objects.filter(id=redemption.grant_id).update(state="claimable")
    if state == "fulfilled":
        Grant.objects.filter(id=redemption.grant_id).update(state="fulfilled", fulfilled_at=NOW)
