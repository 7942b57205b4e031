"""The tables of members, one file a noun. Other houses come through operations, queries and states."""

from members.models.account import BoundAccount
from members.models.enterprise import ApiKey, Department, Enterprise
from members.models.export import Export, ExportPart
from members.models.identity import FormerIdentity, Identity
from members.models.login import LoginCode, LoginMiss, MemberSession, Texted
from members.models.member import Member
from members.models.message import SentMessage, SmsMonth
from members.models.notice import Notice
from members.models.roster import Roster, RosterRow
from members.models.scope import OperatorScope
from members.models.second_step import SecondStep
from members.models.staff import Staff, User
from members.models.staff_session import StaffSession

__all__ = [
    "ApiKey",
    "BoundAccount",
    "Department",
    "Enterprise",
    "Export",
    "ExportPart",
    "FormerIdentity",
    "Identity",
    "LoginCode",
    "LoginMiss",
    "Member",
    "MemberSession",
    "Notice",
    "OperatorScope",
    "Roster",
    "RosterRow",
    "SecondStep",
    "SentMessage",
    "SmsMonth",
    "Staff",
    "StaffSession",
    "Texted",
    "User",
]
