"""Writes of the APIs. Their callers are no staff: how often they may come is counted by ``common.pace`` and by risk."""

from common.duties.duty import Duty

API_DUTIES = (
    Duty("api.POST /api/enterprise/v1/batches", right="a key of the enterprise"),
    Duty("api.POST /api/enterprise/v1/batches/<uuid:batch_id>/undo", right="a key of the enterprise"),
    Duty("api.POST /api/enterprise/v1/events", right="a key of the enterprise"),
    Duty("api.POST /api/enterprise/v1/grants", right="a key of the enterprise"),
    Duty("api.POST /api/v1/challenge", right="the member"),
    Duty("api.POST /api/v1/challenge/code", right="the member"),
    Duty("api.POST /api/v1/grants/<uuid:grant_id>/claim", right="the member"),
    Duty("api.POST /api/v1/login/code", right="anybody"),
    Duty("api.POST /api/v1/login/token", right="anybody"),
    Duty("api.POST /api/v1/logout", right="the member"),
    Duty("api.POST /api/v1/openings/<uuid:opening_id>/claim", right="the member"),
    Duty("api.POST /api/v1/redemptions/<uuid:redemption_id>/complaint", right="the member"),
    Duty("api.POST /api/v1/redemptions/<uuid:redemption_id>/reveal", right="the member"),
    Duty("api.PUT /api/enterprise/v1/members/<external_id:external_id>", right="a key of the enterprise"),
    Duty("api.POST /api/v1/redemptions/<uuid:redemption_id>/unuse", right="the member"),
    Duty("api.POST /api/v1/redemptions/<uuid:redemption_id>/use", right="the member"),
)
