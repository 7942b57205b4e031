"""The acts of members: one verb a function, one transaction each. Other houses come through here."""

from members.operations.accounts import (
    NothingToVerify,
    bind_account,
    bind_own_account,
    remove_account,
    request_account_code,
    verify_account,
)
from members.operations.delivery import deliver_message
from members.operations.departments import put_department
from members.operations.enterprises import (
    EnterpriseInvalid,
    SlugTaken,
    appoint_staff,
    dismiss_staff,
    open_enterprise,
    reopen_enterprise,
    suspend_enterprise,
)
from members.operations.exports import (
    ExportAsked,
    ExportFile,
    TooManyExports,
    ask_export,
    exported_as,
    fail_export,
    fetch_export,
    forget_old_exports,
    write_some,
)
from members.operations.forgetting import forget_old_rosters, forget_old_sign_ins
from members.operations.identities import IdentityTaken
from members.operations.keys import issue_api_key, note_key_used, revoke_api_key
from members.operations.login import EnterpriseChoice, SignedIn, request_login_code, sign_in
from members.operations.messages import Letter, send_messages
from members.operations.one_time_codes import WrongCode
from members.operations.pacing import TooManyCodes
from members.operations.people import TwoPeople, mark_left, put_member, rejoin, set_language
from members.operations.proofs import NothingToProveBy, prove_person, request_proof_code
from members.operations.resolving import MemberLeft, MemberNotFound, find_member_for_grant
from members.operations.roster_freeze import FreezeLoosened, freeze_roster, loosen_freeze
from members.operations.rosters import (
    RosterChanged,
    RosterNotReady,
    RostersStillChecking,
    RosterStale,
    apply_some,
    check_some,
    confirm_roster,
    discard_roster,
    fail_roster,
    upload_roster,
)
from members.operations.sessions import end_session, note_seen, sign_out
from members.operations.sms_budget import SmsBudgetSpent
from members.rules.accounts import AccountInvalid, normal_account
from members.rules.departments import DepartmentInvalid
from members.rules.identity import EmailInvalid, NameInvalid, NameMissing, PhoneInvalid, address_of
from members.rules.person import FieldInvalid

__all__ = [
    "AccountInvalid",
    "DepartmentInvalid",
    "EmailInvalid",
    "EnterpriseChoice",
    "EnterpriseInvalid",
    "ExportAsked",
    "ExportFile",
    "FieldInvalid",
    "FreezeLoosened",
    "IdentityTaken",
    "Letter",
    "MemberLeft",
    "MemberNotFound",
    "NameInvalid",
    "NameMissing",
    "NothingToProveBy",
    "NothingToVerify",
    "PhoneInvalid",
    "RosterChanged",
    "RosterNotReady",
    "RosterStale",
    "RostersStillChecking",
    "SignedIn",
    "SlugTaken",
    "SmsBudgetSpent",
    "TooManyCodes",
    "TooManyExports",
    "TwoPeople",
    "WrongCode",
    "address_of",
    "apply_some",
    "appoint_staff",
    "ask_export",
    "bind_account",
    "bind_own_account",
    "check_some",
    "confirm_roster",
    "deliver_message",
    "discard_roster",
    "dismiss_staff",
    "end_session",
    "exported_as",
    "fail_export",
    "fail_roster",
    "fetch_export",
    "find_member_for_grant",
    "forget_old_exports",
    "forget_old_rosters",
    "forget_old_sign_ins",
    "freeze_roster",
    "issue_api_key",
    "loosen_freeze",
    "mark_left",
    "normal_account",
    "note_key_used",
    "note_seen",
    "open_enterprise",
    "prove_person",
    "put_department",
    "put_member",
    "rejoin",
    "remove_account",
    "reopen_enterprise",
    "request_account_code",
    "request_login_code",
    "request_proof_code",
    "revoke_api_key",
    "send_messages",
    "set_language",
    "sign_in",
    "sign_out",
    "suspend_enterprise",
    "upload_roster",
    "verify_account",
    "write_some",
]
