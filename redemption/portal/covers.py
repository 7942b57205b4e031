"""Which drawn cover a benefit wears."""

from benefits.queries.faces import BenefitFace

DRAWN = frozenset({"badge", "coffee", "course", "ecard", "gift", "phone", "quota", "service", "ticket", "travel", "video"})

_BY_KIND = {
    "code": "ecard",
    "topup": "phone",
    "coupon": "ticket",
    "service": "service",
    "content": "course",
    "event": "ticket",
    "quota": "quota",
    "badge": "badge",
    "bundle": "gift",
}


def cover_of(benefit: BenefitFace) -> str:
    """The cover that the benefit names, if it is drawn; else the one of its kind."""
    return benefit.cover if benefit.cover in DRAWN else _BY_KIND.get(benefit.kind, "gift")
