"""Duties of an enterprise's staff, at ``/hr/``."""

from common.duties.duty import Duty

HR_DUTIES = (
    Duty("hr.batch", right="HR viewers", looks=True),
    Duty("hr.batch_confirm", right="HR administrators"),
    Duty("hr.batch_discard", right="HR administrators"),
    Duty("hr.batch_result", right="HR viewers", looks=True),
    Duty("hr.batch_resume", right="HR administrators"),
    Duty("hr.batch_undo", right="HR administrators", daily=20),
    Duty("hr.benefits.grant.export", right="HR administrators", daily=50),
    Duty("hr.benefits.grant.revoke", right="benefits.revoke_grant", daily=500, reason=True),
    Duty("hr.catalogue", right="HR viewers", looks=True),
    Duty("hr.grants_template", right="HR viewers", looks=True),
    Duty("hr.grants_upload", right="HR administrators"),
    Duty("hr.job", right="HR viewers", looks=True),
    Duty("hr.members.member.mark_left", right="members.mark_left", daily=500, reason=True),
    Duty("hr.members.member.rejoin", right="members.rejoin", reason=True),
    Duty("hr.roster", right="HR viewers", looks=True),
    Duty("hr.roster_confirm", right="HR administrators"),
    Duty("hr.roster_discard", right="HR administrators"),
    Duty("hr.roster_result", right="HR viewers", looks=True),
    Duty("hr.roster_template", right="HR viewers", looks=True),
    Duty("hr.roster_upload", right="HR administrators"),
)
