"""Something to claim: a member with a grant, and stock or a supplier behind it."""

from datetime import date
from typing import Any
from uuid import UUID

from benefits.models import Benefit, Grant
from common.actors import Actor
from common.ids import new_id
from members.models import Member
from redemption.models import Redemption
from redemption.operations import claim_grant
from supply.models import Code, Credential, Lot, Product, Supplier
from supply.sandbox.server import Sandbox
from supply.vault import CodeText, LotCipher, new_lot_key
from tests.factories import NOW, make_benefit, make_grant, make_member, make_offer, make_order_line, make_supplier


def stock_of(product: Product | None, count: int, *, expires_on: date | None = None, supplier: Supplier | None = None) -> Lot:
    """A released lot of real, sealed codes, written directly."""
    assert product is not None
    key = new_lot_key()
    lot = Lot.objects.create(
        number=f"L{new_id().hex[-12:]}",
        order_line=make_order_line(product, supplier=supplier),
        product=product,
        state="released",
        received_count=count,
        expires_on=expires_on,
        wrapped_key=key.wrapped,
        key_version=key.version,
        received_at=NOW,
        released_at=NOW,
    )
    cipher = LotCipher(lot.id, product.id, key)
    Code.objects.bulk_create(_code(lot, cipher, number, expires_on) for number in range(count))
    return lot


def _code(lot: Lot, cipher: LotCipher, number: int, expires_on: date | None) -> Code:
    code_id = new_id()
    return Code(
        id=code_id,
        lot=lot,
        product_id=lot.product_id,
        fingerprint=code_id.bytes + code_id.bytes,
        ciphertext=cipher.seal(code_id, CodeText(code=f"CODE-{code_id.hex[-8:].upper()}", card_no=f"{number:06d}")),
        expires_on=expires_on,
        shuffle=number * 7919 % 100_000,
        line_number=number + 1,
    )


def code_grant(*, stock: int = 1, member: Member | None = None, **fields: Any) -> Grant:
    """A claimable grant of a code benefit with so many codes in stock."""
    benefit = make_benefit("code")
    if stock:
        stock_of(benefit.product, stock)
    return make_grant(member or make_member(), benefit, **fields)


def topup_benefit(sandbox: Sandbox) -> Benefit:
    """A top-up of 50 yuan of phone credit that a running fake supplier delivers."""
    supplier = make_supplier(connector="quanyi-http", base_url=sandbox.base_url)
    settings = sandbox.connector_settings
    Credential.objects.create(supplier=supplier, key_id=settings.key_id, secret=settings.secret.reveal())
    benefit = make_benefit("topup")
    make_offer(benefit.product, supplier, supplier_sku="phone-50", cost_minor=4900)
    return benefit


def claim(grant: Grant, **how: object) -> list[Redemption]:
    """The member's tap at ``NOW``."""
    return claim_grant(grant_id=grant.id, member_id=grant.member_id, by=owner(grant.member_id), at=NOW, **how)  # type: ignore[arg-type]


def owner(member_id: UUID) -> Actor:
    return Actor("member", member_id)
