"""Examples for the description of the member API."""

from drf_spectacular.utils import OpenApiExample

TAG_LOGIN = ["Member: sign-in"]
TAG_BENEFITS = ["Member: benefits"]
TAG_GRANTS = ["Member: grants"]
TAG_OPENINGS = ["Member: openings"]
TAG_REDEMPTIONS = ["Member: redemptions"]

_MEMBER = {
    "id": "01980f3e-0000-7d0a-9a53-5f1d2c8f6b11",
    "name": "林超",
    "enterprise": {"slug": "galaxy", "name": "星河科技"},
    "tier": None,
    "progress": None,
    "points": 0,
}
_BENEFIT = {"code": "ecard-100", "name": "电商卡 100 元", "kind": "code", "face_value_minor": 10000, "currency": "CNY"}
_GRANT = {
    "id": "01980f3e-7c1b-7d0a-9a53-5f1d2c8f6b10",
    "serial": "G-7K2M-9QXD-4H1VW",
    "benefit": _BENEFIT,
    "state": "claimable",
    "quantity": 1,
    "claimable_from": "2027-05-30T10:00:00+08:00",
    "claimable_until": "2027-07-01T00:00:00+08:00",
    "note": "",
    "why": "From 星河科技: Spring Festival.",
}
_REDEMPTION = {
    "id": "01980f40-7c1b-7d0a-9a53-5f1d2c8f6b20",
    "grant": "01980f3e-7c1b-7d0a-9a53-5f1d2c8f6b10",
    "benefit": _BENEFIT,
    "state": "fulfilled",
    "kind": "code",
    "quantity": 1,
    "created_at": "2027-05-31T09:00:00+08:00",
    "fulfilled_at": "2027-05-31T09:00:00+08:00",
    "account": None,
    "masked_code": "****W3F7",
    "expires_on": "2028-12-31",
    "instructions": "Enter the code at the checkout.",
    "serial": "",
    "seat": None,
    "usable_until": None,
    "uses": 1,
    "used_count": 0,
    "used_at": None,
    "specifics": {},
    "complaint": None,
}

LOGIN_BODY = OpenApiExample("By phone", value={"phone": "13800001111"}, request_only=True)
TOKEN_BODY = OpenApiExample("By phone", value={"phone": "13800001111", "code": "204816"}, request_only=True)
TOKEN = OpenApiExample(
    "Signed in",
    value={"token": "mQ3Zl0c2T4yYb1n8Vv6s9A", "expires_at": "2027-06-29T10:00:00+08:00", "member": _MEMBER},
    response_only=True,
)
GRANT = OpenApiExample("To claim", value=_GRANT, response_only=True)
CLAIM_BODY = OpenApiExample("A top-up to another phone", value={"account": "13800002222"}, request_only=True)
CLAIMED = OpenApiExample("Delivered", value=_REDEMPTION, response_only=True, status_codes=["201"])
REDEMPTION = OpenApiExample("Delivered", value=_REDEMPTION, response_only=True)
COMPLAINT_BODY = OpenApiExample("Used by somebody else", value={"reason": "already_used", "note": "收银台说已被使用"}, request_only=True)
REVEALED = OpenApiExample(
    "The code", value={"card_no": "8800120034", "code": "A1B2-C3D4-E5F6-W3F7", "expires_on": "2028-12-31"}, response_only=True
)
OPENING = OpenApiExample(
    "Open now",
    value={
        "id": "01980f3e-7c1b-7d0a-9a53-5f1d2c8f6b30",
        "name": "周年庆抢领",
        "state": "open",
        "opens_at": "2027-05-31T10:00:00+08:00",
        "closes_at": "2027-06-01T00:00:00+08:00",
        "remaining": "few",
        "limit_per_member": 1,
        "taken": 0,
        "grant": None,
    },
    response_only=True,
)
