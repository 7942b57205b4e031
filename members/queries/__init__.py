"""Reads of members: frozen shapes, never rows. Other houses come through here."""

from members.queries.accounts import AccountView, account_for, accounts_of, own_addresses
from members.queries.contacts import Contact, contacts_of, leaver_policy
from members.queries.enterprises import (
    DepartmentFacts,
    EnterpriseAtKey,
    EnterpriseFacts,
    StaffFacts,
    departments_of,
    enterprise_by_id,
    enterprise_by_slug,
    enterprise_of_key,
    staff_of,
)
from members.queries.holds import Hold, address_that_stood, address_to_ask, contact_hold
from members.queries.messages import InboxMessage, due_messages, newest_messages
from members.queries.people import (
    IdentityView,
    MemberLine,
    MemberPage,
    find_members,
    member_by_external_id,
    member_by_id,
    member_page,
    members_by_ids,
)
from members.queries.rosters import RosterLine, roster_by_id, roster_lines
from members.queries.seconds import SecondPersonRule, are_two_people, second_person_rule
from members.queries.sessions import Session, SignedInMember, member_of_token, sessions_of
from members.queries.sms import enterprises_over_sms_budget

__all__ = [
    "AccountView",
    "Contact",
    "DepartmentFacts",
    "EnterpriseAtKey",
    "EnterpriseFacts",
    "Hold",
    "IdentityView",
    "InboxMessage",
    "MemberLine",
    "MemberPage",
    "RosterLine",
    "SecondPersonRule",
    "Session",
    "SignedInMember",
    "StaffFacts",
    "account_for",
    "accounts_of",
    "address_that_stood",
    "address_to_ask",
    "are_two_people",
    "contact_hold",
    "contacts_of",
    "departments_of",
    "due_messages",
    "enterprise_by_id",
    "enterprise_by_slug",
    "enterprise_of_key",
    "enterprises_over_sms_budget",
    "find_members",
    "leaver_policy",
    "member_by_external_id",
    "member_by_id",
    "member_of_token",
    "member_page",
    "members_by_ids",
    "newest_messages",
    "own_addresses",
    "roster_by_id",
    "roster_lines",
    "second_person_rule",
    "sessions_of",
    "staff_of",
]
