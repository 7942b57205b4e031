"""Examples for the description of the enterprise API."""

from drf_spectacular.utils import OpenApiExample

TAG_GRANTS = ["Enterprise: grants"]
TAG_BATCHES = ["Enterprise: batches"]
TAG_MEMBERS = ["Enterprise: members"]
TAG_EVENTS = ["Enterprise: events"]
TAG_BUDGETS = ["Enterprise: budgets"]

_BODY = {
    "member": {"staff_no": "S00017"},
    "benefit": "video-month",
    "valid_until": "2027-06-30",
    "note": "Thank you for ten years.",
    "reference": "oa-2026-000123",
}
_GRANT = {
    "id": "01980f3e-7c1b-7d0a-9a53-5f1d2c8f6b10",
    "serial": "G-7K2M-9QXD-4H1VW",
    "member": {"id": "01980f3e-0000-7d0a-9a53-5f1d2c8f6b11", "staff_no": "S00017", "external_id": None, "name": "林超"},
    "benefit": {"code": "video-month", "name": "视频会员月卡", "kind": "topup", "face_value_minor": 2500, "currency": "CNY"},
    "state": "claimable",
    "quantity": 1,
    "claimable_from": "2027-05-30T10:00:00+08:00",
    "claimable_until": "2027-07-01T00:00:00+08:00",
    "note": "Thank you for ten years.",
    "why": "From 星河科技.",
    "reference": "oa-2026-000123",
    "batch": "01980f3e-7c1b-7d0a-9a53-5f1d2c8f6b12",
    "budget": "01980f3e-7c1b-7d0a-9a53-5f1d2c8f6b13",
    "budget_name": "2027",
    "created_at": "2027-05-30T10:00:00+08:00",
    "claimed_at": None,
    "fulfilled_at": None,
    "activated_at": None,
    "used_at": None,
    "used_said_by": None,
    "expired_at": None,
    "revoked_at": None,
}
_BATCH = {
    "id": "01980f3e-7c1b-7d0a-9a53-5f1d2c8f6b12",
    "name": "API 2027-05-30 02:00",
    "source": "api",
    "state": "checking",
    "rows": 2,
    "good": 0,
    "refused": 0,
    "skipped": 0,
    "issued": 0,
    "committed": 0,
    "unit": "CNY",
    "problem": "",
    "reversed": 0,
    "kept": 0,
    "created_at": "2027-05-30T10:00:00+08:00",
    "finished_at": None,
    "undone_at": None,
}
_MEMBER_BODY = {"name": "林超", "staff_no": "S00017", "phone": "13800001111", "department": "研发中心/平台部"}
_MEMBER = {
    "id": "01980f3e-0000-7d0a-9a53-5f1d2c8f6b11",
    "external_id": "u-17",
    "staff_no": "S00017",
    "name": "林超",
    "phone": "138****1111",
    "email": "",
    "department": "研发中心/平台部",
    "state": "active",
    "joined_on": None,
    "region": "",
    "language": "",
    "created_at": "2027-05-30T10:00:00+08:00",
    "left_at": None,
}
_EVENT = {
    "kind": "course.finished",
    "member": {"external_id": "u-17"},
    "key": "lms-88412",
    "occurred_at": "2027-05-30T09:58:00+08:00",
    "data": {"course": "safety-2027"},
}
_NOBODY = {"index": 1, "key": "lms-88413", "code": "member_not_found", "detail": "Nobody here has u-99. Check it."}

GRANT_BODY = OpenApiExample("One month of video", value=_BODY, request_only=True)
GRANT = OpenApiExample("To claim", value=_GRANT, response_only=True, status_codes=["200", "201"])
BATCH_BODY = OpenApiExample("Two grants", value={"grants": [_BODY, {**_BODY, "reference": "oa-2026-000124"}]}, request_only=True)
BATCH = OpenApiExample("Just sent", value=_BATCH, response_only=True, status_codes=["200", "202"])
UNDONE = OpenApiExample("One had been claimed", value={"reversed": 1, "kept": 1, "kept_serials": ["G-7K2M-9QXD-4H1VW"]}, response_only=True)
MEMBER_BODY = OpenApiExample("Somebody new", value=_MEMBER_BODY, request_only=True)
MEMBER = OpenApiExample("Somebody", value=_MEMBER, response_only=True, status_codes=["200", "201"])
EVENTS_BODY = OpenApiExample("A finished course", value={"events": [_EVENT]}, request_only=True)
TAKEN = OpenApiExample("One of two", value={"accepted": 1, "duplicate": 0, "refused": [_NOBODY]}, response_only=True, status_codes=["202"])
