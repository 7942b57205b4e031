"""The acts of members: one verb a function, one transaction each. Other houses come through here."""

from members.operations.delivery import deliver_message, due_messages
from members.operations.forgetting import forget_old_sign_ins
from members.operations.login import EnterpriseChoice, SignedIn, request_login_code, sign_in
from members.operations.messages import send_message
from members.operations.one_time_codes import WrongCode
from members.operations.pacing import TooManyCodes
from members.operations.sessions import end_session, note_seen, sign_out
from members.rules.identity import EmailInvalid, NameInvalid, PhoneInvalid

__all__ = [
    "EmailInvalid",
    "EnterpriseChoice",
    "NameInvalid",
    "PhoneInvalid",
    "SignedIn",
    "TooManyCodes",
    "WrongCode",
    "deliver_message",
    "due_messages",
    "end_session",
    "forget_old_sign_ins",
    "note_seen",
    "request_login_code",
    "send_message",
    "sign_in",
    "sign_out",
]
